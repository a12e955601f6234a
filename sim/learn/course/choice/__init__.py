"""The choice: what is to be done next, and why."""
