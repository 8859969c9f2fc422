"""The seam to a language model: one request type, two methods, and the only place that imports openai."""
