"""The tasks of coder and biller: one folder each with a file task.py, found by scanning. What a task offers is written
in contract.py, what it asks the learner to fill in in form.py. Nothing a learner sent is ever executed.
"""
