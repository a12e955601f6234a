"""Is it this payer's claim, and is this payer first?"""
