"""The biller's task: complete the claim form."""
