"""A clinic's work in bulk: households in blocks, tables and files on disk."""
