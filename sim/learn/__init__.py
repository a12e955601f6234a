"""The teacher: exercises, graders, feedback, attempts, and the linter of what instructors write."""
