"""What a payer is asked beside claims: eligibility, authorization, status, appeals, prices, and why."""
