"""Which follow-ups the answers of a round already hold, so that nothing is asked that was said three answers ago."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.domain.code import gist
from agent.domain.knowledge import Probe
from agent.domain.terms import Role
from agent.domain.transcript import Transcript
from agent.grading.reference import Embeds
from agent.retrieval.chunking import windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

HELD, HELD_BY_NEWEST = 0.70, 0.81
"""Nearness from which an earlier answer holds what a follow-up asks, and the newest one: cosine of its nearest part to
what a good answer has, and half of that to the ask. Of 658 right answers to follow-ups 30% come that near to their
own, and 3% to another of the question; at the higher line, since the newest answer is what a follow-up follows, 12% and
0.5%."""
_ASK = 0.5
_REMEMBERED = 64


class HeldListener:
    """Says what answers hold; what follow-ups want is embedded once, and each answer is looked at once."""

    def __init__(self, embeds: Embeds) -> None:
        self._embeds = embeds
        self._wanted: OrderedDict[tuple[str, ...], tuple[Vectors, Vectors]] = OrderedDict()
        self._near: OrderedDict[tuple[tuple[str, ...], str], list[float]] = OrderedDict()

    async def held(self, transcript: Transcript, probes: Sequence[Probe]) -> frozenset[str]:
        """The ids of the `probes` that an answer of the round holds."""
        if not probes:
            return frozenset()
        *earlier, newest = [t.text for t in transcript.turns if t.role is Role.CANDIDATE and windows(gist(t.text))] or [
            ""
        ]
        found = [(HELD_BY_NEWEST, await self._nearness(newest, probes))]
        found += [(HELD, await self._nearness(text, probes)) for text in earlier]
        return frozenset(probe.id for at, probe in enumerate(probes) if any(near[at] >= line for line, near in found))

    async def _nearness(self, text: str, probes: Sequence[Probe]) -> list[float]:
        ids = tuple(probe.id for probe in probes)
        if (ids, text) not in self._near:
            pieces = windows(gist(text))
            goods, asks = await self._of(ids, probes)
            said = await self._embeds.embed(pieces) if pieces else None
            near = (goods @ said.T).max(axis=1) + _ASK * (asks @ said.T).max(axis=1) if said is not None else None
            self._near[ids, text] = [float(value) for value in near] if near is not None else [0.0] * len(ids)
            if len(self._near) > _REMEMBERED:
                self._near.popitem(last=False)
        return self._near[ids, text]

    async def _of(self, ids: tuple[str, ...], probes: Sequence[Probe]) -> tuple[Vectors, Vectors]:
        if ids not in self._wanted:
            vectors = await self._embeds.embed([p.good or p.about for p in probes] + [p.ask for p in probes])
            self._wanted[ids] = (vectors[: len(ids)], vectors[len(ids) :])
            if len(self._wanted) > _REMEMBERED:
                self._wanted.popitem(last=False)
        return self._wanted[ids]
