"""The bridge between a screen and a session.

Screens and widgets never await the agent. The bridge runs the session's iterators in the screen's workers and posts
what happens as messages, and it lets go of the session.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from agent.errors import MockloopError, ProviderError
from agent.events import AnswerKept, Event, Token, Waiting
from agent.first_words import FirstWords
from tui.drafting import Drafting
from tui.host import Host
from tui.opening import Opening, Resume

if TYPE_CHECKING:
    from agent.domain.transcript import SessionPlan, Transcript
    from agent.session import Session
    from agent.settings import Settings
    from tui.backend import Backend


class Bridge:
    """Drives one session for one screen, one operation at a time."""

    class Opened(Message):
        """The session is there: its plan, what was said so far and the unsent draft."""

        def __init__(self, plan: SessionPlan, transcripts: list[Transcript], draft: str) -> None:
            super().__init__()
            self.plan = plan
            self.transcripts = transcripts
            self.draft = draft

    class Happened(Message):
        """The session emitted an event."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    class TookBack(Message):
        """The last answer was taken back; `text` is None where that was not possible."""

        def __init__(self, text: str | None, transcripts: list[Transcript]) -> None:
            super().__init__()
            self.text = text
            self.transcripts = transcripts

    class ProviderFailed(Message):
        """The model provider failed; all is kept. `unkept` is an answer that did not reach the disk."""

        def __init__(self, error: ProviderError, unkept: str | None) -> None:
            super().__init__()
            self.error = error
            self.unkept = unkept

    class DraftNotKept(Message):
        """The unsent text could not be written; it stands in the box all the same."""

        def __init__(self, error: MockloopError) -> None:
            super().__init__()
            self.error = error

    class Refused(Message):
        """What was asked for can't be done; `opening` where it was to open the session."""

        def __init__(self, error: MockloopError, unkept: str | None = None, opening: bool = False) -> None:
            super().__init__()
            self.error = error
            self.unkept = unkept
            self.opening = opening

    def __init__(self, host: Host, backend: Backend) -> None:
        self._host = host
        self._backend = backend
        self._session: Session | None = None
        self._worker: Worker[None] | None = None
        self._unkept: str | None = None
        self._drafting = Drafting(host, self, lambda error: self._post(self.DraftNotKept(error)))
        self._first_words = FirstWords()
        self.closed = False

    @property
    def session_id(self) -> str | None:
        """The id of the session that is held, None where there is none yet."""
        return self._session.id if self._session is not None else None

    @property
    def held(self) -> Session | None:
        """The session, None where there is none yet."""
        return self._session

    @property
    def is_idle(self) -> bool:
        """Whether the interviewer waits and nothing else goes on."""
        return self._worker is not None and self._worker.is_finished

    @property
    def has_unkept(self) -> bool:
        """Whether an answer is on its way to the disk."""
        return self._unkept is not None

    @property
    def is_open(self) -> bool:
        """Whether a session is held right now."""
        return self._session is not None and not self.closed

    def open(self, opening: Opening, settings: Settings) -> None:
        """Start or resume, then drive to where the interviewer waits."""
        self._run(self._open(opening, settings))

    def proceed(self) -> None:
        """Try again where the session stopped."""
        self._run(self._drive(lambda session: session.proceed()))

    def answer(self, text: str, seconds: float) -> None:
        """Give the candidate's answer; it took `seconds`. The draft on disk stays until the answer is there."""
        self._unkept, self._drafting.text = text, ""
        self.wish(text, seconds)

    def wish(self, text: str, seconds: float) -> None:
        """Give a message that did not come from the answer box, whose draft it leaves alone.

        The session gets it at once: what a picture takes would come before the first word of the reply.
        """
        self._give(text, seconds)

    def end(self) -> None:
        """End here."""
        self._run(self._drive(lambda session: session.end()))

    def take_back(self) -> None:
        """Take back the last answer, then drive to where the interviewer waits for another."""
        self._run(self._take_back())

    def switch(self, settings: Settings) -> None:
        """Go on with another interviewer."""
        self._run(self._switch(settings))

    def note_draft(self, text: str) -> None:
        """Remember what stands in the answer box; it is written after a short silence."""
        self._drafting.note(text)

    def note_speech(self) -> None:
        """The first words of a reply are on screen."""
        self._first_words.dealt_with()

    async def close(self) -> None:
        """Write the draft and let go of the session. Safe to call twice."""
        if self.closed:
            return
        self.closed = True
        await self._drafting.stop()
        if self._worker is not None:
            if self._session is not None:  # one that is being opened is waited for: its lock must not stay behind
                self._worker.cancel()
            with suppress(WorkerCancelled, WorkerFailed):  # a fault was already handed to the app
                await self._worker.wait()
        if self._session is not None:
            self._drafting.text = "\n".join(part for part in (self._take_unkept(), self._drafting.text) if part)
            await self._drafting.keep()
            await self._guard(self._session.close)

    def _give(self, text: str, seconds: float) -> None:
        if not self.closed:
            self._run(self._drive(lambda session: session.answer(text, seconds=seconds)))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._worker = self._host.run_worker(work, group="session")

    def _post(self, message: Message) -> None:
        self._host.post_message(message)

    async def _guard(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run, turning the agent's errors into messages."""
        try:
            await work()
        except ProviderError as error:
            self._post(self.ProviderFailed(error, self._take_unkept()))
        except MockloopError as error:
            self._post(self.Refused(error, self._take_unkept(), opening=self._session is None))

    def _take_unkept(self) -> str | None:
        unkept, self._unkept = self._unkept, None
        return unkept

    async def _open(self, opening: Opening, settings: Settings) -> None:
        async def work() -> None:
            if isinstance(opening, Resume):
                session = await self._backend.resume(opening.session, settings)
            else:
                session = await self._backend.start(opening, settings)
            if self.closed:  # the user left while it was being set up
                await session.close()
                return
            self._session = session
            transcripts = await session.transcript()
            self._drafting.restore(await session.draft())
            self._post(self.Opened(session.plan, transcripts, self._drafting.text))
            await self._relay(session.proceed())

        await self._guard(work)

    async def _drive(self, operation: Callable[[Session], AsyncIterator[Event]]) -> None:
        session = self._open_session()
        await self._guard(lambda: self._relay(operation(session)))

    async def _take_back(self) -> None:
        session = self._open_session()

        async def work() -> None:
            text = await session.take_back()
            self._post(self.TookBack(text, await session.transcript()))
            await self._relay(session.proceed())

        await self._guard(work)

    async def _switch(self, settings: Settings) -> None:
        session = self._open_session()

        async def work() -> None:
            await session.switch_interviewer(settings)
            await self._relay(session.proceed())

        await self._guard(work)

    async def _relay(self, events: AsyncIterator[Event]) -> None:
        sent_draft = speaking = False
        async for event in events:
            self._post(self.Happened(event))
            if isinstance(event, Token) and not speaking:  # nothing more is read before they are painted
                self._first_words.come()
                await self._first_words.wait()
            speaking = isinstance(event, Token)
            if isinstance(event, AnswerKept):
                self._unkept, sent_draft = None, True
            elif sent_draft:  # not before the reply is under way: the journal dropped it with the answer already
                sent_draft = False
                self._drafting.keep_soon()  # beside the words: they must not wait for the disk
            if isinstance(event, Waiting) and self._drafting.text:
                self._drafting.foresee_later()  # it was written while the interviewer spoke
            await asyncio.sleep(0)  # a session that never suspends must not starve the keyboard

    def _open_session(self) -> Session:
        assert self._session is not None, "no session is open"
        return self._session
