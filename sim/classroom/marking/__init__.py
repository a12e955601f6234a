"""Marks of a class: what waits to be marked, and what each learner has earned."""
