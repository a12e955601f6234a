"""The linter: proves what authors write."""
