"""Writing: our tables to X12 files."""
