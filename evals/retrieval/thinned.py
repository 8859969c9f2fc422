"""Knowledge without the phrasings that resemble a test answer: retrieval where nobody wrote the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.catalog.loader import Catalog
from agent.domain.knowledge import FailureMode, Probe, ProbeSet, Question
from agent.domain.terms import RoundKind
from agent.retrieval import documents
from agent.retrieval.base import Embedder
from agent.retrieval.chunking import windows

NEAR = 0.8
"""The cosine above which a phrasing resembles an answer."""
_BLOCK = 1024  # phrasings compared at once with all that was said: a table of all of them took 30 MB


class ThinnedCatalog(Catalog):
    """A catalog in which no phrasing of a probe or a failure mode is one of `near`.

    What has no phrasing left is found by what it is about alone.
    """

    def __init__(self, catalog: Catalog, near: frozenset[str]) -> None:
        super().__init__(catalog.root)
        self.near = near

    def question(self, question_id: str) -> Question:
        """As Catalog.question, thinned."""
        question = super().question(question_id)
        return replace(question, probes=tuple(map(self._probe, question.probes)))

    def probe_set(self, kind: RoundKind) -> ProbeSet:
        """As Catalog.probe_set, thinned."""
        found = super().probe_set(kind)
        return replace(found, probes=tuple(map(self._probe, found.probes)))

    def failure_modes(self) -> tuple[FailureMode, ...]:
        """As Catalog.failure_modes, thinned."""
        return tuple(
            replace(mode, phrasings=self._left(mode.phrasings, mode.about)) for mode in super().failure_modes()
        )

    def _probe(self, probe: Probe) -> Probe:
        return replace(probe, when=self._left(probe.when, probe.about))

    def _left(self, texts: Sequence[str], about: str) -> tuple[str, ...]:
        return tuple(text for text in texts if text not in self.near) or (about,)


async def thinned(catalog: Catalog, embedder: Embedder, answers: Sequence[str]) -> ThinnedCatalog:
    """The catalog without every phrasing that is nearer than NEAR to a window of an answer: what a search compares."""
    texts = sorted({text for target in documents.targets(catalog) for text in target.texts})
    pieces = sorted({piece for answer in answers for piece in windows(answer)})
    known, said = await embedder.embed(texts), await embedder.embed(pieces)
    near: set[str] = set()
    if pieces:
        for start in range(0, len(texts), _BLOCK):
            nearest = (known[start : start + _BLOCK] @ said.T).max(axis=1)
            near.update(texts[start + int(row)] for row in (nearest > NEAR).nonzero()[0])
    return ThinnedCatalog(catalog, frozenset(near))
