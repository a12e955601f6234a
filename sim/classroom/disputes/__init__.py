"""Marks in dispute: what was entered, who disputes it, what the instructor rules once, and whom that reaches."""
