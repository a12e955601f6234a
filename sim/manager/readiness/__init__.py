"""Who is ready to work alone: each person's practice against the thresholds of data/readiness.toml."""
