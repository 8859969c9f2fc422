"""Which of several ways to say a thing is said now, so that a round hears none twice."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.interview import RoundView
from agent.domain.transcript import Turn


def fresh(variants: Sequence[str], turns: Sequence[Turn], seed: int) -> str:
    """The variant that this round has not heard yet, chosen by the seed; the least recent one where all were said.

    A variant counts as heard where its longest literal part stands in an interviewer's turn.
    """
    said, order = spoken(turns), _from(variants, seed)
    heard = {v: max((i for i, text in enumerate(said) if literal(v) in text), default=-1) for v in order}
    return min(order, key=heard.__getitem__)


def fresh_in(variants: Sequence[str], view: RoundView) -> str:
    """`fresh` in the round that `view` shows."""
    return fresh(variants, view.transcript.turns, view.seed)


def unheard(variants: Sequence[str], turns: Sequence[Turn], seed: int) -> str | None:
    """The variant that this round has not heard yet, chosen by the seed; None where all were said."""
    said = spoken(turns)
    return next((v for v in _from(variants, seed) if not any(literal(v) in text for text in said)), None)


def spoken(turns: Sequence[Turn]) -> list[str]:
    """All that the interviewer said, in order."""
    return [turn.text for turn in turns if turn.role == "interviewer"]


def _from(variants: Sequence[str], seed: int) -> list[str]:
    """All variants in their order, beginning at the place that the seed gives."""
    return [variants[(seed + i) % len(variants)] for i in range(len(variants))]


def literal(variant: str) -> str:
    """The longest part of a variant outside its placeholders."""
    parts = variant.replace("}", "{").split("{")[::2]
    return max(parts, key=len)
