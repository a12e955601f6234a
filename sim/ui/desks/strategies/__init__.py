"""The page that compares two strategies, changed by hand."""
