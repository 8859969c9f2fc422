"""Simulated candidates of known ability and style, scripted and played by a model."""
