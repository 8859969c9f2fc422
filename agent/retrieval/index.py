"""What an index of entries does, and the plain one that looks at every vector."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Entry

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors


class IndexFailure(Exception):  # noqa: N818  # not an error of the user's; the plain index takes over
    """An index can't be built, opened or asked."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What answers queries: the Chroma store, or the exact scan where that can't be used.

    `says` is one line for `doctor`; `ok` is False where something should be done about it.
    """

    kind: Literal["chroma", "exact"]
    ok: bool
    says: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries may be found: those of a round kind that belong to its questions (`owned`), or that fit any.

    An index keeps the entries of each scope apart: a search takes as long as its scope is large, not as long as
    everything that is known.
    """

    round: RoundKind
    owned: bool

    @property
    def name(self) -> str:
        """What a part of a store is called."""
        return f"{self.round.value}-{'owned' if self.owned else 'any'}"


def by_scope(entries: Sequence[Entry]) -> dict[Scope, list[int]]:
    """The rows of `entries` that each scope holds; an entry of several rounds is in several."""
    rows: dict[Scope, list[int]] = {}
    for row, entry in enumerate(entries):
        for kind in entry.rounds:
            rows.setdefault(Scope(kind, bool(entry.question)), []).append(row)
    return rows


class Index(Protocol):
    """Vectors of entries that can be asked for the nearest ones."""

    async def nearest(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        """The `k` entries nearest to each of `queries` (n, DIMENSIONS), by id, with the best cosine to any of them.

        Raises:
            IndexFailure: it can't be asked (any more).
        """
        ...

    async def close(self) -> None:
        """Let go of files. Safe to call twice."""
        ...


class NumpyIndex:
    """Exact: compares with every vector in scope. `vectors` are those of `entries`, row by row."""

    def __init__(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = tuple(entries)
        self._vectors = vectors
        self._rows = by_scope(entries)
        self._parts: dict[Scope, Vectors] = {}

    async def nearest(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        """See `Index`; never fails."""
        return await asyncio.to_thread(self._nearest, queries, scope, k)

    async def close(self) -> None:
        """Nothing to let go of."""

    def _nearest(self, queries: Vectors, scope: Scope, k: int) -> dict[str, float]:
        rows = self._rows.get(scope, [])
        if not rows or not len(queries):
            return {}
        import numpy as np

        if scope not in self._parts:
            self._parts[scope] = self._vectors[rows]
        cosines = queries @ self._parts[scope].T
        kept = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        best: dict[str, float] = {}
        for query, columns in enumerate(kept):
            for column in columns:
                entry = self._entries[rows[column]].id
                best[entry] = max(best.get(entry, -1.0), float(cosines[query, column]))
        return best
