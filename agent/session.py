"""The one door: start, answer, take back, end and resume an interview; each yields events.

This file is the interface; see graph/ for the machine behind it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from agent.domain.request import StartRequest
from agent.domain.transcript import SessionPlan, Transcript
from agent.events import Event
from agent.settings import Settings

__all__ = ["Session", "StartRequest"]


class Session:
    """A running interview. Holds the session's exclusive lock until `close`."""

    id: str
    plan: SessionPlan

    @classmethod
    async def start(cls, request: StartRequest, settings: Settings) -> Session:
        """Create a session on disk and lock it. Raises UsageError for unknown names, StorageError."""
        raise NotImplementedError

    @classmethod
    async def resume(cls, session_id: str | None, settings: Settings) -> Session:
        """Open a session again (None: the newest active one). Raises NotFoundError, SessionBusyError, StorageError."""
        raise NotImplementedError

    def proceed(self) -> AsyncIterator[Event]:
        """Drive until the interviewer waits or the session has ended; after `start` and after `resume`."""
        raise NotImplementedError

    def answer(self, text: str, *, seconds: float | None = None) -> AsyncIterator[Event]:
        """Give the candidate's message.

        `seconds` is the time it took (None: estimated from its length, for headless use). Yields AnswerKept first.
        Raises ProviderError in mid-stream: everything is kept, call `proceed` to try again.
        """
        raise NotImplementedError

    def end(self) -> AsyncIterator[Event]:
        """End here: the round in progress is graded, later rounds are reported as not held."""
        raise NotImplementedError

    async def take_back(self) -> str | None:
        """Take back the last answer, once; returns its text to be edited, None where that is not possible now."""
        raise NotImplementedError

    async def transcript(self) -> list[Transcript]:
        """What was said so far, a transcript per round held, the current one last."""
        raise NotImplementedError

    async def keep_draft(self, text: str) -> None:
        """Keep the unsent text of the answer box on disk."""
        raise NotImplementedError

    async def draft(self) -> str:
        """The unsent text kept last, '' where there is none."""
        raise NotImplementedError

    async def switch_interviewer(self, settings: Settings) -> None:
        """Go on with another interviewer (after a ProviderError); the documents then say `mixed`."""
        raise NotImplementedError

    async def close(self) -> None:
        """Release the lock and the databases. Safe to call twice."""
        raise NotImplementedError
