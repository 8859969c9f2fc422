"""What of a turn is under way: the reply goes first, and the assessment of the same answer keeps out of its way."""

from __future__ import annotations

import asyncio


class _Turn:
    def __init__(self, seq: int) -> None:
        self.seq = seq
        self.under_way = asyncio.Event()
        self.over = asyncio.Event()


class Headway:
    """Tells whoever can wait how far the reply to a message is; one message at a time, by its number.

    Both nodes run in one event loop: what the assessment computes before the reply's request has gone out, the
    candidate waits for. And a node that fails ends the other: an assessment that does so waits for the reply's words,
    which are paid for.
    """

    def __init__(self) -> None:
        self._turn = _Turn(0)

    def under_way(self, seq: int) -> None:
        """The reply to message `seq` was asked for, is there, or won't come. Safe to call twice."""
        self._of(seq).under_way.set()

    def over(self, seq: int) -> None:
        """The reply to message `seq` is in the journal, or won't come."""
        self.under_way(seq)
        self._of(seq).over.set()

    async def until_under_way(self, seq: int) -> None:
        """Wait until the reply to message `seq` was asked for."""
        await self._of(seq).under_way.wait()

    async def until_over(self, seq: int) -> None:
        """Wait until nothing more comes of the reply to message `seq`."""
        await self._of(seq).over.wait()

    def _of(self, seq: int) -> _Turn:
        if seq != self._turn.seq:
            self._turn = _Turn(seq)
        return self._turn
