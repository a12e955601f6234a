"""The denial desk."""
