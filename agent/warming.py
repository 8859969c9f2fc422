"""What is slow to load is loaded while the candidate reads the first question and writes."""

from __future__ import annotations

import asyncio

from agent.graph.context import FollowUpSearch

QUIET_SECONDS = 1.0
"""After the first question, before anything is loaded beside it: keys stutter while chromadb is being imported."""


class Warming:
    """Loads retrieval once. `can_look_up` from when there is something to look up in: the index is still built and
    opened then, which takes longer than some write their first answer."""

    def __init__(self) -> None:
        self.can_look_up = False
        self._task: asyncio.Task[None] | None = None

    def begin(self, search: FollowUpSearch) -> None:
        """Begin, where it has not begun. What fails is told by the look-up that needs it."""
        if self._task is None:
            self._task = asyncio.create_task(self._load(search))

    async def stop(self) -> None:
        """Load no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _load(self, search: FollowUpSearch) -> None:
        await asyncio.sleep(QUIET_SECONDS)
        await search.load()
        self.can_look_up = True
        await search.prepare()
