"""The reply goes first: what the assessment of the same answer needs is not on the candidate's way to the next word."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agent import first_words
from agent import session as session_module
from agent.domain.interview import Allowed, Assessment, FollowUp, Reply, RoundView, Sought
from agent.domain.terms import InterviewerKind, Move
from agent.errors import StorageError
from agent.events import Asked, Waiting
from agent.storage.journal import Journal
from tests.session.conftest import Opener
from tests.session.fakes import NoSearch, PlainInterviewer
from tests.session.services import drain

LOOKS = 40
"""Reads of the journal, several times what an assessment is made from; they are done in the order they are asked for."""


class AsksSomebody(PlainInterviewer):
    """Asks for the reply, then waits until the assessment was made before a word comes."""

    def __init__(self) -> None:
        super().__init__(InterviewerKind.MODEL, "somebody")
        self.asked, self.assessed = asyncio.Event(), asyncio.Event()

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        self._called("asked for", view)
        self.asked.set()
        yield Asked()
        async with asyncio.timeout(20):
            await self.assessed.wait()
        yield "Why?"
        yield Reply("Why?", Move.PROBE, "made-up")

    async def assess(self, view: RoundView) -> Assessment:
        self.assessed.set()
        return await super().assess(view)


class LooksLong(NoSearch):
    """Reads so often that whatever does not wait for it is long done."""

    journal: Journal

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        for _ in range(LOOKS):
            await self.journal.last_seq()
        return await super().candidates(sought)


@pytest.fixture
def interviewer() -> PlainInterviewer:
    return AsksSomebody()


async def test_the_assessment_begins_when_the_reply_was_asked_for_and_not_before(
    sit: Opener, interviewer: AsksSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = LooksLong()
    made = session_module.make_context

    def make_context(*arguments: Any) -> Any:
        context = made(*arguments)
        search.journal = context.journal
        return session_module.replace(context, search=search)

    monkeypatch.setattr(session_module, "make_context", make_context)
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("I'd freeze the label first."))
    assert [what for what, _ in interviewer.calls] == ["open", "asked for", "assess"]


async def test_the_reply_is_asked_for_before_its_checkpoints_are_on_disk(
    sit: Opener, interviewer: AsksSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = await sit(round="ml_depth")
    real, written = AsyncSqliteSaver.aput, []

    async def slow(self: AsyncSqliteSaver, *arguments: Any) -> Any:
        async with asyncio.timeout(20):
            await interviewer.asked.wait()
        written.append(interviewer.calls[-1])
        return await real(self, *arguments)

    monkeypatch.setattr(AsyncSqliteSaver, "aput", slow)
    events = await drain(session.answer("I'd freeze the label first."))
    assert isinstance(events[-1], Waiting)
    assert len(written) > 3
    assert [what for what, _ in interviewer.calls].count("asked for") == 1, "the graph takes over what was asked"


async def test_whatever_is_said_is_replied_to_by_what_was_asked_for_first(
    sit: Opener, interviewer: AsksSomebody
) -> None:
    session, _ = await sit(round="ml_depth")
    said = [
        "I cut the latency from 40 ms to 12 ms.", "I cut the latency from 90 ms to 12 ms.", "hint please",
        "correction: I was wrong, the latency was 90 ms and not 40 ms.", "dodge", "dodge again", "stuck", "clarify it",
        "repeat it", "minute", "skip it", "nothing", "off_topic", "stop", "no, go on", "stop", "stop it is",
    ]  # fmt: skip
    for number, text in enumerate(said, 1):
        interviewer.assessed.set()  # not every message is assessed
        await drain(session.answer(text))
        what = [call for call, _ in interviewer.calls]
        assert what.count("asked for") == number, f"{text!r} is asked for once"


async def test_a_checkpoint_that_cannot_be_written_meanwhile_is_told_and_made_again(
    sit: Opener, interviewer: AsksSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = await sit(round="ml_depth")
    interviewer.assessed.set()

    async def full(self: AsyncSqliteSaver, *_: Any) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(AsyncSqliteSaver, "aput", full)
        with pytest.raises(StorageError, match="is full; everything acknowledged before is kept"):
            await drain(session.answer("I'd freeze the label first."))
    events = await drain(session.proceed())
    assert isinstance(events[-1], Waiting)
    said = (await session.transcript())[0].turns
    assert [turn.text for turn in said[1:]] == ["I'd freeze the label first.", "Why?"]
    assert [what for what, _ in interviewer.calls].count("asked for") == 1, "nothing is asked for twice"


async def test_whoever_asks_for_more_than_the_first_words_waits_for_nothing(
    sit: Opener, interviewer: AsksSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_words, "FIRST_WORDS_SECONDS", 3600.0)
    interviewer.assessed.set()
    session, _ = await sit(round="ml_depth")
    async with asyncio.timeout(20):
        events = await drain(session.answer("I'd freeze the label first."))
    assert isinstance(events[-1], Waiting)
