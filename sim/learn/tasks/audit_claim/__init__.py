"""The coder's task: audit a claim that somebody else coded, before it is billed."""
