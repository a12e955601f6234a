"""What an instructor prints or hands on: the key book of an assignment, the pack of a virtual practicum, the crosswalk
to certification exams. Pages that stand alone: their stylesheet is in them, and they fetch nothing.
"""
