"""The questions of quick checks as files that an LMS imports into its question bank."""
