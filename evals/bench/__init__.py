"""How fast the program starts, what a turn costs on disk, and how long it takes: `python -m evals.bench`."""
