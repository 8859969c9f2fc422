"""Which quote stands for a decision, or for a rating, in the words around a verdict; each is used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.verdict import Evidence, SignalRating
from agent.grading.observations import Observed, observe

_FEWEST_QUOTED, _TOO_SHORT = 3, 4
"""A quote of fewer words stands for an answer only where there is no other, and what that costs it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A rated signal with the quote that stands for it."""

    signal: SignalRating
    evidence: Evidence
    answer: Observed


class Quotes:
    """The quotes of a round's `answers`."""

    def __init__(self, answers: Sequence[Observed]) -> None:
        self._by_turn = {part.turn: answer for answer in answers for part in answer.exchange.parts}
        self._quoted: set[str] = set()

    def moment(self, signals: Sequence[SignalRating], *, good: bool) -> Point | None:
        """The quote that stands most for the decision: from the signal that moved it most."""
        rated = [signal for signal in signals if signal.rating is not None and signal.evidence]
        rated.sort(
            key=lambda signal: (-(signal.rating or 0) if good else (signal.rating or 0), -signal.weight, signal.id)
        )
        points = [point for signal in rated for point in self._points(signal)]
        top = [point for point in points if point.signal.rating == points[0].signal.rating] if points else []
        chosen = max(top, key=lambda point: _telling(point, good), default=None)
        return self._quoting(chosen)

    def fresh(self, signal: SignalRating, *, best: bool) -> Point | None:
        """A quote of the signal that wasn't used yet."""
        points = [point for point in self._points(signal) if point.evidence.quote not in self._quoted]
        chosen = max(points, key=lambda point: _telling(point, best), default=None)
        return self._quoting(chosen)

    def _points(self, signal: SignalRating) -> list[Point]:
        return [Point(signal, item, self._by_turn[item.turn]) for item in signal.evidence if item.turn in self._by_turn]

    def _quoting(self, chosen: Point | None) -> Point | None:
        if chosen is not None:
            self._quoted.add(chosen.evidence.quote)
        return chosen


def observed(point: Point) -> Observed:
    """What is seen in the quote alone."""
    return observe(point.answer.exchange, point.evidence.quote)


def _telling(point: Point, good: bool) -> tuple[float, int]:
    """How much a quote says by itself; probes say more than openings, and of equals the later counts."""
    seen = observed(point)
    held = len(seen.figures) + len(seen.acts) + len(seen.reasons) + len(seen.bounds) + 2 * len(seen.limits)
    claimed = len(seen.generic) + len(seen.deferred) + 2 * len(seen.overclaims)
    worth = min(held, 4) if good else -min(held, 4) + min(claimed, 5)
    worth -= _TOO_SHORT if len(point.evidence.quote.split()) < _FEWEST_QUOTED else 0
    return (worth + (0 if point.answer.exchange.opening else 1.5), point.evidence.turn)
