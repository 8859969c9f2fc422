"""The user's own documents in retrieval: what of them fits an answer, and how the interviewer brings it up.

They stay out of the shared index and of the shared cache of vectors: what is derived from a document lies beside it and
goes with it.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.domain.sources import OWN, OwnDocument, SourceKind
from agent.domain.terms import RoundKind
from agent.retrieval.base import DIMENSIONS, Embedder
from agent.retrieval.documents import Target
from agent.storage import sources

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

_VECTORS = "vectors-{embedder}.npz"
_QUOTED_WORDS = 24
"""A longer passage is material to draw on: nobody reads half a page aloud."""

_ABOUT_PEOPLE = (
    RoundKind.RECRUITER_SCREEN, RoundKind.ML_DEPTH, RoundKind.BEHAVIORAL, RoundKind.RESEARCH_TASTE, RoundKind.FOUNDER,
)  # fmt: skip
_ROUNDS: dict[SourceKind, tuple[RoundKind, ...]] = {
    SourceKind.RESUME: _ABOUT_PEOPLE,
    SourceKind.JOB: (RoundKind.RECRUITER_SCREEN, RoundKind.BEHAVIORAL, RoundKind.FOUNDER),
    SourceKind.NOTES: tuple(RoundKind),
}
_ASKS: dict[SourceKind, tuple[tuple[str, str], ...]] = {
    SourceKind.RESUME: (
        ('Your resume says "{line}". Which part of that was yours alone?', "Who else worked on it, and on what?"),
        ('Your resume has this line: "{line}". What changed for those who used it?', "How was that measured?"),
        ('I read in your resume: "{line}". What did you decide there that somebody argued against?',
         "Whose idea was it, and who was against it?"),
        ('Your resume says "{line}". What is left of it today?', "Is it still running, and who looks after it?"),
    ),
    SourceKind.JOB: (
        ('The posting asks for this: "{line}". Where have you done that?', "What came nearest to it in your last job?"),
        ('The posting says "{line}". Which part of that would be new to you?', "What would you have to learn for it?"),
    ),
    SourceKind.NOTES: (),
}  # fmt: skip
ABOUT = {
    SourceKind.RESUME: "from your resume",
    SourceKind.JOB: "from the job description",
    SourceKind.NOTES: "from your notes",
}
"""How a passage is introduced wherever it is shown."""


@dataclass(frozen=True, slots=True)
class OwnPassages:
    """Passages of all documents as things that could be brought up, with their vectors (n, DIMENSIONS)."""

    targets: tuple[Target, ...]
    vectors: Vectors

    def fitting(self, queries: Vectors, kind: RoundKind) -> dict[str, float]:
        """The best cosine of each passage of a round kind to any of the queries, by the target's id."""
        if not self.targets or not len(queries):
            return {}
        best = (queries @ self.vectors.T).max(axis=0)
        return {
            target.id: float(cosine) for target, cosine in zip(self.targets, best, strict=True) if kind in target.rounds
        }


async def load(root: Path | None, embedder: Embedder) -> OwnPassages:
    """The passages of the documents under `root`; none where it is None or empty."""
    import numpy as np

    documents = await asyncio.to_thread(sources.read_all, root) if root is not None else ()
    found: list[Target] = []
    parts = [np.zeros((0, DIMENSIONS), dtype=np.float32)]
    for document in documents:
        assert root is not None
        found += targets(document)
        parts.append(await _vectors(root / document.id, document, embedder))
    return OwnPassages(tuple(found), np.concatenate(parts))


def targets(document: OwnDocument) -> list[Target]:
    """A document's passages as things that could be brought up, in order."""
    asks = _ASKS[document.kind]
    made = []
    for position, passage in enumerate(document.passages):
        short = len(passage.split()) <= _QUOTED_WORDS and '"' not in passage
        ask, again = asks[position % len(asks)] if asks and short else (None, None)
        made.append(
            Target(
                id=f"{OWN}{document.id}#{position}",
                kind="source",
                texts=(passage,),
                signals=tuple((kind, None) for kind in sorted(_ROUNDS[document.kind])),
                about=f"{ABOUT[document.kind]} ({document.title}): {passage}",
                ask=ask.format(line=passage.rstrip(".;, ")) if ask else None,
                again=again,
            )
        )
    return made


async def _vectors(folder: Path, document: OwnDocument, embedder: Embedder) -> Vectors:
    """The vectors of a document's passages, from beside it where they are there."""
    file = folder / _VECTORS.format(embedder=embedder.name)
    kept = await asyncio.to_thread(_read, file, len(document.passages))
    if kept is not None:
        return kept
    vectors = await embedder.embed(document.passages)
    await asyncio.to_thread(_write, file, vectors)
    return vectors


def _read(file: Path, passages: int) -> Vectors | None:
    import numpy as np

    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            vectors: Vectors = archive["vectors"]
    except Exception:  # noqa: BLE001  # a cache: whatever is wrong with it, it is made anew
        return None
    fits = vectors.shape == (passages, DIMENSIONS) and vectors.dtype == np.float32 and bool(np.isfinite(vectors).all())
    return vectors if fits else None


def _write(file: Path, vectors: Vectors) -> None:
    """Write beside the file, then put it in its place; a folder that is gone by now stays gone."""
    import numpy as np

    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".vectors-")
        with os.fdopen(descriptor, "wb") as stream:
            np.savez(stream, vectors=vectors)
        Path(name).replace(file)
    except OSError:
        return
