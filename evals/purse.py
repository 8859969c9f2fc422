"""What a run has paid for, and what its calls may still cost: a limit that calls side by side can't pass together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.errors import MockloopError
from agent.llm.base import Request, Usage
from agent.llm.tokens import MARGIN, estimate

Price = tuple[float, float, float]
"""US dollars for a million tokens: input, cached input, output."""


class CostReachedError(MockloopError):
    """The run has cost what it may; what was finished is kept and the run resumes."""

    exit_status = 1


def cost_of(tokens: int, cached: int, output: int, price: Price) -> float:
    """US dollars for tokens; `cached` is part of `tokens`."""
    return ((tokens - cached) * price[0] + cached * price[1] + output * price[2]) / 1_000_000


class Purse:
    """The calls of one run and their money in US dollars. Without a price none is counted, without a limit nothing is
    refused."""

    def __init__(self, price: Price | None, limit: float | None) -> None:
        self.spent = 0.0
        self.calls = 0
        self._price = price
        self._limit = limit
        self._set_aside: list[float] = []
        self._settled = asyncio.Event()

    def pay(self, usage: Usage) -> None:
        """A call was answered."""
        self.calls += 1
        if self._price is not None:
            self.spent += cost_of(usage.input, usage.cached, usage.output, self._price)

    def check(self) -> None:
        """Raise CostReachedError where nothing is left."""
        if self._limit is not None and self.spent >= self._limit:
            raise self._reached()

    @asynccontextmanager
    async def reserved(self, request: Request) -> AsyncIterator[None]:
        """Set aside the most a request can cost while it runs: its input as estimated, and the whole of its output.

        Calls mostly cost far less than that: one that doesn't fit beside others in flight waits for what they leave.
        Raises CostReachedError where it does not fit alone either; nothing was sent.
        """
        most = self._most(request)
        while self._limit is not None and self.spent + sum(self._set_aside) + most > self._limit:
            if not self._set_aside:
                raise self._reached(most)
            self._settled.clear()
            await self._settled.wait()
        self._set_aside.append(most)
        try:
            yield
        finally:
            self._set_aside.remove(most)
            self._settled.set()

    def _most(self, request: Request) -> float:
        if self._price is None:
            return 0.0
        tokens = sum(estimate(text) for _, text in request.messages)
        full, cached, output = self._price
        return cost_of(int(tokens * (1 + MARGIN)) + 1, 0, request.max_output_tokens, (max(full, cached), 0.0, output))

    def _reached(self, most: float = 0.0) -> CostReachedError:
        for_it = f"; the next call may take up to ${most:.4f} and was not made" if most else ""
        return CostReachedError(
            f"The run has cost ${self.spent:.4f}, and may cost ${self._limit:g}{for_it}. "
            "What was finished is kept; a higher --max-cost goes on."
        )
