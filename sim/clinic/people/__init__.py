"""The people of a clinic: households, patients, coverage and earlier visits."""
