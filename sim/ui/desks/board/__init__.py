"""The manager's board: the key figures of a clinic."""
