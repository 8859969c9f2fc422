"""What an answer of the round holds already is asked only where nothing else is left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tram_round import QUESTION, SPEC, asked, candidate, view

from agent.catalog.loader import Catalog
from agent.domain.interview import Allowed, FollowUp, RoundView
from agent.domain.knowledge import Probe
from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.held_already import HeldListener
from agent.interviewer.fresh_asks import choose, may_repeat
from agent.retrieval.embedder import embedder

FIRST, SECOND = QUESTION.probes
GENERAL = Probe("ml_depth.proof", 1, "judgment", "proof", ("x",), "How would you notice?", "And how?", "A sign.", True)
MOVES = (Move.DEEPEN, Move.PROBE, Move.QUESTION, Move.CLOSE)


def found(probe: Probe, score: float) -> FollowUp:
    return FollowUp(probe.id, "probe", probe.ask, probe.again, probe.about, score, QUESTION.id, probe.signal, 1)


def seen(**more: object) -> RoundView:
    return view(candidate("Ninety trams, so six minutes apart."), asked("And?"), candidate("One person."), **more)


def test_what_is_held_goes_behind_what_is_not() -> None:
    allowed = Allowed(MOVES, (found(FIRST, 0.95), found(SECOND, 0.7)))
    best, other = choose(seen(), allowed, ()), choose(seen(), allowed, {FIRST.id})
    assert best is not None and best.probe_id == FIRST.id
    assert other is not None and other.probe_id == SECOND.id
    general = choose(seen(general_probes=(GENERAL,)), Allowed(MOVES, (found(FIRST, 0.95),)), {FIRST.id})
    assert general is not None and general.probe_id in (GENERAL.id, SECOND.id)


@pytest.mark.parametrize(("score", "expected"), [(0.55, SECOND.id), (0.4, GENERAL.id)])
def test_what_the_case_itself_likely_has_to_ask_goes_before_what_fits_any_answer(score: float, expected: str) -> None:
    reply = choose(seen(general_probes=(GENERAL,)), Allowed((Move.PROBE,), (found(SECOND, score),)), {FIRST.id})
    assert reply is not None and reply.probe_id == expected


def test_it_is_asked_before_the_round_goes_on_to_another_question_or_its_end() -> None:
    everything = {FIRST.id, SECOND.id}
    reply = choose(seen(next_question=QUESTION), Allowed(MOVES, (found(FIRST, 0.95),)), everything)
    assert reply is not None and reply.probe_id == FIRST.id
    moved = choose(seen(asked=(FIRST.id, SECOND.id), next_question=QUESTION), Allowed(MOVES), everything)
    assert moved is not None and moved.move is Move.QUESTION


def test_a_first_answer_repeats_nothing() -> None:
    assert not may_repeat(view(candidate("Six minutes.")), Allowed(MOVES))
    assert may_repeat(seen(), Allowed(MOVES))
    assert not may_repeat(seen(), Allowed((Move.CLOSE,)))


def said(*answers: str) -> Transcript:
    turns = [turn for one in answers for turn in (Turn(Role.INTERVIEWER, "And then?"), Turn(Role.CANDIDATE, one))]
    return Transcript(SPEC.id, tuple(turns), question=QUESTION.statement)


@pytest.mark.parametrize("kind", [RoundKind.ML_BREADTH, RoundKind.ML_SYSTEM_DESIGN])
async def test_an_earlier_answer_holds_what_a_good_one_to_a_follow_up_has(kind: RoundKind) -> None:
    """Knowledge's own words for a good answer are the answer here, three answers before."""
    listener = HeldListener(embedder())
    question = Catalog().questions(kind)[0]
    filler = "I once worked on boats, and I liked the sea more than the paperwork."
    held = 0
    for probe in question.probes:
        ids = await listener.held(said(f"{filler} {probe.good}", filler, filler), question.probes)
        held += probe.id in ids
        assert len(ids) <= len(question.probes) // 2
    assert held >= 0.8 * len(question.probes)
    assert await listener.held(said(filler, filler), question.probes) == frozenset()


async def test_the_newest_answer_must_come_nearer_since_it_is_what_is_followed_up() -> None:
    class Near:
        async def embed(self, texts: list[str]) -> object:
            import numpy as np

            return np.array([[0.5, 0.866] if "tram" in text else [1.0, 0.0] for text in texts], dtype=np.float32)

    probes = (replace(FIRST, good="Six.", ask="Which?"),)
    listener = HeldListener(Near())  # type: ignore[arg-type]
    assert await listener.held(said("The tram waits for the one before it.", "A word on the rest."), probes) == {
        FIRST.id
    }
    assert await listener.held(said("The tram waits for the one before it."), probes) == frozenset()
