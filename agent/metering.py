"""Counts what a session spends on models, keeps it in the journal, and stops before a limit is passed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from agent.domain.cost import PricedCall, Spending, dollars, spending
from agent.errors import SpendingError
from agent.llm.base import Call, Request
from agent.llm.prices import PriceTable
from agent.llm.tokens import MARGIN


class CallBook(Protocol):
    """Where calls are kept: the journal."""

    async def add_call(self, call: PricedCall, sent: Sequence[tuple[str, str]]) -> None:
        """Keep a call with the messages (role, text) that were sent."""
        ...

    async def calls(self) -> list[PricedCall]:
        """All calls kept, in order."""
        ...


class OwnBook:
    """Calls that belong to no session: counted in this process, kept nowhere."""

    def __init__(self) -> None:
        self._calls: list[PricedCall] = []

    async def add_call(self, call: PricedCall, sent: Sequence[tuple[str, str]]) -> None:
        """Count a call."""
        self._calls.append(call)

    async def calls(self) -> list[PricedCall]:
        """All calls, in order."""
        return list(self._calls)


class SessionMeter:
    """The meter of one session, or of one command that belongs to none; `of` names it.

    Before a request goes out, the most it can cost is set aside; a request that could take the sum over `limit` (US
    dollars for the whole session, what was spent before a resume included) is not sent.
    """

    def __init__(
        self, book: CallBook, prices: PriceTable, limit: float | None, kept: list[PricedCall], of: str = "this session"
    ) -> None:
        self._book = book
        self._prices = prices
        self._limit = limit
        self._of = of
        self._total = spending(kept)
        self._set_aside = 0.0

    @classmethod
    async def open(cls, book: CallBook, prices: PriceTable, limit: float | None) -> SessionMeter:
        """The meter of a session, with what it has spent already."""
        return cls(book, prices, limit, await book.calls())

    @property
    def total(self) -> Spending:
        """What the session has spent so far."""
        return self._total

    @asynccontextmanager
    async def reserved(self, request: Request, host: str, input: Callable[[], int], output: int) -> AsyncIterator[None]:
        """Set aside what a request of `input()` tokens, estimated, and at most `output` can cost while it runs.

        Raises:
            SpendingError: the limit would not hold. Nothing was sent.
        """
        if self._limit is None:
            yield
            return
        price = self._prices.find(request.model, host)
        if price is None:
            raise SpendingError(
                f"The price of {request.model} at {host} is unknown, so that --max-cost can't be kept. Everything is "
                "kept. Put the price into prices.yaml in the data folder, choose another model, or go on offline."
            )
        most = price.most(int(input() * (1 + MARGIN)) + 1, output)
        if self._total.usd + self._set_aside + most > self._limit:
            raise SpendingError(
                f"The next request could take {self._of} past --max-cost {dollars(self._limit)} "
                f"({dollars(self._total.usd)} spent, up to {dollars(most)} for it); it was not sent. Everything is "
                "kept. Go on with a higher --max-cost, with a cheaper --model, or --offline."
            )
        self._set_aside += most
        try:
            yield
        finally:
            self._set_aside -= most

    async def record(self, call: Call, host: str) -> None:
        """Keep what a request cost, with its price where that is known."""
        asked = call.request
        price = self._prices.find(asked.model, host)
        usage = call.usage
        priced = PricedCall(
            asked.round_id, asked.purpose, asked.model, usage.input, usage.cached, usage.output, usage.estimated,
            price.of(usage) if price else None,
        )  # fmt: skip
        one = spending([priced])
        self._total = replace(
            self._total,
            calls=self._total.calls + 1,
            input=self._total.input + one.input,
            cached=self._total.cached + one.cached,
            output=self._total.output + one.output,
            estimated=self._total.estimated or one.estimated,
            usd=self._total.usd + one.usd,
            unpriced=self._total.unpriced + one.unpriced,
        )
        await self._book.add_call(priced, call.messages)
