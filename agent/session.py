"""The one door: start, answer, take back, end and resume an interview; each yields events.

    session = await Session.start(StartRequest(round="ml_depth"), settings)
    async for event in session.proceed(): ...
    async for event in session.answer("I'd freeze the label first."): ...
    await session.close()

The journal is written before anything depends on it, and the graph is driven from the journal: whatever input it
has not taken yet is given to it, after a kill as in ordinary running.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agent.assembly import choose_interviewer, make_catalog, make_context, make_interviewer, make_meter, utc_now
from agent.catalog.loader import Catalog
from agent.documents import read_document, read_plan, read_transcripts
from agent.domain.code import submitted
from agent.domain.request import StartRequest
from agent.domain.terms import InterviewerKind, Role, SessionStatus
from agent.domain.transcript import SessionPlan, Transcript, Turn
from agent.errors import MockloopError, NotFoundError, UsageError
from agent.events import AnswerKept, Ended, Event, InterviewerSpoke, Remark, Token, Waiting
from agent.graph.context import GraphContext
from agent.graph.state import InterviewState
from agent.metering import SessionMeter
from agent.paths import make_private_folder
from agent.planning import make_plan, new_session_id
from agent.resuming import keep_interviewer, settings_to_resume
from agent.retrieval.language import NOT_ENGLISH, is_english
from agent.settings import Settings
from agent.standing import Standing
from agent.storage.codec import to_plain
from agent.storage.folders import newest_active, session_folder
from agent.storage.journal import END, END_PROVIDER, Journal
from agent.storage.locks import lock_session
from agent.storage.practice import read_practice
from agent.trying_code import try_code
from agent.warming import Warming

if TYPE_CHECKING:
    from agent.graph.machine import Machine, Position

WORDS_PER_SECOND = 2.2
"""Speaking rate by which a typed answer's time is estimated where no clock runs (130 words a minute)."""
THINKING_SECONDS = 6.0

Refit = Callable[[GraphContext], GraphContext]
"""Puts services of one's own in the place of a session's: shared ones, a recorded model, a fixed secret."""

__all__ = ["Session", "StartRequest"]


class Session:
    """A running interview. Holds the session's exclusive lock until `close`."""

    def __init__(
        self, plan: SessionPlan, journal: Journal, context: GraphContext, catalog: Catalog, meter: SessionMeter
    ) -> None:
        self.id = plan.session
        self.plan = plan
        self._journal = journal
        self._context = context
        self._catalog = catalog
        self._meter = meter
        self._stack = AsyncExitStack()
        self._machine: Machine
        self._provider_failed = False
        self._heard = 0
        self._warming = Warming()
        self._standing: Standing
        self._new = 0

    @classmethod
    async def start(
        cls, request: StartRequest, settings: Settings, refit: Refit | None = None, catalog: Catalog | None = None
    ) -> Session:
        """Create a session on disk and lock it; `refit` puts other services in the place of those it would have.

        `catalog` is what many sessions share, so that each need not read it anew.
        Raises UsageError for unknown names, StorageError.
        """
        catalog = catalog or make_catalog(settings)
        now = datetime.now(UTC)
        practice = await asyncio.to_thread(read_practice, settings.paths.sessions)
        plan = make_plan(request, catalog, new_session_id(now), practice)
        folder = make_private_folder(settings.paths.sessions) / plan.session
        make_private_folder(folder)
        try:
            return await cls._open(folder, settings, catalog, new=plan, refit=refit)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    @classmethod
    async def resume(cls, session_id: str | None, settings: Settings) -> Session:
        """Open a session again (None: the newest active one). Raises NotFoundError, SessionBusyError, StorageError."""
        if session_id is None:
            session_id = await newest_active(settings.paths.sessions)
            if session_id is None:
                raise NotFoundError("No session is active; start one with `mockloop round` or `mockloop loop`.")
        folder = session_folder(settings.paths.sessions, session_id)
        settings = await settings_to_resume(settings, session_id)
        return await cls._open(folder, settings, make_catalog(settings))

    @classmethod
    async def _open(
        cls,
        folder: Path,
        settings: Settings,
        catalog: Catalog,
        new: SessionPlan | None = None,
        refit: Refit | None = None,
    ) -> Session:
        async with AsyncExitStack() as stack:
            stack.callback(lock_session(folder).release)
            machines = asyncio.create_task(_load_machines())
            stack.push_async_callback(asyncio.wait, [machines])
            journal = await Journal.open(folder)
            stack.push_async_callback(journal.close)
            if new is not None:
                await journal.set_meta(
                    version=1, plan=to_plain(new), started=utc_now(), status=SessionStatus.ACTIVE,
                    salt=secrets.token_hex(16), interviewers=[choose_interviewer(settings).model or "offline"],
                )  # fmt: skip
            plan = await read_plan(journal)
            salt = bytes.fromhex(await journal.meta("salt"))
            meter = await make_meter(settings, journal)
            context = make_context(settings, plan, journal, salt, catalog, meter)
            session = cls(plan, journal, refit(context) if refit else context, catalog, meter)
            opening = (await machines).open(folder, len(plan.rounds))
            session._machine = await stack.enter_async_context(opening)
            session._standing = Standing(journal, session._machine)
            session._heard = await journal.last_seq()
            await session._standing.settle()
            await keep_interviewer(journal, session._context.interviewer.name, settings)
            stack.push_async_callback(session._context.search.close)
            stack.push_async_callback(session._dismiss)
            session._stack = stack.pop_all()
            return session

    # --- driving

    async def proceed(self) -> AsyncIterator[Event]:
        """Drive until the interviewer waits or the session has ended; after `start` and after `resume`.

        Raises ProviderError: everything is kept, call it again to try again.
        """
        if await self._journal.meta("status") != SessionStatus.ACTIVE:
            yield await self._ended()
            return
        while True:
            position = await self._standing.position()
            if position.done:
                yield await self._finish(position.values)
                return
            number = None
            if position.waiting:
                pending = await self._journal.next_input(position.values.get("turn", 0))
                if pending is None:
                    await self._standing.waits(position)
                    yield await self._wait(position.values)
                    return
                number = pending.seq
                if number != self._new or position.address is None:
                    await self._standing.remember_before(position, number)
                async for event in try_code(position.values, number, self._context):
                    yield event
            async for event in self._run(position, number):
                yield event

    async def answer(self, text: str, *, seconds: float | None = None) -> AsyncIterator[Event]:
        """Give the candidate's message.

        `seconds` is the time it took (None: estimated from its length, for headless use). Yields AnswerKept first.
        Raises ProviderError in mid-stream: everything is kept, call `proceed` to try again.
        """
        turn = await self._keep_answer(text, seconds)
        self._new = turn.seq
        yield AnswerKept(turn)
        if await self._should_say_english(turn.text):
            yield Remark(NOT_ENGLISH)
        async for event in self.proceed():
            yield event

    async def end(self) -> AsyncIterator[Event]:
        """End here: the round in progress is graded, later rounds are reported as not held."""
        position = await self._standing.position()
        if not position.done:
            text = END_PROVIDER if self._provider_failed else END
            await self._journal.add_control(position.values.get("round_id", ""), text, utc_now())
        async for event in self.proceed():
            yield event

    async def take_back(self) -> str | None:
        """Take back the last answer, once; returns its text to be edited, None where that is not possible now.

        The graph returns to the checkpoint before it: the next answer is given there.
        """
        return await self._standing.take_back()

    async def switch_interviewer(self, settings: Settings) -> None:
        """Go on with another interviewer (after a ProviderError); the documents then say `mixed`."""
        from agent.retrieval.embedder import embedder

        meter = await make_meter(settings, self._journal)
        interviewer = make_interviewer(settings, self._catalog, embedder(), meter)
        await self._dismiss()
        self._context, self._meter = replace(self._context, interviewer=interviewer), meter
        self._provider_failed = False
        await keep_interviewer(self._journal, interviewer.name, settings)

    # --- looking

    async def transcript(self) -> list[Transcript]:
        """What was said so far, a transcript per round held, the current one last."""
        return await read_transcripts(self._journal, self.plan, self._catalog.statement)

    async def keep_draft(self, text: str) -> None:
        """Keep the unsent text of the answer box on disk."""
        await self._journal.set_meta(draft=text)

    async def foresee(self, text: str) -> None:
        """Have at hand what an answer of this text would be looked up for, while it is being written.

        Keeps nothing, asks no model and fails at nothing; before retrieval is loaded it does nothing.
        """
        if not self._warming.can_look_up or not text.strip():
            return
        from agent.graph.foresight import foresee

        with suppress(MockloopError):  # it is told where it stops something: when the answer is given
            position = await self._standing.position()
            if position.waiting:
                await foresee(text, position.values, self._context)
                await self._context.interviewer.get_ready()

    async def draft(self) -> str:
        """The unsent text kept last, '' where there is none."""
        return await self._journal.meta("draft") or ""

    async def close(self) -> None:
        """Release the lock and the databases. Safe to call twice."""
        await self._warming.stop()
        await self._stack.aclose()

    # --- inside

    async def _dismiss(self) -> None:
        await self._context.head_start.stop()
        await self._context.interviewer.aclose()

    async def _run(self, position: Position, number: int | None) -> AsyncIterator[Event]:
        self._standing.moves()
        try:
            if number is not None and number == self._new:
                await self._ask_ahead(position, number)
            async for event in self._machine.run(position, number, self._context):
                if isinstance(event, InterviewerSpoke):
                    if event.turn.seq <= self._heard:
                        continue  # said before the process was killed, and part of `transcript`
                    self._heard = event.turn.seq
                yield event
                if isinstance(event, Token):
                    self._context.head_start.go_on()
        except MockloopError as error:
            self._provider_failed = error.exit_status == 3
            for turn in await self._journal.turns(position.values.get("round_id", "")):
                if turn.role is Role.INTERVIEWER and turn.seq > self._heard:  # what langgraph held when it stopped
                    self._heard = turn.seq
                    yield InterviewerSpoke(turn)
            raise
        else:
            self._provider_failed = False  # it went on: who ends now does so himself
            await self._journal.set_meta(rewound_to=None)
        finally:
            self._standing.moves()

    async def _ask_ahead(self, position: Position, number: int) -> None:
        """Ask a model for the reply to a new answer before the graph has taken it: see `HeadStart`."""
        if self._context.interviewer.kind is InterviewerKind.OFFLINE:
            return
        from agent.graph.foresight import next_reply

        asked = await next_reply(position.values, number, self._context)
        if asked is not None:
            await self._context.head_start.begin(*asked, self._context.interviewer)

    async def _wait(self, values: InterviewState) -> Waiting:
        self._warming.begin(self._context.search)  # the candidate reads and types meanwhile
        plan = self.plan.rounds[values["position"]]
        return Waiting(
            round_id=plan.round_id,
            seconds_left=max(0.0, plan.minutes * 60 - values["elapsed"]),
            answers_left=max(0, plan.turns - values["answers"]),
            closing=values["phase"] == "handover",
            can_take_back=await self._standing.can_take_back(),
            spent=self._meter.total if self._meter.total.calls else None,
        )

    async def _should_say_english(self, text: str) -> bool:
        """Whether to say, once a session, what the offline interviewer is made for."""
        if self._context.interviewer.kind is not InterviewerKind.OFFLINE or is_english(text):
            return False
        told = await self._journal.meta("told_english")
        await self._journal.set_meta(told_english=True)
        return not told

    async def _keep_answer(self, text: str, seconds: float | None) -> Turn:
        position = await self._standing.position()
        if not position.waiting:
            raise UsageError("The interviewer is not waiting for an answer now; nothing was kept.")
        text = text.encode("utf-8", "replace").decode()  # a lone surrogate can't be stored
        round_id = position.values["round_id"]
        if seconds is None:
            turns = await self._journal.turns(round_id)
            said = turns[-1].text if turns else ""
            seconds = THINKING_SECONDS + len((text + " " + said).split()) / WORDS_PER_SECOND
        spec = self._catalog.round_spec(self.plan.rounds[position.values["position"]].kind)
        return await self._journal.add_answer(
            round_id, text, utc_now(), seconds, submitted(text) if spec.code else None, position.address
        )

    async def _finish(self, values: InterviewState) -> Ended:
        status = SessionStatus.ENDED if values.get("stop") else SessionStatus.FINISHED
        await self._journal.set_meta(status=status, before_answer=None)
        return await self._ended()

    async def _ended(self) -> Ended:
        document = await read_document(self._journal, self.plan, self._catalog.statement)
        assert document is not None
        return Ended(document)


async def _load_machines() -> type[Machine]:
    """LangGraph takes most of a start to load; meanwhile the journal is opened and waits for the disk."""
    module = await asyncio.to_thread(import_module, "agent.graph.machine")
    found: type[Machine] = module.Machine
    return found
