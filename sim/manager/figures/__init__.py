"""Key figures of a quarter by their formulas, and tables read back from disk."""
