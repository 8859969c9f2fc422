"""Ways to find what to probe next, side by side, and the knowledge they search, thinned out."""
