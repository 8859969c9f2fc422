"""What an answer is worth: by itself, and where it stands in its round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.claims import Conflict
from agent.grading.answer_model import Worth
from agent.grading.answers import Measured
from agent.grading.traits import Traits

LEARNED = 0.8
"""Share of the trained model in what an answer is worth; the rest is the plain table's, which knows the middle better:
the graded answers that the model learned from are mostly very good or worth nothing."""
CONTRADICTING = 2.0
"""What an answer is worth at most whose figure can't hold beside an earlier one."""
BESIDE = 2.0
"""What one is worth at most that spoke to something else than was asked, or of another case, however well, or that
stands by what is plainly wrong."""


def weighed(seen: Traits, learned: float, plain: float, least: float) -> Worth:
    """What an answer is worth by the trained model and the plain table together; below `least` it is none."""
    value = LEARNED * learned + (1 - LEARNED) * plain
    blank = value < least
    return Worth(1.0 if blank else value, blank, seen.number("wrong_sums"), seen.number("asks_back"))


def worth_in_round(
    worth: Worth,
    measured: Measured,
    nothing: frozenset[int],
    low: frozenset[int],
    conflicts: Sequence[Conflict],
) -> Worth:
    """The worth of an answer in its round: one that had to be asked for again, or never came, is none (`nothing`); one
    that contradicts, speaks of something else or says what is plainly wrong is low (`low`)."""
    turns = {part.turn for part in measured.exchange.parts}
    if turns & nothing:
        return replace(worth, value=1.0, blank=True)
    if turns & low:
        return replace(worth, value=min(worth.value, BESIDE))
    if any(conflict.later.seq in turns for conflict in conflicts):
        return replace(worth, value=min(worth.value, CONTRADICTING))
    return worth
