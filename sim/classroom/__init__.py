"""The instructor: classes, rosters, assignments, grades that stand."""
