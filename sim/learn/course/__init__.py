"""The way through the exercises: how far a learner is."""
