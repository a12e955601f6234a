"""Money: what a line is worth, what an earlier payer leaves, and how decisions become payments."""
