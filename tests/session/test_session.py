"""A whole interview through the one door: what is emitted, kept, taken back, resumed and ended."""

from __future__ import annotations

import json
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from agent.domain.request import StartRequest
from agent.domain.terms import Decision, EndedBy, InterviewerKind, Move, Role, RoundKind
from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.errors import NotFoundError, ProviderError, SessionBusyError, StorageError, UsageError
from agent.events import AnswerKept, Ended, InterviewerSpoke, Remark, RoundScored, RoundStarted, Token, Waiting
from agent.resuming import settings_to_resume
from agent.session import Session
from agent.settings import Settings, load_settings
from tests.session.conftest import Opener
from tests.session.fakes import PlainInterviewer
from tests.session.services import drain


async def test_a_round_opens_and_waits(sit: Opener) -> None:
    _, events = await sit(round="ml_depth")
    assert isinstance(events[0], RoundStarted)
    spoken = next(event for event in events if isinstance(event, InterviewerSpoke))
    assert "".join(event.text for event in events if isinstance(event, Token)) == spoken.turn.text
    assert spoken.turn.move is Move.QUESTION
    waiting = events[-1]
    assert isinstance(waiting, Waiting)
    assert not waiting.closing
    assert not waiting.can_take_back
    assert waiting.answers_left == 12


async def test_the_answer_is_on_disk_before_anything_is_asked(
    sit: Opener, interviewer: PlainInterviewer, settings: Settings
) -> None:
    session, _ = await sit(round="ml_depth")
    stream = session.answer("I froze the label.")
    first = await anext(stream)
    assert isinstance(first, AnswerKept)
    assert [call for call, _ in interviewer.calls] == ["open"]
    database = sqlite3.connect(settings.paths.session(session.id) / "journal.db")
    assert database.execute("SELECT text FROM turns WHERE role = 'candidate'").fetchall() == [("I froze the label.",)]
    database.close()
    await drain(stream)


async def test_reply_and_assessment_are_made_once_for_each_answer(sit: Opener, interviewer: PlainInterviewer) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("One."))
    await drain(session.answer("Two."))
    assert [call for call, _ in interviewer.calls].count("reply") == 2
    assert [call for call, _ in interviewer.calls].count("assess") == 2


async def test_another_language_is_kept_and_what_offline_is_made_for_is_said_once(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    german = "Ich würde zuerst die Definition des Labels einfrieren und dann mit dem Vertrieb reden."
    first = await drain(session.answer(german))
    assert isinstance(first[0], AnswerKept)
    assert isinstance(first[1], Remark)
    assert "made for English" in first[1].text
    assert not any(isinstance(event, Remark) for event in await drain(session.answer(german)))
    (transcript,) = await session.transcript()
    assert [turn.text for _, turn in transcript.candidate_turns()] == [german, german]


async def test_when_answers_run_out_the_round_is_graded(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("I froze the label."))
    events = await drain(session.end())
    assert isinstance(events[-2], RoundScored)
    document = events[-1].document
    assert isinstance(document, RoundDocument)
    assert document.scorecard.ended_by is EndedBy.CANDIDATE
    assert [turn.role for turn in document.transcript.turns] == [Role.INTERVIEWER, Role.CANDIDATE, Role.INTERVIEWER]


async def test_a_round_reaches_its_end_and_hands_over(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth", minutes=10)
    waiting = None
    for n in range(12):
        waiting = (await drain(session.answer(f"Answer {n}")))[-1]
        if isinstance(waiting, Waiting) and waiting.closing:
            break
    assert isinstance(waiting, Waiting)
    assert waiting.closing
    events = await drain(session.answer("What is the team like?"))
    document = events[-1].document
    assert document.scorecard.ended_by is EndedBy.ANSWERED
    assert document.transcript.turns[-1].move is Move.CLOSE


async def test_a_loop_holds_its_rounds_in_order_and_ends_in_a_debrief(
    sit: Opener, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(loop="startup", minutes=30)
    started = ["recruiter_screen"]
    events: list[object] = []
    for n in range(200):
        events = await drain(session.answer(f"Answer {n}"))
        started += [event.plan.round_id for event in events if isinstance(event, RoundStarted)]
        if isinstance(events[-1], Ended):
            break
    assert started == ["recruiter_screen", "ml_system_design", "ml_depth", "behavioral", "founder", "negotiation"]
    debrief = events[-1].document
    assert isinstance(debrief, LoopDebrief)
    assert [card.round_id for card in debrief.scorecards] == started
    assert [transcript.round_id for transcript in debrief.transcripts] == started
    assert debrief.rounds_not_held == ()
    assert debrief.decision is not Decision.NOT_ENOUGH_EVIDENCE
    (joined,) = interviewer.joined
    assert joined.transcripts == debrief.transcripts, "a committee's quotes are checked against what was said"
    seeds = {view.round_index: view.seed for view in interviewer.views}
    for ways in (3, 4, 5, 6, 8, 12):  # as many ways there are to say a thing
        begins = [seed % ways for _, seed in sorted(seeds.items())]
        assert all(one != other for one, other in pairwise(begins)), "two rounds in a row don't begin with the same"


async def test_rounds_not_reached_are_not_held(sit: Opener) -> None:
    session, _ = await sit(loop="startup")
    await drain(session.answer("I like small teams."))
    events = await drain(session.end())
    debrief = events[-1].document
    assert [card.round_id for card in debrief.scorecards] == ["recruiter_screen"]
    assert debrief.rounds_not_held == ("ml_system_design", "ml_depth", "behavioral", "founder", "negotiation")
    assert debrief.decision is Decision.NOT_ENOUGH_EVIDENCE


async def test_a_round_without_a_word_of_the_candidate_is_not_held(sit: Opener) -> None:
    session, _ = await sit(loop="startup", minutes=30)
    while True:
        events = await drain(session.answer("Yes."))
        if any(isinstance(event, RoundStarted) for event in events):
            break
    debrief = (await drain(session.end()))[-1].document
    assert [card.round_id for card in debrief.scorecards] == ["recruiter_screen"]
    assert "ml_system_design" in debrief.rounds_not_held


async def test_the_last_answer_can_be_taken_back(sit: Opener, interviewer: PlainInterviewer) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("First answer."))
    await drain(session.answer("p99 is 12 ms, I think."))
    assert await session.take_back() == "p99 is 12 ms, I think."
    assert await session.take_back() is None
    turns = (await session.transcript())[0].turns
    assert [turn.text for turn in turns if turn.role is Role.CANDIDATE] == ["First answer."]
    waiting = (await drain(session.proceed()))[-1]
    assert isinstance(waiting, Waiting)
    assert waiting.answers_left == 11
    await drain(session.answer("p99 is 40 ms."))
    turns = (await session.transcript())[0].turns
    assert [turn.text for turn in turns if turn.role is Role.CANDIDATE] == ["First answer.", "p99 is 40 ms."]
    assert len(interviewer.views[-1].claims) == 1
    assert interviewer.views[-1].claims[0].value == 40


async def test_what_was_taken_back_stays_so_after_a_restart(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("First answer."))
    await drain(session.answer("Second answer."))
    await session.take_back()
    await session.close()
    again, _ = await sit(resume=session.id)
    await drain(again.answer("Another second answer."))
    turns = (await again.transcript())[0].turns
    assert [t.text for t in turns if t.role is Role.CANDIDATE] == ["First answer.", "Another second answer."]


async def test_a_scorecard_is_locked_an_answer_before_it_stays(sit: Opener) -> None:
    session, _ = await sit(loop="startup", minutes=30)
    while True:
        events = await drain(session.answer("Yes."))
        if any(isinstance(event, RoundStarted) for event in events):
            break
    assert await session.take_back() is None


async def test_a_contradiction_across_rounds_is_challenged_once(sit: Opener, interviewer: PlainInterviewer) -> None:
    session, _ = await sit(loop="startup", minutes=30)
    await drain(session.answer("I own a service, p99 is 12 ms."))
    while True:
        events = await drain(session.answer("Yes."))
        if any(isinstance(event, RoundStarted) for event in events):
            break
    events = await drain(session.answer("The p99 was 40 ms back then."))
    assert [e.turn.move for e in events if isinstance(e, InterviewerSpoke)] == [Move.CHALLENGE]
    conflict = (
        interviewer.views[-1].conflicts[0] if interviewer.views[-1].conflicts else interviewer.views[-2].conflicts[0]
    )
    assert (conflict.earlier.quote, conflict.later.quote) == ("p99 is 12 ms", "The p99 was 40 ms back then")
    events = await drain(session.answer("It is 40 ms, p99 was 40 ms on the old one."))
    assert Move.CHALLENGE not in [e.turn.move for e in events if isinstance(e, InterviewerSpoke)]


@pytest.mark.parametrize("failing", ["open", "reply", "assess", "grade", "debrief"])
async def test_a_provider_that_fails_costs_a_retry_and_nothing_else(
    sit: Opener, interviewer: PlainInterviewer, failing: str, settings: Settings
) -> None:
    interviewer.fail = {failing}
    if failing == "open":
        session = await Session.start(session_request(), settings)
        with pytest.raises(ProviderError):
            await drain(session.proceed())
        await drain(session.proceed())
    else:
        session, _ = await sit(round="ml_depth")
    answers = ["One.", "Two."]
    for text in answers:
        try:
            await drain(session.answer(text))
        except ProviderError:
            await drain(session.proceed())
    try:
        events = await drain(session.end())
    except ProviderError:
        events = await drain(session.proceed())
    document = events[-1].document
    assert [turn.text for turn in document.transcript.turns if turn.role is Role.CANDIDATE] == answers
    assert [call for call, _ in interviewer.calls].count(failing) == {"reply": 3, "assess": 3}.get(failing, 2)
    await session.close()


def session_request() -> object:
    from agent.domain.request import StartRequest

    return StartRequest(round="ml_depth")


async def test_giving_up_after_a_provider_failure_is_recorded_as_that(
    sit: Opener, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("One."))
    interviewer.fail = {"reply"}
    with pytest.raises(ProviderError):
        await drain(session.answer("Two."))
    document = (await drain(session.end()))[-1].document
    assert document.scorecard.ended_by is EndedBy.PROVIDER


async def test_who_ends_after_the_provider_is_back_ends_himself(sit: Opener, interviewer: PlainInterviewer) -> None:
    session, _ = await sit(round="ml_depth")
    interviewer.fail = {"reply"}
    with pytest.raises(ProviderError):
        await drain(session.answer("One."))
    await drain(session.proceed())
    document = (await drain(session.end()))[-1].document
    assert document.scorecard.ended_by is EndedBy.CANDIDATE


async def test_switching_interviewers_makes_the_document_mixed(
    sit: Opener, interviewer: PlainInterviewer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    from agent import session as session_module

    interviewer.name, interviewer.kind = "some-model", InterviewerKind.MODEL
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("One."))
    monkeypatch.setattr(session_module, "make_interviewer", lambda *_: PlainInterviewer())
    await session.switch_interviewer(settings)
    await drain(session.answer("Two."))
    card = (await drain(session.end()))[-1].document.scorecard
    assert card.interviewer is InterviewerKind.MIXED
    assert card.interviewer_model == "some-model"


async def test_a_session_goes_on_with_the_endpoint_it_had(
    sit: Opener, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = load_settings(model="m", base_url="http://127.0.0.1:9/v1", api_key="k")
    session = await Session.start(StartRequest(round="ml_depth"), local)
    await session.close()
    found = await settings_to_resume(load_settings(api_key="k2"), session.id)
    assert (found.model, found.base_url) == ("m", "http://127.0.0.1:9/v1")
    assert b"k2" not in (local.paths.session(session.id) / "journal.db").read_bytes()
    moved = await settings_to_resume(load_settings(base_url="http://127.0.0.1:8/v1"), session.id)
    assert (moved.model, moved.base_url) == ("m", "http://127.0.0.1:8/v1"), "what was named for it stands"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:7/v1")
    assert (await settings_to_resume(load_settings(), session.id)).base_url == "http://127.0.0.1:9/v1"
    named = load_settings(model="other", base_url="http://127.0.0.1:9/v1")
    assert await settings_to_resume(named, session.id) == named
    offline, _ = await sit(round="ml_depth")
    assert (await settings_to_resume(load_settings(api_key="k"), offline.id)).offline
    with pytest.raises(UsageError, match="name a model"):
        await settings_to_resume(load_settings(base_url="http://127.0.0.1:8/v1"), offline.id)


async def test_a_session_is_held_by_one_process(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(round="ml_depth")
    with pytest.raises(SessionBusyError):
        await Session.resume(session.id, settings)


async def test_resuming_what_is_over_gives_its_document_again(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("One."))
    first = (await drain(session.end()))[-1].document
    await session.close()
    _, events = await sit(resume=session.id)
    assert [event.document for event in events if isinstance(event, Ended)] == [first]


async def test_the_newest_active_session_is_resumed_without_a_name(sit: Opener, settings: Settings) -> None:
    with pytest.raises(NotFoundError):
        await Session.resume(None, settings)
    session, _ = await sit(round="ml_depth")
    await session.close()
    again = await Session.resume(None, settings)
    assert again.id == session.id
    await again.close()


async def test_an_answer_that_nobody_waits_for_is_refused(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.end())
    with pytest.raises(UsageError):
        await drain(session.answer("Too late."))


async def test_a_draft_survives(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await session.keep_draft("half a thou")
    await session.close()
    again, _ = await sit(resume=session.id)
    assert await again.draft() == "half a thou"
    await drain(again.answer("A whole thought."))
    assert await again.draft() == ""


async def test_files_are_for_their_owner_only(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(round="ml_depth")
    folder = settings.paths.session(session.id)
    modes = {path.name: path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()]}
    assert set(modes.values()) == {0}, modes


async def test_a_damaged_journal_is_left_as_it_is(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(round="ml_depth")
    await session.close()
    path = settings.paths.session(session.id) / "journal.db"
    damaged = b"not a database" * 400
    path.write_bytes(damaged)
    with pytest.raises(StorageError, match="damaged"):
        await Session.resume(session.id, settings)
    assert path.read_bytes() == damaged


async def test_lost_checkpoints_are_made_again_from_the_journal(
    sit: Opener, settings: Settings, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(round="ml_depth")
    for text in ("One.", "Two.", "Three."):
        await drain(session.answer(text))
    before = (await session.transcript())[0].turns
    await session.close()
    for path in settings.paths.session(session.id).glob("checkpoints.db*"):
        path.write_bytes(b"damaged" * 1000)
    calls = len(interviewer.calls)
    again, events = await sit(resume=session.id)
    assert isinstance(events[-1], Waiting)
    assert (await again.transcript())[0].turns == before
    assert len(interviewer.calls) == calls, "nobody is asked twice"


async def test_unknown_names_start_nothing(sit: Opener, settings: Settings) -> None:
    for request in ({"round": "poetry"}, {"loop": "nowhere"}, {"round": "ml_depth", "question": "ml_depth-nothing"}):
        with pytest.raises(NotFoundError):
            await sit(**request)
    assert not settings.paths.sessions.exists() or not list(settings.paths.sessions.iterdir())


async def test_surrogates_and_nul_are_kept_as_something_that_can_be_read(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("half \ud83d and \x00 nul"))
    document = (await drain(session.end()))[-1].document
    assert json.dumps(document.transcript.turns[1].text)


@pytest.mark.parametrize("answers", [50, pytest.param(100, marks=pytest.mark.slow)])
async def test_the_disk_used_by_a_turn_does_not_grow(sit: Opener, settings: Settings, answers: int) -> None:
    session, _ = await sit(round="ml_depth", minutes=600)
    folder = settings.paths.session(session.id)
    sizes = [used(folder)]
    for n in range(answers):
        await drain(session.answer(f"Answer {n} " + "with a few dozen words of plain text in it " * 6, seconds=1))
        sizes.append(used(folder))
    assert sizes[40] < 1_000_000
    early, late = sizes[20] - sizes[5], sizes[answers] - sizes[answers - 15]
    assert late <= 1.3 * max(early, 15 * 4096), (early, late)


def used(folder: Path) -> int:
    """Bytes of the databases after folding their logs in."""
    for name in ("journal.db", "checkpoints.db"):
        database = sqlite3.connect(folder / name)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
    return sum(path.stat().st_size for path in folder.iterdir())


def test_round_kinds_are_the_contracts() -> None:
    assert len(RoundKind) == 12


async def test_a_second_question_belongs_to_itself_and_the_first_stays_the_transcripts(
    sit: Opener, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(round="ml_breadth")
    while not [view for view in interviewer.views if len(view.questions) > 1]:
        await drain(session.answer("skip"))
    held = [view for view in interviewer.views if len(view.questions) > 1][-1]
    transcript = (await session.transcript())[0]
    put = [turn for turn in transcript.turns if turn.move is Move.QUESTION]
    assert [turn.question_id for turn in put][: len(held.questions)] == [question.id for question in held.questions]
    assert held.question == held.questions[-1]
    assert transcript.question == held.questions[0].statement
