"""A desk as stored events: what was done, submitted and kept."""
