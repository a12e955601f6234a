"""Follow up on claims that nobody has answered."""
