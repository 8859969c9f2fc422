"""What a run has paid for, and what its calls may still cost: a limit that calls side by side can't pass together.

The model that is asked tells of every request that it sends for a call: one that was answered in no form that could be
used, or ran into its length limit, was paid for too, and the next may be larger.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from agent.errors import MockloopError
from agent.llm.base import Call, Request, Usage
from agent.llm.tokens import MARGIN, estimate

Price = tuple[float, float, float]
"""US dollars for a million tokens: input, cached input, output."""


class CostReachedError(MockloopError):
    """The run has cost what it may; what was finished is kept and the run resumes."""

    exit_status = 1


def cost_of(tokens: int, cached: int, output: int, price: Price) -> float:
    """US dollars for tokens; `cached` is part of `tokens`."""
    return ((tokens - cached) * price[0] + cached * price[1] + output * price[2]) / 1_000_000


@dataclass(eq=False, slots=True)
class Tries:
    """One call: what its requests took so far together (None: nobody told), and the most that the next one may cost.

    `ended` is told what it took, once; `leave` is the name under which a run far away set it aside.
    """

    ended: Callable[[Tries, Usage], None]
    taken: Usage | None = None
    aside: float = 0.0
    over: bool = False
    leave: str = ""

    def end(self, said: Usage | None) -> Usage:
        """The call came to its end; returns what it took. What the answer itself said counts where nobody told."""
        usage = self.taken or said or Usage()
        self.over = True
        self.ended(self, usage)
        return usage

    def took(self, usage: Usage) -> None:
        """One request of the call was answered."""
        had = self.taken or Usage()
        self.taken = Usage(
            had.input + usage.input, had.cached + usage.cached, had.output + usage.output,
            had.estimated or usage.estimated,
        )  # fmt: skip


class Purse:
    """The calls of one run and their money in US dollars. Without a price none is counted, without a limit nothing is
    refused. It is the `Meter` of the model that the run asks."""

    def __init__(self, price: Price | None, limit: float | None) -> None:
        self.spent = 0.0
        self.calls = 0
        self.limit = limit
        self._price = price
        self._lost = 0.0
        self._running: dict[int, Tries] = {}
        self._holding: set[Tries] = set()
        self._settled = asyncio.Event()

    def begin(self, paid: Iterable[Usage]) -> None:
        """Count from the calls that a run has paid for already."""
        self.spent, self.calls = 0.0, 0
        for usage in paid:
            self.calls += 1
            self.pay(usage)

    def pay(self, usage: Usage) -> None:
        """A request was answered."""
        if self._price is not None:
            self.spent += cost_of(usage.input, usage.cached, usage.output, self._price)

    def check(self) -> None:
        """Raise CostReachedError where nothing is left."""
        if self.limit is not None and self.spent >= self.limit:
            raise self._reached()

    @asynccontextmanager
    async def call(self, request: Request) -> AsyncIterator[Tries]:
        """Around a call: set aside the most that its first request can cost, and wait until that fits.

        Raises CostReachedError where it never will; nothing was sent.
        """
        tries = Tries(self._end)
        self._running[id(request)] = tries
        try:
            await self.put_aside(tries, self._most(lambda: _input(request), request.max_output_tokens))
            yield tries
        finally:
            self._running.pop(id(request), None)
            self.let_go(tries)

    @asynccontextmanager
    async def reserved(self, request: Request, host: str, input: Callable[[], int], output: int) -> AsyncIterator[None]:
        """Around every request of a call: one that may cost more than is set aside waits until that fits.

        Raises CostReachedError where it never will; it was not sent.
        """
        tries = self._running.get(id(request), own := Tries(self._end))
        try:
            await self.put_aside(tries, self._most(input, output))
            yield
        finally:
            self.let_go(own)

    async def record(self, call: Call, host: str) -> None:
        """A request was answered, in whatever form: it is paid, and nothing is set aside for it any more."""
        self.pay(call.usage)
        tries = self._running.get(id(call.request))
        if tries is not None:
            tries.took(call.usage)
            self.let_go(tries)

    async def put_aside(self, tries: Tries, most: float) -> None:
        """Set aside so many US dollars for a call's next request, in the place of what is. Raises CostReachedError.

        Calls mostly cost far less than the most they can: one that doesn't fit beside others waits for what they leave.
        """
        if self.limit is None or most <= tries.aside:
            return
        self.let_go(tries)  # whoever waits holds nothing: two that wait for each other would wait for ever
        while self.spent + self._lost + sum(other.aside for other in self._holding) + most > self.limit:
            if not self._holding:
                raise self._reached(most)
            self._settled.clear()
            await self._settled.wait()
        tries.aside = most
        self._holding.add(tries)

    def let_go(self, tries: Tries) -> None:
        """Nothing is set aside for a call any more."""
        tries.aside = 0.0
        self._holding.discard(tries)
        self._settled.set()

    def lose(self, tries: Tries) -> None:
        """Nobody will ever tell what a call took: all that was set aside for it counts against the limit."""
        self._lost += tries.aside
        self.let_go(tries)

    def _end(self, tries: Tries, usage: Usage) -> None:
        self.calls += 1
        if tries.taken is None:
            self.pay(usage)

    def _most(self, input: Callable[[], int], output: int) -> float:
        if self._price is None or self.limit is None:
            return 0.0
        full, cached, for_output = self._price
        return cost_of(int(input() * (1 + MARGIN)) + 1, 0, output, (max(full, cached), 0.0, for_output))

    def _reached(self, most: float = 0.0) -> CostReachedError:
        for_it = f"; the next call may take up to ${most:.4f} and was not made" if most else ""
        lost = f", and up to ${self._lost:.4f} with workers that were lost" if self._lost else ""
        return CostReachedError(
            f"The run has cost ${self.spent:.4f}{lost}, and may cost ${self.limit:g}{for_it}. "
            "What was finished is kept; a higher --max-cost goes on."
        )


def _input(request: Request) -> int:
    return sum(estimate(text) for _, text in request.messages)
