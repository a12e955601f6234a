"""Denials: where a claim stands, why it was not paid, and what can be done about it."""
