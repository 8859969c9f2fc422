"""The table of vectors that comes with the program (`shipping.py` makes it).

A vector is kept as 384 whole numbers and one scale, which moves it by a cosine of less than 0.0001.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from agent.retrieval.base import Vectors

FILE = "vectors.npz"
_STEPS = 127


class ShippedVectors:
    """A table of vectors by text; empty where the file is missing, damaged or of another model."""

    def __init__(self, keys: NDArray[np.uint64], steps: NDArray[np.int8], scales: NDArray[np.float32]) -> None:
        self._keys, self._steps, self._scales = keys, steps, scales

    @classmethod
    def read(cls, folder: Traversable, model: str) -> ShippedVectors | None:
        """The table beside a model, None where there is none of this model."""
        import numpy as np

        try:
            with folder.joinpath(FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
                if str(archive["model"]) != model:
                    return None
                keys, steps, scales = archive["keys"], archive["steps"], archive["scales"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        fits = keys.dtype == np.uint64 and steps.dtype == np.int8 and len(keys) == len(steps) == len(scales)
        return cls(keys, steps, scales) if fits else None

    def get(self, text: str) -> Vectors | None:
        """The vector of a text, of length 1; None where it did not come with the program."""
        found, vectors = self.take([text])
        return vectors[0] if found else None

    def take(self, texts: Sequence[str]) -> tuple[list[int], Vectors]:
        """Which of `texts` came with the program, by their places, and their vectors of length 1, a row each."""
        import numpy as np

        keys = np.array([_key(text) for text in texts], dtype=np.uint64)
        at = np.searchsorted(self._keys, keys).clip(max=max(0, len(self._keys) - 1))
        found = np.flatnonzero(self._keys[at] == keys) if len(self._keys) else np.zeros(0, dtype=np.intp)
        vectors: Vectors = self._steps[at[found]].astype(np.float32) * self._scales[at[found], None]
        lengths = np.array([np.linalg.norm(vector) for vector in vectors], dtype=np.float32)
        return found.tolist(), vectors / lengths[:, None]

    def __len__(self) -> int:
        return len(self._keys)


def write(file: Path, model: str, texts: Sequence[str], vectors: Vectors) -> None:
    """Write the table of these texts; the same texts give the same bytes."""
    import numpy as np

    keys = np.array([_key(text) for text in texts], dtype=np.uint64)
    order = np.argsort(keys, kind="stable")
    scales = (np.abs(vectors).max(axis=1) / _STEPS).astype(np.float32)
    steps = np.rint(vectors / scales[:, None]).astype(np.int8)
    arrays: dict[str, Any] = {
        "model": np.array(model),
        "keys": keys[order],
        "steps": steps[order],
        "scales": scales[order],
    }
    np.savez(file, **arrays)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
