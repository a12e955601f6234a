"""The practice manager: a clinic through time, strategies, and a clinic's own payers, fees and remittances."""
