"""What may come next: pure functions of the state and the round's budgets. Tested by tables of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from agent.domain.terms import EndedBy, MessageKind, Move
from agent.graph.state import InterviewState

MAX_STALLS = 4
"""Messages without content in a row after which asking on is no kindness, to somebody who says nothing."""
MAX_EVASIONS = 8
"""... and to somebody who talks around what is asked: four subjects, each put twice."""
MAX_DEPTH = 2
"""Follow-ups in a row on one signal before the subject changes."""
HANDOVER_SHARE = 0.1
"""Share of the round's time kept for the candidate's own questions."""
HANDOVER_SECONDS = 180.0
"""... but never more than this."""
TWIST_AFTER = 0.5
"""The constraint changes when at least this share of the round is used."""
MESSAGES_PER_ANSWER = 3
"""Messages of any kind allowed for each answer that a round is made for."""
OWN_QUESTIONS = 2
"""How often the candidate may put questions of his own before the last word."""
MIN_QUESTION_ANSWERS = 4
"""A further question is put only where this many answers are left for it."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a round may use: seconds and messages of the candidate, and what there is left to ask."""

    seconds: float
    turns: int
    more_questions: bool
    has_conflict: bool
    question_seconds: float
    signals: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """The router's word: the moves allowed, best first, and what the state becomes whatever is said."""

    moves: tuple[Move, ...]
    ended_by: EndedBy | None = None
    confirming: bool = False
    stop: bool = False


def rule(state: InterviewState, budget: Budget) -> Ruling:
    """Say what the interviewer may do about the newest message."""
    message = state["message"]
    if state["phase"] == "handover":
        asks_more = message == MessageKind.CLARIFY and state["own_questions"] < OWN_QUESTIONS
        move = Move.CLARIFY if asks_more else Move.CLOSE
        return Ruling((move,), ended_by=EndedBy(state["ended_by"] or EndedBy.ANSWERED))
    if message == MessageKind.STOP:
        if state["confirming"]:
            return Ruling((Move.CLOSE,), ended_by=EndedBy.CANDIDATE, stop=not state.get("round_only", False))
        return Ruling((Move.REDIRECT,), confirming=True)
    if out_of_time(state, budget):
        return Ruling((Move.CLOSE,), ended_by=EndedBy.TIME)
    if out_of_turns(state, budget):
        return Ruling((Move.CLOSE,), ended_by=EndedBy.ANSWERED)
    if message == MessageKind.CORRECTION and state.get("amends", False):
        return Ruling((Move.CLARIFY,))  # what was asked meanwhile is still open
    if message in _WISHES:
        return Ruling(_WISHES[MessageKind(message)])
    if message == MessageKind.HINT:
        return Ruling((Move.HINT,) if state["hints"] < 3 else (Move.REDIRECT,))
    if message == MessageKind.SKIP:
        return _after_skip(state, budget)
    if message in STALLS:
        return _after_stall(state, budget)
    if message == MessageKind.STUCK:
        return _after_stuck(state, budget)
    return _after_answer(state, budget)


STALLS = (MessageKind.DODGE, MessageKind.NOTHING, MessageKind.OFF_TOPIC, MessageKind.SAID_BEFORE)
"""Messages that bring nothing: what is open is put once more, then left."""

_WISHES = {
    MessageKind.CLARIFY: (Move.CLARIFY,),
    MessageKind.REPEAT: (Move.CLARIFY,),
    MessageKind.MINUTE: (Move.CLARIFY,),
}


def out_of_time(state: InterviewState, budget: Budget) -> bool:
    """Whether the time for the candidate's own questions has come."""
    return state["elapsed"] >= budget.seconds - min(budget.seconds * HANDOVER_SHARE, HANDOVER_SECONDS)


def out_of_turns(state: InterviewState, budget: Budget) -> bool:
    """Whether the interviewer has heard as many answers as the round is made for.

    Clarifying questions and wishes are no answers; that they are endless is only kept from being so.
    """
    return state["answers"] >= budget.turns or state["messages"] >= MESSAGES_PER_ANSWER * budget.turns


def _after_skip(state: InterviewState, budget: Budget) -> Ruling:
    if state["open_probe"]:
        return _fresh_subject(state, budget)
    if budget.more_questions:
        return Ruling((Move.QUESTION, Move.PROBE))
    if state["content"] == 0 and state["skips"] > 0:
        return Ruling((Move.CLOSE,), ended_by=EndedBy.SKIPPED)
    return Ruling((Move.PROBE, Move.CLOSE), ended_by=EndedBy.SKIPPED)


def _after_stall(state: InterviewState, budget: Budget) -> Ruling:
    if state["stalls"] >= (MAX_STALLS if state["message"] == MessageKind.NOTHING else MAX_EVASIONS):
        return Ruling((Move.CLOSE,), ended_by=EndedBy.ANSWERED)
    if not state["pressed"]:
        return Ruling((Move.REDIRECT,))
    return _fresh_subject(state, budget)


def _after_stuck(state: InterviewState, budget: Budget) -> Ruling:
    if not state["open_probe"] and state["hints"] < 3:
        return Ruling((Move.HINT,))
    if not state["pressed"]:
        return Ruling((Move.REDIRECT, Move.PROBE))
    return _fresh_subject(state, budget)


def _fresh_subject(state: InterviewState, budget: Budget) -> Ruling:
    """Leave the open thread: another probe, another question, or the end."""
    moves = (Move.PROBE, Move.QUESTION, Move.CLOSE) if budget.more_questions else (Move.PROBE, Move.CLOSE)
    return Ruling(moves, ended_by=EndedBy.ANSWERED)


def _after_answer(state: InterviewState, budget: Budget) -> Ruling:
    moves: list[Move] = []
    if budget.has_conflict:
        moves.append(Move.CHALLENGE)
    used = max(state["elapsed"] / budget.seconds, state["answers"] / budget.turns)
    if _question_is_used_up(state, budget):
        moves.append(Move.QUESTION)
    if used >= TWIST_AFTER and not state["twisted"] and state["content"] >= 3:
        moves.append(Move.TWIST)
    moves += [Move.DEEPEN, Move.PROBE] if state["depth"] < MAX_DEPTH else [Move.PROBE]
    if budget.more_questions and Move.QUESTION not in moves:
        moves.append(Move.QUESTION)
    moves.append(Move.CLOSE)
    if not state["pressed"]:
        moves.append(Move.REDIRECT)  # last: for whoever hears that what was read as an answer went around the question
    return Ruling(tuple(moves), ended_by=EndedBy.ANSWERED)


def _question_is_used_up(state: InterviewState, budget: Budget) -> bool:
    """A further question comes when this one had its minutes and enough is left for another."""
    enough_left = budget.turns - state["answers"] >= MIN_QUESTION_ANSWERS
    return (
        budget.more_questions
        and enough_left
        and state["question_elapsed"] >= budget.question_seconds
        and len(state["signals"]) * 2 >= budget.signals
    )


def presses_first(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves for an answer with something plainly wrong in it: that is gone into before the subject changes."""
    goes_in = tuple(move for move in moves if move in (Move.CHALLENGE, Move.DEEPEN, Move.PROBE))
    return (*goes_in, *(move for move in moves if move not in goes_in))


def after_decide(state: InterviewState) -> list[Literal["reply", "assess", "grade", "__end__"]]:
    """Answer and assess side by side; nothing is said after the candidate ended the session."""
    if state["phase"] == "not_held":
        return ["__end__"]
    if state["phase"] == "over":
        return ["grade"]
    return ["reply", "assess"]


def after_settle(state: InterviewState) -> Literal["await_answer", "grade"]:
    """Wait for the candidate, or grade a round that is over."""
    return "grade" if state["phase"] == "over" else "await_answer"


def after_round(state: InterviewState, rounds: int) -> Literal["enter_round", "committee"]:
    """The next round, or the end."""
    if state["stop"] or state["position"] + 1 >= rounds:
        return "committee"
    return "enter_round"
