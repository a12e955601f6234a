"""Worked examples: the tables in policies' docstrings, run through the whole engine."""
