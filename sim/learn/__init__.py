"""The teacher: exercises, tasks, grading, desks as stored events, the course, and the linter of what instructors
write.
"""
