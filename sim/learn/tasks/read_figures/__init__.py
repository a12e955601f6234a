"""Read the key figures of a clinic, and decide what to do first."""
