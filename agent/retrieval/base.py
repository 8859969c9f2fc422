"""What turns texts into vectors, as everything else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSIONS = 384
"""Of a vector: those of all-MiniLM-L6-v2."""


class Embedder(Protocol):
    """Turns texts into vectors of length 1. `name` changes whenever the vectors of the same text would."""

    name: str

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, float32, shape (len(texts), DIMENSIONS)."""
        ...


@runtime_checkable
class Shipping(Protocol):
    """An `Embedder` that has some vectors at hand without computing them."""

    def shipped(self, texts: Sequence[str]) -> tuple[list[int], Vectors]:
        """The places of the texts that came with the program, and their vectors."""
        ...
