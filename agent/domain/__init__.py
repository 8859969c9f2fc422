"""Frozen value types in the terms of the field, with no imports from outside the standard library."""
