"""Fits the few numbers that are fitted; nothing here runs in the product."""
