"""Prompt files: reading, checking and strictly rendering them, and fencing what others wrote."""
