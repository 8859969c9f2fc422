"""From signals to ratings to a decision: arithmetic, and embeddings where a rating is made without a model."""
