"""A search whose newest question is answered once: asked while the candidate writes, it is there when he sends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.domain.interview import FollowUp, Sought
from agent.domain.knowledge import Question
from agent.domain.terms import RoundKind

if TYPE_CHECKING:
    from agent.retrieval.search import ProbeSearch


class RemembersNewest:
    """`search`, whose answer to the newest question is kept in memory; the same question meanwhile waits for it."""

    def __init__(self, search: ProbeSearch) -> None:
        self._search = search
        self._sought: Sought | None = None
        self._newest: asyncio.Task[list[FollowUp]] | None = None
        self._running: set[asyncio.Task[list[FollowUp]]] = set()

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        """See `ProbeSearch.candidates`. An error is not kept."""
        task = self._newest if sought == self._sought else None
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(self._search.candidates(sought))
            self._running.add(task)
            task.add_done_callback(self._done)
            self._sought, self._newest = sought, task
        return list(await asyncio.shield(task))  # whoever stops waiting does not stop it for another

    async def preferred(self, sought: Sought, probes: Sequence[str]) -> tuple[str, ...]:
        """See `ProbeSearch.preferred`."""
        return await self._search.preferred(sought, probes)

    def _done(self, task: asyncio.Task[list[FollowUp]]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # looked at: where nobody waits any more, nobody need be told

    async def belongs(self, text: str, question: Question) -> bool:
        """See `ProbeSearch.belongs`."""
        return await self._search.belongs(text, question)

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        """See `ProbeSearch.brought_up`."""
        return await self._search.brought_up(target_id, round)

    async def load(self) -> None:
        """See `ProbeSearch.load`."""
        await self._search.load()

    async def prepare(self) -> None:
        """See `ProbeSearch.prepare`."""
        await self._search.prepare()

    async def close(self) -> None:
        """Stop what runs, forget what was found, and let go of files."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._sought = self._newest = None
        await self._search.close()
