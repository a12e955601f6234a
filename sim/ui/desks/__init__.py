"""The desks: one folder each, and what they share."""
