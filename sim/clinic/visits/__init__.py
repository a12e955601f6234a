"""Visits: scenarios drawn for patients, with their documents, their truth and the mistakes that were made."""
