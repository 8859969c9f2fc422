"""What a reader of a scorecard should know beside the ratings. A flag moves no rating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent.domain.claims import Claim, Conflict
from agent.domain.terms import Flag
from agent.domain.transcript import Transcript
from agent.grading import lexicon
from agent.grading.answers import Measured
from agent.grading.emptiness import is_astray
from agent.grading.exchanges import corrections
from agent.grading.features import asks_of_self, count_all

_ORDER = (
    Flag.INJECTION_ATTEMPT,
    Flag.OWNERSHIP_UNCLEAR,
    Flag.CONTRADICTION,
    Flag.OFF_TOPIC,
    Flag.NO_CONTENT,
    Flag.HINTS_USED,
)


class Ledger(Protocol):
    """Finds figures that can't both hold: see `agent.listening.ledger.ClaimLedger`."""

    def extract(self, text: str, *, round_id: str, seq: int) -> list[Claim]:
        """The claims in a message."""
        ...

    def conflicts(self, claims: Sequence[Claim], seq: int) -> list[Conflict]:
        """Figures of message `seq` that contradict an earlier one."""
        ...


def find_flags(
    answers: Sequence[Measured], blank: Sequence[bool], transcript: Transcript, conflicts: Sequence[Conflict]
) -> tuple[Flag, ...]:
    """The flags of a round (or of one answer), in a fixed order; `blank` says which answers showed nothing."""
    found: set[Flag] = set()
    for measured in answers:
        found |= measured.exchange.flags
    nothing = [is_astray(measured) for measured, empty in zip(answers, blank, strict=True) if empty]
    astray = sum(nothing)
    if astray and 2 * astray >= len(answers):
        found.add(Flag.OFF_TOPIC)
    if len(nothing) > astray and 2 * (len(nothing) - astray) >= len(answers):
        found.add(Flag.NO_CONTENT)
    if _ownership_unclear(answers):
        found.add(Flag.OWNERSHIP_UNCLEAR)
    if conflicts:
        found.add(Flag.CONTRADICTION)
    if any(turn.hint_rung for turn in transcript.turns):
        found.add(Flag.HINTS_USED)
    return tuple(flag for flag in _ORDER if flag in found)


def contradictions(ledger: Ledger, transcript: Transcript) -> list[Conflict]:
    """Figures in two of the candidate's turns that can't both hold; a claim's `seq` is the index of its turn.

    One that he took back himself is none of them.
    """
    turns = transcript.candidate_turns()
    claims = [claim for i, turn in turns for claim in ledger.extract(turn.text, round_id=transcript.round_id, seq=i)]
    withdrawn = [one for change in corrections(transcript) for one in change.withdrawn]
    claims = [c for c in claims if not any(c.seq == one.turn and c.quote in one.text for one in withdrawn)]
    return [conflict for i, _ in turns for conflict in ledger.conflicts(claims, i)]


def _ownership_unclear(answers: Sequence[Measured]) -> bool:
    """Asked about himself at least twice, and in the later of these answers still "we" and hardly an act of his own.

    The first answer may speak for a team; it is what comes after a question about "you" that tells. Where "I" is said
    more often than "we", nothing is unclear.
    """
    about_self = [measured for measured in answers if asks_of_self(measured.exchange.ask)]
    if len(about_self) < 2:
        return False
    said = " ".join(measured.exchange.text for measured in about_self)
    pressed = " ".join(measured.exchange.text for measured in about_self[1:])
    acts = count_all(lexicon.OWN_ACT, pressed)
    ours = count_all(lexicon.WE, said)
    mostly_ours = ours >= 4 and ours >= count_all(lexicon.SELF, said)
    return mostly_ours and count_all(lexicon.WE, pressed) >= 2 and acts < len(about_self)
