"""Which ratings, moved by how much, change a decision: the sensitivity of the arithmetic, computed and not guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from agent.domain.terms import Decision
from agent.domain.verdict import SignalRating
from agent.grading.decision import LADDER, NO_DOUBT, Doubt, decide_verdict

_AT_ONCE = 3  # signals moved together at most


@dataclass(frozen=True, slots=True)
class Move:
    """One rating moved."""

    signal: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change found that leads to `decision`."""

    moves: tuple[Move, ...]
    decision: Decision

    @property
    def steps(self) -> int:
        """How many rating steps it takes in all."""
        return sum(abs(move.after - move.before) for move in self.moves)


def find_flip(
    signals: Sequence[SignalRating], bar: float, doubt: Doubt = NO_DOUBT, *, up: bool, least: Decision | None = None
) -> Flip | None:
    """The fewest rating steps, on the fewest signals, that lead to a better (or worse) decision; None where none does.

    `least` asks for a decision at least that good (upwards) or that bad (downwards).

    Of changes equally small, the one on the lightest signals is named, since that is the nearest to the border. Where
    nothing was decided there is nothing to flip.
    """
    now = decide_verdict(signals, bar, doubt).decision
    if now is Decision.NOT_ENOUGH_EVIDENCE:
        return None
    rated = [i for i, signal in enumerate(signals) if signal.rating is not None]
    found: list[tuple[int, int, float, tuple[int, ...], Flip]] = []
    for size in range(1, min(_AT_ONCE, len(rated)) + 1):
        for chosen in combinations(rated, size):
            for steps in product((1, 2), repeat=size):
                flip = _try(signals, bar, doubt, dict(zip(chosen, steps, strict=True)), up, now, least or now)
                if flip is not None:
                    weight = sum(signals[i].weight for i in chosen)
                    found.append((sum(steps), size, weight, chosen, flip))
    return min(found, key=lambda item: item[:4])[-1] if found else None


def if_observed(
    signals: Sequence[SignalRating], bar: float, signal_id: str, rating: int, doubt: Doubt = NO_DOUBT
) -> Decision:
    """The decision if a signal that was not observed had been rated so."""
    changed = [replace(signal, rating=rating) if signal.id == signal_id else signal for signal in signals]
    return decide_verdict(changed, bar, doubt).decision


def _try(
    signals: Sequence[SignalRating],
    bar: float,
    doubt: Doubt,
    steps: Mapping[int, int],
    up: bool,
    now: Decision,
    wanted: Decision,
) -> Flip | None:
    changed = list(signals)
    moves = []
    for i, step in steps.items():
        before = signals[i].rating or 0
        after = before + step if up else before - step
        if not 1 <= after <= 4:
            return None
        changed[i] = replace(signals[i], rating=after)
        moves.append(Move(signals[i].id, signals[i].name, before, after))
    then = decide_verdict(changed, bar, doubt).decision
    if then is now or then not in LADDER:
        return None
    better = LADDER.index(then) - LADDER.index(wanted)
    return Flip(tuple(moves), then) if (better >= 0 if up else better <= 0) else None
