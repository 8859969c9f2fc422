"""What a candidate has practised before, as far as it bears on what he is asked next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.domain.terms import RoundKind

WEAK = 2
"""A rating of this or less is one to work on."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The history of a data folder: how often each question was put, and how each signal was rated last."""

    asked: Mapping[str, int] = field(default_factory=dict)
    ratings: Mapping[RoundKind, Mapping[str, int]] = field(default_factory=dict)

    def weak(self, kind: RoundKind) -> frozenset[str]:
        """The signals of a round kind that were rated low when they were seen last."""
        return frozenset(signal for signal, rating in self.ratings.get(kind, {}).items() if rating <= WEAK)
