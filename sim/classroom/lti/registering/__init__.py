"""Which LMSs may open classes here, and how they are entered."""
