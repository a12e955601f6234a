"""The engine: claims in, decisions out, stage after stage."""
