"""Whether an answer says nothing on what was asked; such an answer rates 1 on it, however well it is put."""

from __future__ import annotations

from math import inf

from agent.domain.code import has_code
from agent.grading.answers import Measured
from agent.grading.coefficients import Table
from agent.grading.spans import words
from agent.listening.rules import says_too_little

ASTRAY = -0.05
"""Nearness to small talk less nearness to the interview, in cosines, above which an answer is off the topic."""
ASTRAY_WORDS = 3
"""A shorter answer is too short to have a topic."""
PARROTED = 0.48
"""Cosine of an answer to its ask from which it may be the question in other words."""
PARROTED_STEP = 0.08
"""What one figure, act, failure or bound of its own makes up for, in cosines."""
IGNORANCE_WORDS = 6
"""A longer answer that says what isn't known says something beside it."""
FAR_BELOW = 4.0
"""Small talk, the question again and bare ignorance are rated 1 unless the model finds them worth this: a good first
answer is about what the question is about, too."""
DOUBTFUL = 2.2
"""Generalities are rated 1 unless the model finds them worth this."""


def is_empty(measured: Measured, substance: Table) -> bool:
    """Whether an answer seems to show nothing: no words that count, generalities, small talk, the question again."""
    return needed(measured, substance) > -inf


def needed(measured: Measured, substance: Table) -> float:
    """What the model must find an answer worth for it to count as one, infinite where there is nothing to rate.

    Code is something, whatever is said beside it; whether it is right is not read off here. Beside words to the grader
    a fence may hold just more of them.
    """
    if not measured.sentences:
        return inf
    if any(has_code(part.text) and not part.screened.injection for part in measured.exchange.parts):
        return -inf
    if says_too_little(measured.exchange.text, measured.exchange.heard or measured.exchange.ask):
        return inf
    if is_astray(measured) or is_parroted(measured) or is_ignorance(measured):
        return FAR_BELOW
    return DOUBTFUL if substance.value(measured.features) < 0 else -inf


def is_astray(measured: Measured) -> bool:
    """Whether an answer is about something else than the interview."""
    return measured.features.astray > ASTRAY and len(words(measured.exchange.text)) >= ASTRAY_WORDS


def is_ignorance(measured: Measured) -> bool:
    """Whether an answer only says that the candidate doesn't know."""
    few = len(words(measured.exchange.text)) <= IGNORANCE_WORDS
    return few and measured.features.unknown > 0 and not measured.features.own


def is_parroted(measured: Measured) -> bool:
    """Whether an answer is the question in other words."""
    return measured.features.echo > PARROTED + PARROTED_STEP * measured.features.own
