"""Fix a claim that the front end rejected, and send it again."""
