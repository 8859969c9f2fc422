"""Whether an answer says nothing on what was asked; such an answer rates 1 on it, however well it is put."""

from __future__ import annotations

from agent.domain.code import has_code
from agent.grading.answers import Measured
from agent.grading.coefficients import Table
from agent.grading.spans import words

ASTRAY = -0.05
"""Nearness to small talk less nearness to the interview, in cosines, above which an answer is off the topic."""
ASTRAY_WORDS = 3
"""A shorter answer is too short to have a topic."""
PARROTED = 0.48
"""Cosine of an answer to its ask from which it may be the question in other words."""
PARROTED_STEP = 0.05
"""What one figure, act, failure or bound of its own makes up for, in cosines."""


def is_empty(measured: Measured, substance: Table) -> bool:
    """Whether an answer showed nothing: no words, words to the grader, generalities, small talk, the question again.

    Code is something, whatever is said beside it; whether it is right is not read off here.
    """
    if measured.sentences and any(has_code(part.text) for part in measured.exchange.parts):
        return False
    return says_nothing(measured) or substance.value(measured.features) < 0


def says_nothing(measured: Measured) -> bool:
    """Whether there is nothing to rate beyond doubt: no words that count, small talk, the question again."""
    return not measured.sentences or is_astray(measured) or is_parroted(measured)


def is_astray(measured: Measured) -> bool:
    """Whether an answer is about something else than the interview."""
    return measured.features.astray > ASTRAY and len(words(measured.exchange.text)) >= ASTRAY_WORDS


def is_parroted(measured: Measured) -> bool:
    """Whether an answer is the question in other words."""
    return measured.features.echo > PARROTED + PARROTED_STEP * measured.features.own
