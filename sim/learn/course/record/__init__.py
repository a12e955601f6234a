"""The record: what a learner answered, how long it took, what is mastered, and what comes back when."""
