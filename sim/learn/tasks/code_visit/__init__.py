"""The coder's task: code a visit from its record, or ask the provider."""
