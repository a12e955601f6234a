"""Both roles: code a visit, bill it, and work what comes back."""
