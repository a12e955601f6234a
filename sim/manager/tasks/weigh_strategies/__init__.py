"""A manager's question about two strategies, answered from a quarter that is played."""
