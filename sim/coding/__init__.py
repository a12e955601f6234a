"""The coder's room: the coded visit, the query to the provider, and the simulated coder who errs only by the traps of
the scenario.
"""
