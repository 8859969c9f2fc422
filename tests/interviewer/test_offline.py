"""The interviewer without a model: what it asks first, what it never does, and that file order means nothing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.domain.interview import Allowed, FollowUp, Reply, RoundView, Sought
from agent.domain.terms import Context, Level, MessageKind, Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.offline import OfflineGrader
from agent.interviewer.offline import OfflineInterviewer
from agent.retrieval.embedder import embedder as own_embedder
from agent.retrieval.search import ProbeSearch

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def search() -> ProbeSearch:
    """One for all, in memory: how well something fits is computed from the vectors, whatever the index."""
    return ProbeSearch(Catalog(), own_embedder(), None)


def view(
    catalog: Catalog, question_id: str, *said: str, message: MessageKind = MessageKind.ANSWER, **more: Any
) -> RoundView:
    question = catalog.question(question_id)
    turns = [Turn(Role.INTERVIEWER, question.statement, seq=1, move=Move.QUESTION)]
    for n, text in enumerate(said):
        role = Role.CANDIDATE if n % 2 == 0 else Role.INTERVIEWER
        turns.append(Turn(role, text, seq=n + 2))
    base = RoundView(
        spec=catalog.round_spec(question.round), rubric=catalog.rubric(question.round), question=question,
        transcript=Transcript(question.round, tuple(turns), question.round.value, question=question.statement),
        level=Level.SENIOR, context=Context.STARTUP, background=None, interviewer_name="offline", seed=0, round_index=0,
        rounds_total=1, minutes=45, seconds_left=2000, answers_left=8, message=message, open_ask=question.statement,
    )  # fmt: skip
    return replace(base, **more)


async def reply(
    interviewer: OfflineInterviewer, seen: RoundView, *moves: Move, found: tuple[FollowUp, ...] = ()
) -> Reply:
    pieces = [piece async for piece in interviewer.reply(seen, Allowed(moves, found))]
    last = pieces[-1]
    assert isinstance(last, Reply)
    assert pieces[:-1] == [last.text]  # whole: in pieces it would be painted several times
    return last


@pytest.fixture
def interviewer(catalog: Catalog, search: ProbeSearch) -> OfflineInterviewer:
    return OfflineInterviewer(search, lambda: OfflineGrader(own_embedder(), catalog))


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.slow)])
async def test_each_question_meets_different_openings_with_different_first_probes(
    catalog: Catalog, search: ProbeSearch, step: int
) -> None:
    firsts: dict[str, set[str]] = defaultdict(set)
    written: set[str] = set()  # openings are written by others than the questions, and later
    rows = [json.loads(line) for line in (DATA / "openings.jsonl").read_text("utf-8").splitlines()]
    asked = sorted({row["question_id"] for row in rows})[::step]
    for row in (row for row in rows if row["question_id"] in asked):
        question = catalog.question(row["question_id"])
        found = await search.candidates(
            Sought(row["text"], round=question.round, question_id=question.id, open_ask=question.statement)
        )
        written.add(question.id)
        if found:
            firsts[question.id].add(found[0].id)
    assert len(written) >= 24 / step
    assert {q: len(firsts[q]) for q in written if len(firsts[q]) < 3} == {}


async def test_the_order_of_probes_in_a_file_means_nothing(
    catalog: Catalog, search: ProbeSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shuffled(Catalog):
        def question(self, question_id: str) -> Any:
            question = super().question(question_id)
            return replace(question, probes=tuple(sorted(question.probes, key=lambda p: p.ask[::-1])))

        def failure_modes(self) -> Any:
            return super().failure_modes()[::-1]

    other = ProbeSearch(Shuffled(), own_embedder(), None)
    rows = [json.loads(line) for line in (DATA / "openings.jsonl").read_text("utf-8").splitlines()][::12]
    for row in rows:
        scope = {"round": RoundKind(row["round"]), "question_id": row["question_id"]}
        one = await search.candidates(Sought(row["text"], **scope))
        two = await other.candidates(Sought(row["text"], **scope))
        assert [(f.id, f.score) for f in one] == [(f.id, f.score) for f in two]


async def test_it_says_that_no_model_is_behind_it_once(catalog: Catalog, interviewer: OfflineInterviewer) -> None:
    question = catalog.question_ids(RoundKind.ML_DEPTH)[0]
    texts = []
    for index in (0, 1):
        pieces = [p async for p in interviewer.open(view(catalog, question, round_index=index))]
        texts.append(pieces[-1].text)  # type: ignore[union-attr]
    assert "no language model" in texts[0]
    assert "no language model" not in texts[1]
    assert all(text.endswith(catalog.question(question).statement) for text in texts)


async def test_asked_in_passing_what_it_is_it_says_so_and_goes_on(
    catalog: Catalog, interviewer: OfflineInterviewer
) -> None:
    question = catalog.question_ids(RoundKind.ML_SYSTEM_DESIGN)[0]
    seen = view(catalog, question, "I'd log at serving time. By the way, are you a machine?")
    said = await reply(interviewer, seen, Move.PROBE)
    assert said.text.startswith("Yes, I'm a program. ") and said.move is Move.PROBE


async def test_a_clarifying_question_is_answered_from_the_facts(
    catalog: Catalog, interviewer: OfflineInterviewer
) -> None:
    question = catalog.question(catalog.question_ids(RoundKind.ML_SYSTEM_DESIGN)[0])
    fact = question.facts[0]
    seen = view(catalog, question.id, fact.ask[0] + "?", message=MessageKind.CLARIFY)
    said = await reply(interviewer, seen, Move.CLARIFY)
    assert fact.say in said.text
    assert said.stated_fact == fact.say


async def test_what_nobody_knows_is_handed_back(catalog: Catalog, interviewer: OfflineInterviewer) -> None:
    question = catalog.question_ids(RoundKind.ML_SYSTEM_DESIGN)[0]
    seen = view(catalog, question, "What colour is the office carpet?", message=MessageKind.CLARIFY)
    assert (await reply(interviewer, seen, Move.CLARIFY)).stated_fact is None


async def test_hints_get_narrower_and_end(catalog: Catalog, interviewer: OfflineInterviewer) -> None:
    question = catalog.question(catalog.question_ids(RoundKind.ML_DEPTH)[0])
    for given in range(3):
        seen = view(catalog, question.id, "A hint?", message=MessageKind.HINT, hints_given=given)
        said = await reply(interviewer, seen, Move.HINT)
        assert (said.text, said.hint_rung) == (question.hints[given], given + 1)


async def test_a_dodge_gets_the_same_question_in_other_words(catalog: Catalog, interviewer: OfflineInterviewer) -> None:
    question = catalog.question(catalog.question_ids(RoundKind.BEHAVIORAL)[0])
    seen = view(catalog, question.id, "It depends.", message=MessageKind.DODGE)
    said = await reply(interviewer, seen, Move.REDIRECT)
    assert question.again in said.text
    assert question.statement not in said.text


async def test_a_contradiction_quotes_both_sides(catalog: Catalog, interviewer: OfflineInterviewer) -> None:
    from agent.domain.claims import Claim, Conflict

    earlier = Claim("figure", "a", 2, "p99 is 12 ms", "p99 latency", 12, "ms")
    later = Claim("figure", "b", 9, "the p99 was 40 ms", "p99 latency", 40, "ms")
    question = catalog.question_ids(RoundKind.ML_DEPTH)[0]
    seen = view(catalog, question, "the p99 was 40 ms", conflicts=(Conflict(earlier, later),))
    said = await reply(interviewer, seen, Move.CHALLENGE, Move.PROBE)
    assert "p99 is 12 ms" in said.text
    assert "the p99 was 40 ms" in said.text
    assert said.text.count("?") == 1


async def test_his_own_questions_are_answered_and_the_last_word_is_said(
    catalog: Catalog, interviewer: OfflineInterviewer
) -> None:
    question = catalog.question_ids(RoundKind.FOUNDER)[0]
    spec = catalog.round_spec(RoundKind.FOUNDER)
    asked = f"{spec.company[0].ask[0].rstrip('?')}?"
    said = await reply(interviewer, view(catalog, question, asked, closing=True), Move.CLOSE)
    assert spec.company[0].say in said.text
    assert said.text.endswith(spec.farewells[0])


async def test_nothing_to_follow_up_leads_to_a_subject_not_heard_yet(
    catalog: Catalog, interviewer: OfflineInterviewer
) -> None:
    question = catalog.question(catalog.question_ids(RoundKind.ML_DEPTH)[0])
    seen = view(
        catalog, question.id, "Pass on that.", message=MessageKind.SKIP, signals_seen={question.probes[0].signal: 2}
    )
    said = await reply(interviewer, seen, Move.PROBE, Move.CLOSE)
    assert said.probe_id in {p.id for p in question.probes}
    assert said.signal != question.probes[0].signal


async def test_one_question_at_a_time(catalog: Catalog) -> None:
    for kind in catalog.kinds():
        for question in catalog.questions(kind):
            for probe in question.probes:
                assert len(re.findall(r"\?", probe.ask)) == 1, probe.id
                assert len(re.findall(r"\?", probe.again)) == 1, probe.id
