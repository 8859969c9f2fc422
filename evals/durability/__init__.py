"""Slow proofs that an interview survives: kill -9 in every window, a full disk, a locked database."""
