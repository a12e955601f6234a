"""Marks into the gradebook of a learning management system (LMS), and a gradebook of our own."""
