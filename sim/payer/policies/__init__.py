"""Payer policies, one small module each, found by scanning this folder: a file in the folder of its group is all it
takes. sim/payer/rulebook/policy.py says what stands in it; payers switch policies on by name or by group.
"""
