"""One visit from the record to the audit."""
