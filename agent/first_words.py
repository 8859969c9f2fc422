"""The first words of a reply go alone: the rest is read once somebody has dealt with them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

FIRST_WORDS_SECONDS = 0.1
"""As long as the rest of a reply waits to be read, at most, until its first words are dealt with."""


class FirstWords:
    """Those of one reply after the other: where many pieces come at once, reading the others would come between the
    first and the screen."""

    def __init__(self) -> None:
        self._dealt_with = asyncio.Event()

    def come(self) -> None:
        """Those of another reply are there."""
        self._dealt_with.clear()

    def dealt_with(self) -> None:
        """They are said, or on screen: read on."""
        self._dealt_with.set()

    async def wait(self) -> None:
        """Until they are dealt with, or have waited long enough; then no more until others `come`."""
        if not self._dealt_with.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._dealt_with.wait(), FIRST_WORDS_SECONDS)
            self._dealt_with.set()
