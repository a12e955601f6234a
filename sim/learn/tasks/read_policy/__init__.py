"""The coder's task: read a payer's coverage policy beside a record."""
