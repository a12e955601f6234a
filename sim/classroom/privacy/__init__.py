"""What a school asks of a program that keeps students' work: hand it over, erase it, say who saw it, keep it no longer
than needed (docs/privacy.md).
"""
