"""Honesty about oneself as evidence: what is confessed or taken back counts as honesty, whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.domain.knowledge import Rubric
from agent.domain.transcript import Transcript
from agent.grading.answers import Measured
from agent.grading.exchanges import corrections
from agent.grading.shapes import quoted, tidy

HONESTY = frozenset(
    ("honesty_about_failure", "commitment_and_candour", "straightness", "honest_edge", "calibration_and_updating")
)
"""The signals that ask for honesty, in whatever round."""


CONFESSES = re.compile(
    r"\b(?:my apology|i (?:have )?apologi[sz]ed?|i regret\w*|my (?:own )?(?:mistake|fault|error)|i (?:was|were) wrong"
    r"|i got (?:it|that|this) wrong|(?:right|wrong) and i was(?: not|n't)"
    r"|i never (?:told|took|asked|checked|counted|wrote|said|measured|wanted)"
    r"|i should(?: have|n't have|'ve)|i (?:failed|forgot|neglected) to"
    r"|i (?:had not|hadn't) (?:known|told|asked|checked)"
    r"|before i had (?:written|told|asked|checked|spoken)|too (?:long|late|early) because i|i still owe)\b",
    re.IGNORECASE,
)


def confessed(rubric: Rubric, measured: Measured) -> frozenset[int]:
    """The places of an answer's sentences that confess something; none in a round that has no signal for honesty."""
    if not any(signal.id in HONESTY for signal in rubric.signals):
        return frozenset()
    said = [span.text.replace("’", "'") for _, span in measured.sentences]
    return frozenset(at for at, text in enumerate(said) if CONFESSES.search(text))


def owned_to(rubric: Rubric, transcript: Transcript, answers: Sequence[Measured]) -> list[frozenset[int]]:
    """The places in each answer of what is confessed and of what takes something back."""
    honest = {(change.correction.turn, change.correction.start) for change in corrections(transcript)}
    return [
        confessed(rubric, one) | {at for at, (turn, span) in enumerate(one.sentences) if (turn, span.start) in honest}
        for one in answers
    ]


def owned_up(transcript: Transcript) -> list[str]:
    """The first correction of the candidate's own, with what it puts right: a strength that no rating holds."""
    for change in corrections(transcript)[:1]:
        turn, wrong = change.correction.turn, change.withdrawn[0].turn
        where = f"turn {wrong}" if wrong != turn else "the same answer"
        return [
            tidy(f"What {where} said is put right by the candidate: {quoted(change.correction.text)} (turn {turn}).")
        ]
    return []
