"""What a class keeps: the class itself, its roster, who came in, what was done."""
