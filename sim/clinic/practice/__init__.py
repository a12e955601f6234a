"""The clinic itself: places, providers, the payers it deals with, and the numbers that it prints."""
