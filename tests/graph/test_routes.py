"""The router, by a table: situation in, moves out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.domain.terms import EndedBy, MessageKind, Move, Role
from agent.domain.transcript import Turn
from agent.graph.nodes.reply import after
from agent.graph.routes import (
    MAX_EVASIONS,
    MAX_STALLS,
    Budget,
    after_decide,
    after_round,
    after_settle,
    out_of_time,
    out_of_turns,
    rule,
)
from agent.graph.state import InterviewState, new_round


def state(**changes: Any) -> InterviewState:
    base = {
        **new_round(0, "ml_depth"),
        "answers": 3,
        "content": 3,
        "elapsed": 300.0,
        "message": "answer",
        "stop": False,
    }
    return InterviewState(**{**base, **changes})


def budget(**changes: Any) -> Budget:
    base = Budget(2700.0, 12, more_questions=False, has_conflict=False, question_seconds=1200.0, signals=5)
    return replace(base, **changes)


LAST = (Move.CLOSE, Move.REDIRECT)
"""What may come of an answer at last: the end, or the question once more where it was gone around."""

CASES = [
    # situation, budget, moves, ended_by
    ("an answer goes deeper, then wider", {}, {}, (Move.DEEPEN, Move.PROBE, *LAST)),
    ("... and no question is put a third time", {"pressed": True}, {}, (Move.DEEPEN, Move.PROBE, Move.CLOSE)),
    ("two follow-ups on a signal are enough", {"depth": 2}, {}, (Move.PROBE, *LAST)),
    ("a contradiction comes first", {}, {"has_conflict": True}, (Move.CHALLENGE, Move.DEEPEN, Move.PROBE, *LAST)),
    ("half-way the constraint changes", {"answers": 6, "content": 5}, {},
     (Move.TWIST, Move.DEEPEN, Move.PROBE, *LAST)),
    ("... once", {"answers": 6, "content": 5, "twisted": True}, {}, (Move.DEEPEN, Move.PROBE, *LAST)),
    ("... and not on an empty conversation", {"answers": 6, "content": 1}, {}, (Move.DEEPEN, Move.PROBE, *LAST)),
    ("a correction is heard like an answer", {"message": "correction"}, {}, (Move.DEEPEN, Move.PROBE, *LAST)),
    ("... and leaves open what was asked meanwhile where it does no more", {"message": "correction", "amends": True}, {},
     (Move.CLARIFY,)),
    ("a clarifying question is answered", {"message": "clarify"}, {}, (Move.CLARIFY,)),
    ("so is the wish to hear it again", {"message": "repeat"}, {}, (Move.CLARIFY,)),
    ("a minute is given", {"message": "minute"}, {}, (Move.CLARIFY,)),
    ("a hint is given when asked", {"message": "hint"}, {}, (Move.HINT,)),
    ("... three times", {"message": "hint", "hints": 3}, {}, (Move.REDIRECT,)),
    ("a dodge is pressed", {"message": "dodge", "stalls": 1}, {}, (Move.REDIRECT,)),
    ("... once", {"message": "dodge", "stalls": 2, "pressed": True}, {}, (Move.PROBE, Move.CLOSE)),
    ("talk is not cut off where silence is", {"message": "dodge", "stalls": MAX_STALLS}, {}, (Move.REDIRECT,)),
    ("nothing is pressed", {"message": "nothing", "stalls": 1}, {}, (Move.REDIRECT,)),
    ("what was said before is pressed", {"message": "said_before", "stalls": 1}, {}, (Move.REDIRECT,)),
    ("... once, too", {"message": "said_before", "stalls": 2, "pressed": True}, {}, (Move.PROBE, Move.CLOSE)),
    ("off topic is brought back", {"message": "off_topic", "stalls": 1}, {}, (Move.REDIRECT,)),
    ("stuck at the question gets a hint", {"message": "stuck"}, {}, (Move.HINT,)),
    ("stuck at a follow-up gets it smaller", {"message": "stuck", "open_probe": "p"}, {}, (Move.REDIRECT, Move.PROBE)),
    ("... once", {"message": "stuck", "open_probe": "p", "pressed": True}, {}, (Move.PROBE, Move.CLOSE)),
    ("a skipped follow-up leads elsewhere", {"message": "skip", "open_probe": "p"}, {}, (Move.PROBE, Move.CLOSE)),
    ("a skipped question to the next", {"message": "skip"}, {"more_questions": True}, (Move.QUESTION, Move.PROBE)),
    ("stop is confirmed", {"message": "stop"}, {}, (Move.REDIRECT,)),
    ("a used-up question makes room for the next", {"question_elapsed": 1300.0, "signals": {"a": 1, "b": 1, "c": 2}},
     {"more_questions": True}, (Move.QUESTION, Move.DEEPEN, Move.PROBE, *LAST)),
    ("... not for its last minutes", {"question_elapsed": 1300.0, "signals": {"a": 1, "b": 1, "c": 2}, "answers": 9,
     "twisted": True}, {"more_questions": True}, (Move.DEEPEN, Move.PROBE, Move.QUESTION, *LAST)),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "means", "moves"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_moves(changes: dict[str, Any], means: dict[str, Any], moves: tuple[Move, ...]) -> None:
    assert rule(state(**changes), budget(**means)).moves == moves


def test_what_is_put_again_after_an_answer_stays_open_and_is_not_put_a_third_time() -> None:
    answered = state(open_probe="p", open_seq=4)
    again = Turn(Role.INTERVIEWER, "Shorter: who calls?", move=Move.REDIRECT, seq=8)
    context: Any = None  # of no use for this move
    then = {**answered, **after(answered, again, context)}
    assert (then["open_probe"], then["open_seq"]) == ("p", 4)
    assert Move.REDIRECT not in rule(state(**then), budget()).moves


ENDS = [
    ("time", {"elapsed": 2600.0}, EndedBy.TIME),
    ("turns", {"answers": 12}, EndedBy.ANSWERED),
    ("endless wishes", {"messages": 36, "message": "minute"}, EndedBy.ANSWERED),
    ("silence", {"message": "nothing", "stalls": MAX_STALLS}, EndedBy.ANSWERED),
    ("talk around everything", {"message": "dodge", "stalls": MAX_EVASIONS}, EndedBy.ANSWERED),
    ("a confirmed stop", {"message": "stop", "confirming": True}, EndedBy.CANDIDATE),
    ("a question refused", {"message": "skip", "content": 0, "skips": 1}, EndedBy.SKIPPED),
    ("his own questions asked", {"phase": "handover", "ended_by": "time"}, EndedBy.TIME),
]


@pytest.mark.parametrize(("changes", "ended_by"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_every_end_has_its_reason(changes: dict[str, Any], ended_by: EndedBy) -> None:
    ruling = rule(state(**changes), budget())
    assert ruling.moves == (Move.CLOSE,)
    assert ruling.ended_by is ended_by


def test_only_a_confirmed_stop_ends_the_session() -> None:
    assert not rule(state(message="stop"), budget()).stop
    assert rule(state(message="stop", confirming=True), budget()).stop
    this_round = rule(state(message="stop", confirming=True, round_only=True), budget())
    assert this_round.ended_by is EndedBy.CANDIDATE
    assert not this_round.stop


@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_message_is_ruled_on_in_every_phase(kind: MessageKind) -> None:
    for phase in ("talk", "handover"):
        for pressed in (False, True):
            for open_probe in ("", "p"):
                for hints in (0, 3):
                    ruling = rule(
                        state(message=kind.value, phase=phase, pressed=pressed, open_probe=open_probe, hints=hints),
                        budget(),
                    )
                    assert ruling.moves, (kind, phase)
                    if Move.CLOSE in ruling.moves:
                        assert ruling.ended_by is not None


def test_time_is_kept_for_the_candidates_own_questions() -> None:
    assert not out_of_time(state(elapsed=2519.0), budget())
    assert out_of_time(state(elapsed=2521.0), budget())


def test_clarifying_questions_use_up_no_answer() -> None:
    assert not out_of_turns(state(answers=11, messages=35), budget())
    assert out_of_turns(state(answers=12, messages=12), budget())


def test_the_candidate_may_ask_twice_before_the_last_word() -> None:
    asking = {"phase": "handover", "ended_by": "answered", "message": "clarify"}
    assert rule(state(**asking, own_questions=1), budget()).moves == (Move.CLARIFY,)
    assert rule(state(**asking, own_questions=2), budget()).moves == (Move.CLOSE,)
    assert rule(state(**{**asking, "message": "answer"}, own_questions=1), budget()).moves == (Move.CLOSE,)


def test_what_follows_a_round() -> None:
    assert after_round(state(position=0), 2) == "enter_round"
    assert after_round(state(position=1), 2) == "committee"
    assert after_round(state(position=0, stop=True), 2) == "committee"


def test_a_round_that_is_over_is_graded_and_says_nothing_more() -> None:
    assert after_decide(state(phase="over")) == ["grade"]
    assert after_decide(state(phase="not_held")) == ["__end__"]
    assert after_decide(state()) == ["reply", "assess"]
    assert after_settle(state(phase="over")) == "grade"
    assert after_settle(state(phase="handover")) == "await_answer"
