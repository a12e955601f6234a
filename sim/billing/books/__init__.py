"""The books: ledger, write-offs, credits, statements and key figures."""
