"""Claims: built, checked, sent, corrected."""
