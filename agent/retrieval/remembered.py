"""A search whose newest question is answered once: asked while the candidate writes, it is there when he sends."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from agent.domain.interview import FollowUp
from agent.domain.knowledge import Question
from agent.domain.terms import Level, RoundKind

if TYPE_CHECKING:
    from agent.retrieval.search import ProbeSearch

_Key = tuple[str, RoundKind, str | None, Level | None, str, tuple[str, ...], int]


class RemembersNewest:
    """`search`, whose answer to the newest question is kept in memory; the same question meanwhile waits for it."""

    def __init__(self, search: ProbeSearch) -> None:
        self._search = search
        self._key: _Key | None = None
        self._newest: asyncio.Task[list[FollowUp]] | None = None
        self._running: set[asyncio.Task[list[FollowUp]]] = set()

    async def candidates(
        self,
        text: str,
        *,
        round: RoundKind,
        question_id: str | None = None,
        level: Level | None = None,
        open_ask: str = "",
        exclude: Collection[str] = (),
        k: int = 8,
    ) -> list[FollowUp]:
        """See `ProbeSearch.candidates`. An error is not kept."""
        key = (text, round, question_id, level, open_ask, tuple(exclude), k)
        task = self._newest if key == self._key else None
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            found = self._search.candidates(
                text, round=round, question_id=question_id, level=level, open_ask=open_ask, exclude=exclude, k=k
            )
            task = asyncio.create_task(found)
            self._running.add(task)
            task.add_done_callback(self._done)
            self._key, self._newest = key, task
        return list(await asyncio.shield(task))  # whoever stops waiting does not stop it for another

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

    async def prepare(self) -> None:
        """See `ProbeSearch.prepare`."""
        await self._search.prepare()

    async def close(self) -> None:
        """Stop what runs, forget what was found, and let go of files."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._key = self._newest = None
        await self._search.close()
