"""Which class a course is, and who is in it."""
