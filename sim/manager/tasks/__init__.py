"""Tasks about a clinic through time: they play a quarter, so they live with the manager."""
