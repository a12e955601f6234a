"""Find what a payer paid below its contract."""
