"""Deciding whether to query the provider, and composing the query."""
