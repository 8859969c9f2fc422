"""Time and words: who talks how much, when a round ends, and that the candidate gets the floor."""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.terms import EndedBy, MessageKind, Move
from evals.scorers.behaviour.case import Case, short
from evals.task import Finding

LONGEST_TURN = 55
"""Words of the interviewer's own in a turn; the rule says 45."""
LARGEST_SHARE = 0.5
"""Of all own words in a round with a candidate who talks."""
EARLY = 0.45
"""A round that closes by itself has used at least this share of its time or of its answers."""


def talk_share(case: Case) -> Iterator[Finding]:
    """The interviewer says less than the candidate, and little at a time; words given to him do not count."""
    own_total = 0
    for index, turn in case.spoken():
        own = case.own_words(turn)
        count = len(own.split())
        own_total += count if index else 0
        if index and count > LONGEST_TURN:
            yield case.finding("talk_share", index, f"{count} words: {short(own)}")
    said = sum(len(moment.line.text.split()) for moment in case.held.moments)
    if said >= 150 and own_total > LARGEST_SHARE * (said + own_total):
        yield case.finding("talk_share", None, f"{own_total} words of his own, the candidate {said}")


def clock_kept(case: Case) -> Iterator[Finding]:
    """A round ends within its time, and the candidate gets the floor before."""
    moments = case.held.moments
    if not moments or case.held.scorecard.ended_by in (EndedBy.CANDIDATE, EndedBy.PROVIDER):
        return
    if len(moments) > 1 and moments[-1].seconds_left <= 0 and moments[-2].seconds_left <= 0:
        yield case.finding("clock_kept", moments[-1].turn, "goes on after the time is up")
    if not any(moment.closing for moment in moments):
        yield case.finding("clock_kept", None, "the candidate never had the floor")
    closing = [moment.turn for moment in moments if moment.closing]
    for index, turn in case.spoken():
        if closing and index > closing[0] and turn.move not in (Move.CLOSE, Move.CLARIFY):
            yield case.finding("clock_kept", index, f"asks on after the candidate had the floor: {short(turn.text)}")
            break


def no_early_close(case: Case) -> Iterator[Finding]:
    """A round does not end while there is time, and a candidate who answers."""
    last = next((m for m in reversed(case.held.moments) if not m.closing), None)
    if last is None or case.held.scorecard.ended_by is not EndedBy.ANSWERED:
        return
    answering = last.line.kind in (MessageKind.ANSWER, MessageKind.CLARIFY) and len(last.line.text.split()) > 8
    time_used = 1 - last.seconds_left / (60 * case.held.minutes)
    answers_used = 1 - (last.answers_left - 1) / max(1, case.held.answers)
    if answering and max(time_used, answers_used) < EARLY:
        used = f"{100 * time_used:.0f}% of the time and {100 * answers_used:.0f}% of the answers"
        yield case.finding("no_early_close", last.turn + 1, f"closes after {used}")
