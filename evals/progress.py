"""How far an eval run is: a line drawn anew each second on a terminal, a line now and then where there is none."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from evals.task import Record

EVERY = 1.0
SELDOM = 10.0
"""Seconds between two lines on a terminal, and elsewhere."""


class Progress:
    """Counts the samples of one holding of a run. `kept` were finished before it, `paid` says what calls came to.

    `done` are all that are kept now. What is left is told once a sample of this holding shows how long one takes.
    """

    def __init__(self, planned: int, kept: int, paid: Callable[[], str]) -> None:
        self.planned = planned
        self.done = kept
        self._before = kept
        self._failed = 0
        self._task = ""
        self._paid = paid
        self._begun = time.monotonic()
        self._drawn = self._begun
        self._live = sys.stderr.isatty()
        self._open = False

    def add(self, record: Record) -> None:
        """A sample came to its end."""
        self.done += record.error is None
        self._failed += record.error is not None
        self._task = record.task
        if self._live or self.done == self.planned or time.monotonic() - self._drawn >= SELDOM:
            self._draw()

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Draw while the context is open; the last line is ended when it closes."""
        ticking = None
        if self._live:
            self._draw()
            ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            if ticking is not None:
                ticking.cancel()
            if self._open:
                sys.stderr.write("\n")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self._draw()

    def note(self, text: str) -> None:
        """Say something on a line of its own."""
        sys.stderr.write(f"\r\x1b[2K{text}\n" if self._open else f"{text}\n")
        self._open = False

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        text = self.line(self._drawn - self._begun)
        if self._live:
            self._open = True
            text = text[: shutil.get_terminal_size().columns - 1]  # a line that wraps can't be drawn over
        sys.stderr.write(f"\r\x1b[2K{text}" if self._live else f"{text}\n")
        sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """How far it is after so many seconds."""
        parts = [f"{self.done} of {self.planned} samples"]
        if self._failed:
            parts.append(f"{self._failed} failed")
        if paid := self._paid():
            parts.append(paid)
        ended = self.done - self._before + self._failed
        if ended:
            left = self.planned - self._before - ended
            parts.append(f"about {_clock(seconds / ended * left)} left")
        return ", ".join(parts) + (f"; {self._task}" if self._task else "")


def _clock(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60} s"
