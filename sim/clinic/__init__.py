"""The clinic: households with their coverage and history, and scenarios that become visits: documents, and the truth
about what was done.
"""
