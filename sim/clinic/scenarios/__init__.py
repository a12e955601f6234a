"""Scenarios: what an author writes, read strictly and kept in the library."""
