"""What the practice prints: forms and letters as PDF, drawn by ourselves."""
