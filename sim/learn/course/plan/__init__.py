"""The plan: units, tracks, and which subjects of certification exams they touch."""
