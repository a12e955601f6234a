"""The coder's desk."""
