"""Choosing the level of a visit, element by element."""
