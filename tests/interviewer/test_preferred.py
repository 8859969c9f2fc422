"""Which of the follow-ups that fit any question is put where nothing of the case's own fits."""

from __future__ import annotations

from dataclasses import replace

from tram_round import QUESTION, candidate, view

from agent.domain.interview import Allowed
from agent.domain.terms import Move
from agent.interviewer.moves import BY_MOVE

SAID = candidate("I would look at the headway first.")
GENERAL = tuple(
    replace(QUESTION.probes[0], id=f"any.{name}", fits_any=True) for name in ("one", "two", "three", "four")
)


def asked(*preferred: str, before: tuple[str, ...] = ()) -> str | None:
    seen = view(SAID, general_probes=GENERAL, asked=before)
    reply = BY_MOVE[Move.PROBE](seen, Allowed((Move.PROBE,), (), preferred))
    return reply.probe_id if reply is not None else None


def test_one_of_the_two_that_readers_would_ask_most_gladly_is_put() -> None:
    assert {asked("any.three", "any.four", "any.one")} <= {"any.three", "any.four"}
    assert asked("any.two") == "any.two"


def test_what_was_asked_already_makes_room_for_the_next() -> None:
    assert asked("any.three", "any.four", before=("any.three",)) == "any.four"


def test_where_nobody_knows_any_may_be_put() -> None:
    ids = {probe.id for probe in GENERAL}
    assert asked() in ids
    assert asked("gone.since") in ids
