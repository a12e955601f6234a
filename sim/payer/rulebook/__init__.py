"""The rulebook: what a policy is, which policies there are, and what each payer's file says."""
