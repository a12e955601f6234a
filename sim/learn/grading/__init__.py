"""Grading: what differs from the record, what it is called, what it did, and how it is said."""
