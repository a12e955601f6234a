"""The game of a quarter: thirteen weeks, a decision on Monday, what came of it on Friday, one letter to answer."""
