"""Reading one streamed answer: its words as they come, thoughts taken out, and whether it came to an end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from agent.llm.faults import Fault, Kind
from agent.llm.reading import Gathered
from agent.llm.retry import Budget, Clock
from agent.llm.thinking import ThinkFilter

_LAST_WORD_SECONDS = 2.0  # how long a finished stream may take to report its usage

Guarded = Callable[[Awaitable[Any], float], Awaitable[Any]]
"""Awaits something of the SDK's for so many seconds at most; a failure comes back as a Fault."""
Scrubbed = Callable[[Fault], Fault]
"""Takes the key out of what a provider said, at once."""


class StreamReader:
    """Reads the chunks of `stream`; `gathered` holds what was spoken and reported so far, `fault` what went wrong.

    `first` is when the first chunk has to be there by `clock`, `patience` the longest silence after it in seconds.
    """

    def __init__(
        self,
        stream: Any,
        guarded: Guarded,
        scrubbed: Scrubbed,
        budget: Budget,
        clock: Clock,
        *,
        opens_with: str,
        first: float,
        patience: float,
    ) -> None:
        self.gathered = Gathered()
        self.fault: Fault | None = None
        self._stream = stream
        self._guarded = guarded
        self._scrubbed = scrubbed
        self._budget = budget
        self._clock = clock
        self._think = ThinkFilter(opens_with)
        self._first = first
        self._patience = patience

    async def words(self) -> str | None:
        """The next words, '' for a chunk without any, None where the stream is over."""
        piece = await self._piece() if self.fault is None and not self.gathered.done else None
        if piece is None or isinstance(piece, Fault):
            self.fault = self.fault or piece
            return None
        return self._spoken(self._think.feed(piece))

    def rest(self) -> str:
        """What was held back until the end; `fault` is settled then."""
        self.fault = self.fault or self.gathered.verdict()
        held = self._spoken(self._think.end()) if self.fault is None else ""
        if self.fault is None and not self.gathered.spoken.strip():
            self.fault = Fault(Kind.EMPTY)
        return held

    def _spoken(self, words: str) -> str:
        self.gathered.spoken += words
        return words

    async def _piece(self) -> str | Fault:
        if self.gathered.finish:
            limit = min(_LAST_WORD_SECONDS, self._budget.left())
        elif self.gathered.begun:
            limit = min(self._patience, self._budget.left())
        else:
            limit = min(self._first - self._clock(), self._budget.left())
        chunk = await self._guarded(anext(self._stream, None), max(limit, 0.0))
        if isinstance(chunk, Fault):
            if self.gathered.finish:  # all words are there; only the usage report is missing
                self.gathered.done = True
                return ""
            return self._in_stream(chunk)
        piece = self.gathered.add(chunk)
        return self._scrubbed(piece) if isinstance(piece, Fault) else piece

    def _in_stream(self, fault: Fault) -> Fault:
        """A fault seen while reading, named by how far the stream had come."""
        if fault.kind is Kind.SLOW:
            if self._budget.left() <= 0:
                return fault
            return Fault(Kind.STALLED if self.gathered.begun else Kind.SLOW_START)
        if fault.kind is Kind.UNREACHABLE:
            return Fault(Kind.BROKEN_OFF)
        return fault
