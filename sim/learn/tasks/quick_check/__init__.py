"""The drill: one fact, a choice, several in a row."""
