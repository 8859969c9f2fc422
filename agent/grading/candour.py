"""Honesty about oneself as evidence: a figure taken back is credited once, and as honesty, whatever it is about."""

from __future__ import annotations

from agent.domain.transcript import Transcript
from agent.grading.exchanges import corrections
from agent.grading.shapes import quoted, tidy

HONESTY = frozenset(
    ("honesty_about_failure", "commitment_and_candour", "straightness", "honest_edge", "calibration_and_updating")
)
"""The signals that ask for honesty, in whatever round."""


def put_right(transcript: Transcript) -> frozenset[tuple[int, int]]:
    """The sentences that take something back, each by its turn and its place in it."""
    return frozenset((change.correction.turn, change.correction.start) for change in corrections(transcript))


def owned_up(transcript: Transcript) -> list[str]:
    """The first correction of the candidate's own, with what it puts right: a strength that no rating holds."""
    for change in corrections(transcript)[:1]:
        turn, wrong = change.correction.turn, change.withdrawn[0].turn
        where = f"turn {wrong}" if wrong != turn else "the same answer"
        return [
            tidy(f"What {where} said is put right by the candidate: {quoted(change.correction.text)} (turn {turn}).")
        ]
    return []
