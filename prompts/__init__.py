"""Prompt files: data, carried in the wheel and read through importlib.resources. See README.md."""
