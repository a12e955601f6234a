"""Answer a patient's question about a bill."""
