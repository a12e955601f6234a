"""Marking in the record what supports each code of a claim."""
