"""The sheet of somebody's readiness, for the pages of a class, a file to print, and a notebook."""
