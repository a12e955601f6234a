"""What the server answers, a file for each of its doors: a module here with `routes`, a list of (address, handler), is
found by scanning. Nothing is registered anywhere else.
"""
