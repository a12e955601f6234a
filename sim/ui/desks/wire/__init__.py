"""The lesson on files: a question about the remittance, with a place to answer it."""
