"""Exercises: one file each, the case they draw, and what may be shown before grading."""
