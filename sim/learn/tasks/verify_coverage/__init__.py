"""Verify a patient's coverage before the visit."""
