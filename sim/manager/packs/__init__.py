"""A clinic's own folder: who works there, its payers, fees and charges; checked, put in force, taken elsewhere."""
