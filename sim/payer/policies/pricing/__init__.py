"""What does the contract or the fee schedule allow?"""
