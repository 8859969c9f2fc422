"""The request for a reply goes first: it does not wait until the graph has come to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from agent.domain.interview import Allowed, Reply, RoundView
from agent.events import Asked
from agent.first_words import FirstWords
from agent.interviewer.base import Interviewer


class HeadStart:
    """A reply that is asked for as soon as the answer is in the journal.

    Between an answer and the request for its reply the graph takes steps that each wait for the disk. What they will
    come to follows from the answer, so that it can be asked for first (`begin`), and the graph goes its way while the
    model thinks. The reply node takes the words over where it comes to ask the very same; where it doesn't, it asks
    itself. Where a run fails before that (a full disk), they wait for the next one: they are paid for.

    The first words of a reply go alone: where many pieces come at once, reading the others would come between the first
    and the screen. They are read on once somebody has dealt with the first (`go_on`).
    """

    def __init__(self) -> None:
        self._early: _Early | None = None
        self._speaking: _Early | None = None

    async def begin(self, view: RoundView, allowed: Allowed, interviewer: Interviewer) -> None:
        """Ask, and wait until that is on its way or has failed: what it failed of is told to `reply`."""
        await self.stop()
        self._early = _Early(view, allowed, interviewer)
        await self._early.begun.wait()

    async def reply(
        self, view: RoundView, allowed: Allowed, interviewer: Interviewer
    ) -> AsyncIterator[str | Asked | Reply]:
        """What the interviewer says: see `Interviewer.reply`."""
        early, asked = self._early, (view, allowed)
        if early is not None and early.asked != asked:
            await self.stop()
            early = None
        self._early, self._speaking = None, early
        try:
            async for piece in interviewer.reply(view, allowed) if early is None else early.words():
                yield piece
        finally:
            self._speaking = None
            if early is not None:
                await early.stop()

    def go_on(self) -> None:
        """The words of the reply that were handed out are dealt with: read on."""
        if self._speaking is not None:
            self._speaking.first_words.dealt_with()

    async def stop(self) -> None:
        """Don't listen any more to what was asked for and never taken over."""
        early, self._early = self._early, None
        if early is not None:
            await early.stop()


class _Early:
    """What an interviewer says to a view, heard by a task of its own."""

    def __init__(self, view: RoundView, allowed: Allowed, interviewer: Interviewer) -> None:
        self.asked = (view, allowed)
        self.begun, self.first_words = asyncio.Event(), FirstWords()
        self._heard: asyncio.Queue[str | Asked | Reply | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._listen(interviewer))

    async def _listen(self, interviewer: Interviewer) -> None:
        try:
            async for piece in interviewer.reply(*self.asked):
                self._heard.put_nowait(piece)
                self.begun.set()
                if isinstance(piece, str):
                    await self.first_words.wait()
                await asyncio.sleep(0)  # pieces that came together are handed on while the rest is read
        finally:
            self._heard.put_nowait(None)
            self.begun.set()

    async def words(self) -> AsyncIterator[str | Asked | Reply]:
        """All pieces so far, then the others as they come. Raises what the interviewer raised."""
        while (piece := await self._heard.get()) is not None:
            yield piece
        await self._task

    async def stop(self) -> None:
        """Stop listening."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
