"""What may be printed of an exercise: what lies on the desk, what the learner handed in, and in practice the key."""
