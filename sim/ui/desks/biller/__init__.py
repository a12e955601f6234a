"""The biller's desk."""
