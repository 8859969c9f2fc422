"""Hearing what a candidate says: what kind of message it is, and what it claims. Local, fast, no model."""
