"""Post a remittance to the ledger."""
