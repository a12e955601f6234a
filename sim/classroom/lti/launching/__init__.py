"""Log-in and launch from a course: what is checked, what may wait, what goes wrong."""
