"""Figures of an assignment: its items, the whole test, keys that look wrong, misconceptions and what they cost."""
