"""The instructor's pages: what they show and what they read from their forms. The addresses are in doors/class_*.py."""
