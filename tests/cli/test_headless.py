"""Interviews without the app: what is printed, what is kept, and how to go on when one stops."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agent.domain.request import StartRequest
from agent.session import Session
from agent.settings import Settings, load_settings
from agent.storage.locks import lock_session
from tests.cli.conftest import Answers, Run
from tests.session.fakes import PlainInterviewer

pytestmark = pytest.mark.usefixtures("small_services")

ONE_ROUND = ("round", "ml_depth", "--offline")


def test_a_round_is_sat_with_the_answers_in_order(mockloop: Run, answers: Answers) -> None:
    outcome = mockloop(*ONE_ROUND, "--answers", answers("I froze the label.", "", "Then I measured."), "--json")
    assert outcome.status == 0
    turns = outcome.json["transcript"]["turns"]
    assert [turn["text"] for turn in turns if turn["role"] == "candidate"] == [
        "I froze the label.",
        "",
        "Then I measured.",
    ]
    assert outcome.json["scorecard"]["ended_by"] == "candidate"
    assert outcome.err == ""


def test_what_was_said_is_readable_by_its_owner_only(mockloop: Run, answers: Answers, home: Path) -> None:
    mockloop(*ONE_ROUND, "--answers", answers("I froze the label."), "--json")
    open_to_others = [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]
    assert open_to_others == []


def test_without_json_the_interview_and_its_debrief_can_be_read(mockloop: Run, answers: Answers) -> None:
    outcome = mockloop(*ONE_ROUND, "--answers", answers("I froze the label."))
    assert outcome.status == 0
    said = [
        "ML depth, 45 minutes", "Interviewer:\n  Hello to ML depth.", "Candidate:\n  I froze the label.",
        "ML depth: ", "Asked by the offline interviewer. Graded by the offline grader.",
    ]  # fmt: skip
    places = [outcome.out.index(words) for words in said]
    assert places == sorted(places)


def test_answers_come_from_standard_input_too(mockloop: Run) -> None:
    outcome = mockloop(*ONE_ROUND, "--answers", "-", "--json", stdin="Élan first.\r\n---\r\nThen süß.\r\n".encode())
    turns = outcome.json["transcript"]["turns"]
    assert [turn["text"] for turn in turns if turn["role"] == "candidate"] == ["Élan first.", "Then süß."]


def test_a_loop_that_runs_out_of_answers_ends_there(mockloop: Run, answers: Answers) -> None:
    outcome = mockloop("loop", "startup", "--offline", "--answers", answers("I like small teams."), "--json")
    assert outcome.status == 0
    assert [card["round_id"] for card in outcome.json["scorecards"]] == ["recruiter_screen"]
    assert outcome.json["rounds_not_held"] == ["ml_system_design", "ml_depth", "behavioral", "founder", "negotiation"]


def test_a_loop_in_text_names_its_rounds_and_what_was_not_held(mockloop: Run, answers: Answers) -> None:
    outcome = mockloop("loop", "startup", "--offline", "--answers", answers("I like small teams."))
    assert "Recruiter screen (1 of 6), 25 minutes" in outcome.out
    assert "Not held: ML system design, ML depth, Behavioral, Founder and Negotiation." in outcome.out


def test_answers_that_were_not_needed_are_told(mockloop: Run, answers: Answers) -> None:
    texts = [f"Answer {number}" for number in range(30)]
    outcome = mockloop(*ONE_ROUND, "--minutes", 10, "--answers", answers(*texts), "--json")
    given = [turn for turn in outcome.json["transcript"]["turns"] if turn["role"] == "candidate"]
    assert outcome.status == 0
    assert f"over before {30 - len(given)} answers" in outcome.err


def test_options_reach_the_session(mockloop: Run, answers: Answers) -> None:
    outcome = mockloop(
        *ONE_ROUND, "--level", "STAFF", "--context", "ai_lab", "--question", "ml_depth-sales-labels",
        "--background", "phd", "--seed", 3, "--answers", answers("Yes."), "--json",
    )  # fmt: skip
    assert outcome.json["scorecard"]["level"] == "staff"
    assert outcome.json["scorecard"]["context"] == "ai_lab"
    assert outcome.json["scorecard"]["questions"][0]["id"] == "ml_depth-sales-labels"


def test_a_provider_that_fails_exits_3_and_the_session_resumes(
    mockloop: Run, answers: Answers, interviewer: PlainInterviewer
) -> None:
    interviewer.fail = {"reply"}
    outcome = mockloop(*ONE_ROUND, "--answers", answers("One.", "Two."), "--json")
    assert (outcome.status, outcome.out) == (3, "")
    assert "The provider did not answer" in outcome.err
    assert "1 of 2 answers kept" in outcome.err
    session = outcome.err.rpartition("`mockloop resume ")[2].partition("`")[0]
    resumed = mockloop("resume", session, "--offline", "--answers", answers("Two."), "--json")
    assert resumed.status == 0
    assert resumed.json["session"] == session
    turns = resumed.json["transcript"]["turns"]
    assert [turn["text"] for turn in turns if turn["role"] == "candidate"] == ["One.", "Two."]


def test_a_fault_of_ours_says_where_and_nothing_else(
    mockloop: Run, answers: Answers, interviewer: PlainInterviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("sk-secret and the candidate's words")

    monkeypatch.setattr(interviewer, "assess", broken)
    outcome = mockloop(*ONE_ROUND, "--answers", answers("My words."), "--json")
    assert (outcome.status, outcome.out) == (70, "")
    assert "ZeroDivisionError" in outcome.err
    assert "secret" not in outcome.err
    assert "words" not in outcome.err
    assert outcome.err.count("\n") == 1
    assert "1 of 1 answer kept" in outcome.err
    assert "`mockloop resume " in outcome.err


def test_resume_goes_on_with_the_newest_that_is_active(mockloop: Run, answers: Answers) -> None:
    session = started()
    outcome = mockloop("resume", "--offline", "--answers", answers("Two."), "--json")
    assert outcome.json["session"] == session
    again = mockloop("resume", session, "--json")
    assert again.status == 0
    assert again.out == outcome.out
    assert again.out == mockloop("report", session, "--format", "json").out


def test_answers_for_a_session_that_is_over_are_not_used_in_silence(mockloop: Run, answers: Answers) -> None:
    first = mockloop(*ONE_ROUND, "--answers", answers("One."), "--json")
    again = mockloop("resume", first.json["session"], "--answers", answers("Two."), "--json")
    assert (again.status, again.out) == (0, first.out)
    assert "were not used" in again.err


def test_resume_in_text_begins_with_what_was_asked_last(mockloop: Run, answers: Answers) -> None:
    session = started()
    outcome = mockloop("resume", session, "--offline", "--answers", answers("Two."))
    assert outcome.out.startswith(f"Session {session}\n\nInterviewer:\n  Hello to ML depth.")


def test_what_is_active_is_not_resumed_without_answers_and_without_a_terminal(mockloop: Run) -> None:
    started()
    outcome = mockloop("resume", "--json")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--answers" in outcome.err


def test_a_session_that_is_open_elsewhere_exits_4(mockloop: Run, answers: Answers, home: Path) -> None:
    session = started()
    lock = lock_session(home / "sessions" / session)
    outcome = mockloop("resume", session, "--offline", "--answers", answers("Two."), "--json")
    lock.release()
    assert (outcome.status, outcome.out) == (4, "")
    assert "another process" in outcome.err
    assert mockloop("resume", session, "--offline", "--answers", answers("Two."), "--json").status == 0


def test_a_key_in_the_environment_alone_sends_nothing_and_says_so(
    mockloop: Run, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789")
    outcome = mockloop("round", "ml_depth", "--answers", answers("Yes."), "--json")
    assert outcome.status == 0
    assert outcome.json["scorecard"]["interviewer"] == "offline"
    assert outcome.err.count("\n") == 1
    assert "no model is named" in outcome.err
    assert "canary" not in outcome.out + outcome.err


def test_a_session_that_a_model_held_is_not_said_to_stay_on_this_machine(mockloop: Run, answers: Answers) -> None:
    session = started(load_settings(model="m-large", base_url="http://127.0.0.1:9/v1"))
    outcome = mockloop("resume", session, "--base-url", "http://127.0.0.1:9/v1", "--answers", answers("Yes."))
    assert outcome.status == 0
    assert "m-large asks and grades; answers go to http://127.0.0.1:9/v1." in outcome.err
    assert "nothing leaves this machine" not in outcome.err
    offline = started()
    refused = mockloop("resume", offline, "--base-url", "http://127.0.0.1:9/v1", "--answers", answers("Yes."))
    assert (refused.status, refused.out) == (2, "")
    assert "an endpoint alone changes nothing" in refused.err
    held_offline = mockloop("resume", offline, "--answers", answers("Yes."))
    assert "The offline interviewer asks and grades; nothing leaves this machine." in held_offline.err


def test_nothing_a_candidate_types_reaches_the_terminal_raw(mockloop: Run, answers: Answers) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b31m red \u202egnihtyreve"
    outcome = mockloop(*ONE_ROUND, "--answers", answers(hostile))
    assert outcome.status == 0
    assert not set(outcome.out) & set("\x1b\x07\x9b\u202e")
    assert "␛]0;owned␇" in outcome.out


def test_json_is_ascii_and_holds_what_was_typed(mockloop: Run, answers: Answers) -> None:
    hostile = "\x1b[2J \x9b31m “quoted”"
    outcome = mockloop(*ONE_ROUND, "--answers", answers(hostile), "--json")
    assert outcome.out.isascii()
    assert not set(outcome.out) & set("\x1b\x9b")
    assert json.loads(outcome.out)["transcript"]["turns"][1]["text"] == hostile


def test_an_unclosed_fence_is_told(mockloop: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("```\nx\n---\ny\n")
    outcome = mockloop(*ONE_ROUND, "--answers", path, "--json")
    assert outcome.status == 0
    assert "line 1" in outcome.err


def started(settings: Settings | None = None) -> str:
    """A session that waits for its first answer, started as another process would."""

    async def start() -> str:
        session = await Session.start(StartRequest(round="ml_depth"), settings or load_settings(offline=True))
        async for _ in session.proceed():
            pass
        await session.close()
        return session.id

    return asyncio.run(start())
