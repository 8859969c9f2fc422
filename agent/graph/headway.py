"""What of a turn is under way: the reply goes first, and the assessment of the same answer keeps out of its way."""

from __future__ import annotations

import asyncio


class Headway:
    """Tells whoever can wait that the reply to a message is on its way; one message at a time, by its number.

    Both nodes run in one event loop: what the assessment computes before the reply's request has gone out, the
    candidate waits for.
    """

    def __init__(self) -> None:
        self._seq = 0
        self._event = asyncio.Event()

    def under_way(self, seq: int) -> None:
        """The reply to message `seq` was asked for, is there, or won't come. Safe to call twice."""
        self._of(seq).set()

    async def until_under_way(self, seq: int) -> None:
        """Wait for the reply to message `seq`."""
        await self._of(seq).wait()

    def _of(self, seq: int) -> asyncio.Event:
        if seq != self._seq:
            self._seq, self._event = seq, asyncio.Event()
        return self._event
