"""The game of a quarter: its page."""
