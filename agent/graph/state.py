"""The state of an interview: narrow, plain data. What was said is in the journal, not here."""

from __future__ import annotations

from typing import TypedDict

UNNAMED = "unnamed"
"""In place of the id of a follow-up that a model made up: what is open is a follow-up and not the round's question."""


class InterviewState(TypedDict, total=False):
    """What the routers and nodes pass on.

    Text that grows stays in the journal, so that a checkpoint has the same size at turn 100 as at turn 10. All
    fields are replaced, none accumulates; `reply` and `assess`, which run side by side, write different fields.
    """

    position: int
    """Index of the round in the plan."""
    round_id: str
    """The round's id in the plan."""
    question_id: str
    """The question that is being asked."""
    question_number: int
    """How many questions this round has asked."""
    turn: int
    """Number (`seq`) of the newest input that was taken from the journal; 0 before the first."""
    message: str
    """What that input is (a MessageKind), or 'end'."""
    open_probe: str
    """Id of the follow-up the candidate has to answer (UNNAMED: it has none), '' where it is the round's question."""
    open_seq: int
    """Number of the interviewer's turn that holds the open question."""
    open_signal: str
    """The signal that the open follow-up can raise, '' for the round's question."""
    moves: list[str]
    """What the router allows the interviewer to do now, best first."""
    pressed: bool
    """The open question has been put a second time."""
    confirming: bool
    """The interviewer asked whether the interview, or this round, should end here."""
    round_only: bool
    """What was asked to end is this round: the next one is held. Missing in sessions begun before there was this."""
    amends: bool
    """The newest message corrects an earlier answer, no more. Missing in sessions begun before there was this."""
    hints: int
    """Hints given on this question, 0 to 3."""
    depth: int
    """Follow-ups asked in a row on one signal."""
    stalls: int
    """Messages in a row that brought nothing."""
    skips: int
    """Questions the candidate asked to leave."""
    twisted: bool
    """The constraint of this question has been changed."""
    messages: int
    """Messages of this round so far."""
    answers: int
    """Those of them that answered, or should have: no clarifying questions and no wishes."""
    own_questions: int
    """Messages of the candidate's own questions at the end, so far."""
    content: int
    """Messages of this round that had content."""
    elapsed: float
    """Seconds of this round used so far."""
    question_elapsed: float
    """Seconds used on this question."""
    signals: dict[str, int]
    """How often each signal of the rubric has been seen in this round."""
    phase: str
    """'talk', 'handover' (the candidate's own questions), 'over', or 'not_held' (ended before he said a word)."""
    ended_by: str
    """Why the round ended (an EndedBy), '' while it runs."""
    stop: bool
    """The candidate ended the session: no further round is held."""
    done: bool
    """The session has reached its end. `next == ()` does not say so: it is empty too after a kill between a task's
    writes and its checkpoint."""


def new_round(position: int, round_id: str) -> InterviewState:
    """The state in which a round starts."""
    return InterviewState(
        position=position, round_id=round_id, question_id="", question_number=0, message="", open_probe="", open_seq=0,
        open_signal="", moves=[], pressed=False, confirming=False, round_only=False, amends=False, hints=0, depth=0,
        stalls=0, skips=0, twisted=False, messages=0, answers=0, own_questions=0, content=0, elapsed=0.0,
        question_elapsed=0.0, signals={}, phase="talk", ended_by="",
    )  # fmt: skip
