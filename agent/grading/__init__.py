"""From signals to ratings to a decision. Pure functions, except for the embeddings that offline ratings compare with."""
