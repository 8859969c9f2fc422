"""An embedder for tests: a text's vector is the sum of fixed directions of its words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from agent.retrieval.base import DIMENSIONS


class WordEmbedder:
    """Texts that share words are near each other; counts what it was asked."""

    name = "words"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _vector(self, text: str) -> np.ndarray:
        total = np.zeros(DIMENSIONS, dtype=np.float32)
        for word in text.lower().replace(".", " ").replace("?", " ").split() or ["nothing"]:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
        return total / np.linalg.norm(total)
