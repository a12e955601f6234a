"""Scores into the LMS's gradebook."""
