"""Finding what to ask next: sentence embeddings over what the interviewer knows."""
