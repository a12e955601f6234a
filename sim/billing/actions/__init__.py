"""What the biller does about an open claim, and what comes back."""
