"""Payer policies, one small module each, found by scanning this folder. CONTRIBUTING tells how to add one: a file here,
its name in a payer's list.
"""
