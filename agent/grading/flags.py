"""What a reader of a scorecard should know beside the ratings."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.terms import Flag
from agent.domain.transcript import Transcript
from agent.grading import lexicon
from agent.grading.answers import Measured
from agent.grading.emptiness import is_astray
from agent.grading.features import asks_of_self, count_all
from agent.grading.spans import words

_ORDER = (
    Flag.INJECTION_ATTEMPT,
    Flag.OWNERSHIP_UNCLEAR,
    Flag.CONTRADICTION,
    Flag.OFF_TOPIC,
    Flag.NO_CONTENT,
    Flag.HINTS_USED,
)


def find_flags(answers: Sequence[Measured], transcript: Transcript) -> tuple[Flag, ...]:
    """The flags of a round (or of one answer), in a fixed order."""
    found: set[Flag] = set()
    for measured in answers:
        found |= measured.exchange.flags
    if answers and all(len(words(measured.exchange.text)) < 4 for measured in answers):
        found.add(Flag.NO_CONTENT)
    if any(is_astray(measured) for measured in answers):
        found.add(Flag.OFF_TOPIC)
    if _ownership_unclear(answers):
        found.add(Flag.OWNERSHIP_UNCLEAR)
    if any(turn.hint_rung for turn in transcript.turns):
        found.add(Flag.HINTS_USED)
    return tuple(flag for flag in _ORDER if flag in found)


def _ownership_unclear(answers: Sequence[Measured]) -> bool:
    """Asked at least twice about himself, and "we" outweighs "I" in what he answered, with hardly an own act."""
    about_self = [measured for measured in answers if asks_of_self(measured.exchange.ask)]
    said = " ".join(measured.exchange.text for measured in about_self)
    shared, own = count_all(lexicon.WE, said), count_all(lexicon.SELF, said)
    return len(about_self) >= 2 and shared >= 4 and shared > own and count_all(lexicon.OWN_ACT, said) <= len(about_self)
