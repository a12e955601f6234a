"""The floor: column tables, money, random draws, dated parameters, where files are, errors. Nobody works here;
everybody stands on it.
"""
