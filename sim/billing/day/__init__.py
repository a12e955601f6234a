"""A day's work in a notebook: questions and appeals."""
