"""What makes a round less certain than its ratings: questions that were gone around, figures that can't both hold."""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt

from agent.domain.terms import Flag, MessageKind, Move, Role
from agent.domain.transcript import Transcript
from agent.grading.exchanges import asks_whether_to_end
from agent.listening.rules import certain
from agent.listening.said_before import says_again

CONTRADICTED_SD = 0.5
"""Spread that statements which can't both hold add to a round's mean rating: nobody knows which of them was rated."""
EVADED_SD = 0.25
"""Spread that each question adds which the interviewer had to put again."""
CONTRADICTED, EVADED = 0.7, 0.1
"""What a contradiction and a question gone around take from a round's level, in ratings. Set by hand: the graded rounds
that the offline grader learned from hold none. With one contradiction the fullest round is no strong hire at L4; two
show what more would show."""


def evaded(transcript: Transcript) -> tuple[int, ...]:
    """The candidate's turns after which the interviewer put his question again, since they had gone around it.

    Only a round whose turns carry moves can tell. What says an earlier answer again goes around nothing: it counts for
    no more than it did, and not against him.
    """
    turns = transcript.turns
    said = transcript.candidate_turns()
    return tuple(
        index
        for index, turn in said
        if index + 1 < len(turns)
        and turns[index + 1].role is Role.INTERVIEWER
        and turns[index + 1].move is Move.REDIRECT
        and not asks_whether_to_end(turns[index + 1])
        and certain(turn.text, "") is not MessageKind.HINT
        and not says_again(turn.text, [before.text for place, before in said if place < index])
    )


def doubt_in(transcript: Transcript, flags: Collection[Flag]) -> float:
    """What a round adds to the spread of its mean rating, in ratings."""
    contradicted = CONTRADICTED_SD if Flag.CONTRADICTION in flags else 0.0
    return sqrt(contradicted**2 + len(evaded(transcript)) * EVADED_SD**2)


def lowered_by(evasions: int, contradictions: int) -> float:
    """What a round's level loses, in ratings: full answers beside them must not make up for all of it."""
    return CONTRADICTED * min(2, contradictions) + EVADED * evasions
