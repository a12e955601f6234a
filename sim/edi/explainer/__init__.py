"""Explaining: plain words beside every segment."""
