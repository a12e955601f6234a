"""Assignments: what is asked of a class, by when, and the case that each learner gets."""
