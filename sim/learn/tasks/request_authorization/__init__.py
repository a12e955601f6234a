"""Request a prior authorization before a service."""
