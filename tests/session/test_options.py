"""Who asks, an assistant, code, frameworks, and a loop over several days: what a session keeps of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent import assembly
from agent import session as session_module
from agent.domain.frameworks import Framework
from agent.domain.request import StartRequest
from agent.domain.terms import Flag, Role
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, FrameworkHeard, LoopDebrief, Prose, RoundDocument, Scorecard, StepHeard
from agent.errors import StorageError
from agent.events import Ended, Waiting
from agent.reports import markdown
from agent.reports.json import session_document
from agent.session import Session
from agent.settings import Settings
from agent.storage.journal import Journal
from tests.session.conftest import Opener
from tests.session.fakes import HearsNothing, PlainInterviewer
from tests.session.services import drain, with_services

CODE = "I'd sort first.\n```python\nrows = sorted(rows)\n```\nThat is n log n."
LOOP = """
id: two
title: Two rounds
about: for a test
rounds:
  - {kind: founder, minutes: 20, weight: 0.5}
  - {kind: ml_depth, minutes: 30, weight: 0.5}
bars: {new_grad: 2.1, L4: 2.5, senior: 2.8, staff: 3.1}
committee: Both.
"""


class HearsAll(HearsNothing):
    """Hears every step of everything in the first answer."""

    async def frameworks(self, transcript: Transcript, known: Any) -> Any:
        turn, said = transcript.candidate_turns()[0]
        return tuple(self._heard(one, Evidence(turn, said.text[:20]), transcript) for one in known)

    def _heard(self, one: Framework, evidence: Evidence, transcript: Transcript) -> FrameworkHeard:
        steps = tuple(StepHeard(step.id, step.name, evidence) for step in one.steps)
        return FrameworkHeard(one.id, one.name, one.rounds[transcript.round], steps)


def write_loop(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "two.yaml").write_text(LOOP)


async def document(session: Any) -> Any:
    ended = (await drain(session.end()))[-1]
    assert isinstance(ended, Ended)
    return ended.document


async def test_a_resumed_session_has_the_interviewer_it_had(sit: Opener, interviewer: PlainInterviewer) -> None:
    session, _ = await sit(round="ml_depth", interviewer="founder", background="phd")
    await session.close()
    again, _ = await sit(resume=session.id)
    await drain(again.answer("I'd freeze the label first."))
    seen = interviewer.views[-1]
    assert seen.character is not None and seen.character.id == "founder"
    assert seen.profile is not None and seen.profile.id == "phd"
    assert seen.leaning("smallest_first_version") == 2  # the founder presses on it, and it is where a PhD tends to fail


async def test_a_session_from_before_there_were_characters_goes_on(
    sit: Opener, interviewer: PlainInterviewer, settings: Any
) -> None:
    session, _ = await sit(round="ml_depth")
    question = interviewer.views[0].question.id
    await session.close()
    journal = await Journal.open(settings.paths.session(session.id))
    try:
        plan = await journal.meta("plan")
        for item in plan["rounds"]:
            for key in ("questions", "interviewer", "ai_assisted"):
                del item[key]
        await journal.set_meta(plan=plan)
    finally:
        await journal.close()
    again, events = await sit(resume=session.id)
    assert isinstance(events[-1], Waiting)
    await drain(again.answer("I'd freeze the label first."))
    assert interviewer.views[-1].character is None
    assert interviewer.views[-1].question.id == question
    assert isinstance(await document(again), RoundDocument)


@pytest.mark.parametrize(("kind", "code"), [("coding", "rows = sorted(rows)"), ("ml_depth", None)])
async def test_the_submitted_code_is_kept_with_its_turn(sit: Opener, kind: str, code: str | None) -> None:
    session, _ = await sit(round=kind)
    await drain(session.answer(CODE))
    found = await document(session)
    said = [turn for turn in found.transcript.turns if turn.role is Role.CANDIDATE]
    assert [turn.code for turn in said] == [code]
    assert session_document(found)["transcript"]["turns"][1].get("code") == code
    assert said[0].text == CODE


@pytest.mark.parametrize("assisted", [True, False])
async def test_an_allowed_assistant_is_flagged_in_scorecard_and_report(sit: Opener, assisted: bool) -> None:
    session, _ = await sit(round="coding", ai_assisted=assisted)
    await drain(session.answer(CODE))
    found = await document(session)
    assert (Flag.AI_ASSISTED in found.scorecard.flags) is assisted
    assert ("assistant was allowed" in markdown.report(found)) is assisted


async def test_what_is_heard_of_frameworks_moves_no_rating_and_no_decision(
    sit: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def card() -> Scorecard:
        session, _ = await sit(round="behavioral", seed=3)
        await drain(session.answer("I stopped the launch on Friday evening and told the product manager."))
        return replace((await document(session)).scorecard, session="s")

    silent = await card()
    monkeypatch.setattr(session_module, "make_context", with_services(listener=HearsAll))
    # The same question again: this data folder has a history now, and a new session would ask another.
    monkeypatch.setattr(session_module, "read_practice", lambda _: None)
    heard = await card()
    assert silent.frameworks == ()
    assert {one.id for one in heard.frameworks} >= {"star", "decision-trace"}
    assert replace(heard, frameworks=()) == silent


async def test_a_loop_goes_on_on_another_day_and_no_clock_runs_between(
    sit: Opener, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = "2026-03-02T18:00:00Z"
    monkeypatch.setattr(assembly, "utc_now", lambda: today)
    monkeypatch.setattr(session_module, "utc_now", lambda: today)
    write_loop(settings.paths.loops)
    session, _ = await sit(loop="two")
    waiting = (await drain(session.answer("I'd ship the table.", seconds=1150.0)))[-1]
    assert isinstance(waiting, Waiting) and waiting.closing
    waiting = (await drain(session.answer("No questions, thanks.", seconds=5.0)))[-1]
    assert isinstance(waiting, Waiting) and waiting.round_id == "ml_depth"
    await session.close()

    today = "2026-03-05T09:00:00Z"
    again, events = await sit(resume=session.id)
    assert isinstance(events[-1], Waiting)
    assert (events[-1].round_id, events[-1].seconds_left) == ("ml_depth", 1800.0)
    assert [held.round_id for held in await again.transcript()] == ["founder", "ml_depth"]
    await drain(again.answer("I'd freeze the label first.", seconds=60.0))
    debrief = await document(again)
    assert isinstance(debrief, LoopDebrief)
    assert [card.round_id for card in debrief.scorecards] == ["founder", "ml_depth"]
    assert "Held on 2026-03-02 (Founder) and 2026-03-05 (ML depth)." in markdown.report(debrief)


async def test_who_asks_for_the_next_round_gets_it_once_he_has_said_yes(sit: Opener, settings: Any) -> None:
    write_loop(settings.paths.loops)
    session, _ = await sit(loop="two")
    await drain(session.answer("I'd ship the table.", seconds=60.0))
    waiting = (await drain(session.answer("stop here, on to the next round", seconds=5.0)))[-1]
    assert isinstance(waiting, Waiting) and waiting.round_id == "founder"
    waiting = (await drain(session.answer("stop", seconds=5.0)))[-1]
    assert isinstance(waiting, Waiting) and waiting.round_id == "ml_depth"


async def test_a_debrief_takes_up_what_a_background_is_known_for(sit: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    class Reads(HearsNothing):
        async def reframed(self, transcript: Transcript, profile: Any, prose: Prose) -> Prose:
            return replace(prose, concerns=(*prose.concerns, f"read as {profile.id}"))

    monkeypatch.setattr(session_module, "make_context", with_services(listener=Reads))
    session, _ = await sit(round="behavioral", background="phd")
    await drain(session.answer("We beat the benchmark."))
    assert "read as phd" in (await document(session)).scorecard.prose.concerns


async def test_a_session_that_can_not_be_started_leaves_no_folder(settings: Settings) -> None:
    def refuse(_: object) -> None:
        raise StorageError("The disk is full.")

    with pytest.raises(StorageError):
        await Session.start(StartRequest(round="ml_depth"), settings, refit=refuse)  # type: ignore[arg-type]
    assert list(settings.paths.sessions.iterdir()) == []
