"""The payer's answers: what came back, what the record supported, and what goes on to the next payer."""
