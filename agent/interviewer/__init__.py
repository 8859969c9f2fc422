"""Who asks: one protocol, a language model behind it or none."""
