"""Two strategies on the same patients, visits and payers."""
