"""A run: its folder on disk, and what is read out of it."""
