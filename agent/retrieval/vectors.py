"""Vectors kept on disk by the hash of their text, so that a changed file re-embeds only its own entries."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.paths import make_private_folder
from agent.retrieval.base import DIMENSIONS, Embedder, Shipping
from agent.storage.locks import FileLock

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

_KEPT = 20_000  # entries in a file at most, 31 MB; the oldest go first


class VectorCache:
    """An `Embedder` in front of another one that remembers its vectors in a file of `folder`.

    The file is a cache: one that is damaged or of another shape is built anew, one that can't be written costs time
    and nothing else. Of several processes one writes; the others keep what they computed in memory. Meant for what
    the interviewer knows; what a candidate says must not go through it, since it would stay on disk.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.name = embedder.name
        self._embedder = embedder
        self._file = folder / f"vectors-{embedder.name}.npz"
        self._known: dict[str, Vectors] | None = None
        self._turn = asyncio.Lock()
        self.embedded = 0  # texts that the cache didn't have, for tests and `doctor`

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, computed only where neither the program nor the cache has them."""
        import numpy as np

        if not isinstance(self._embedder, Shipping):
            return await self._kept(texts)
        found, shipped = await asyncio.to_thread(self._embedder.shipped, texts)
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        vectors[found] = shipped
        others = sorted(set(range(len(texts))) - set(found))
        if others:  # else the file is neither read nor written
            vectors[others] = await self._kept([texts[place] for place in others])
        return vectors

    async def _kept(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        async with self._turn:
            if self._known is None:
                self._known = await asyncio.to_thread(_read, self._file)
            keys = [_key(text) for text in texts]
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
            if missing:
                found = await self._embedder.embed(list(missing.values()))
                self._known.update(zip(missing, found, strict=True))
                self.embedded += len(missing)
                await asyncio.to_thread(self._write, keys)
            if not keys:
                return np.zeros((0, DIMENSIONS), dtype=np.float32)
            return np.stack([self._known[key] for key in keys])

    def _write(self, used: Sequence[str]) -> None:
        known = self._known or {}
        wanted = dict.fromkeys(used)
        others = [key for key in known if key not in wanted]
        keep = others[max(0, len(others) - max(0, _KEPT - len(wanted))) :] + list(wanted)
        try:
            make_private_folder(self._file.parent)
            with FileLock(self._file.with_suffix(".lock")):
                _replace(self._file, {key: known[key] for key in keep})
        except Exception:  # noqa: BLE001  # a cache that can't be written is no reason to stop an interview
            return


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read(file: Path) -> dict[str, Vectors]:
    import numpy as np

    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            keys, vectors = archive["keys"], archive["vectors"]  # from a zip: every member has a checksum
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    fits = vectors.dtype == np.float32 and vectors.shape == (len(keys), DIMENSIONS)
    if not fits or keys.dtype.kind != "U" or not np.isfinite(vectors).all():
        return {}
    return dict(zip(keys.tolist(), vectors, strict=True))


def _replace(file: Path, vectors: dict[str, Vectors]) -> None:
    """Write beside the file, then put it in its place in one step."""
    import numpy as np

    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".vectors-", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            np.savez(stream, keys=np.array(list(vectors), dtype="U32"), vectors=np.stack(list(vectors.values())))
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
