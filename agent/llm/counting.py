"""A meter's leave for each request, and what the request took, estimated where the endpoint doesn't say."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

from agent.llm.base import Call, Message, Meter, Request, Usage
from agent.llm.tokens import estimate


class Counting:
    """Counts the requests to the endpoint `host`."""

    def __init__(self, meter: Meter | None, host: str) -> None:
        self._meter = meter
        self._host = host
        self._beyond: dict[str, int] = {}

    def reserved(
        self, request: Request, messages: tuple[Message, ...], body: dict[str, Any]
    ) -> AbstractAsyncContextManager[None]:
        """The meter's leave to send a request; entering raises where it has none to give.

        Reasoning may go past the limit that a request sets: what it went past it so far is set aside with every one.
        """
        if self._meter is None:
            return nullcontext()
        output = _output_limit(body) + self._beyond.get(request.model, 0)
        return self._meter.reserved(request, self._host, lambda: _estimate(messages), output)

    async def report(
        self, request: Request, usage: Usage | None, body: dict[str, Any], messages: tuple[Message, ...], text: str
    ) -> Usage:
        """What a request took, told to the meter."""
        if usage is None:
            usage = Usage(_estimate(messages), 0, estimate(text), estimated=True)
        past = usage.output - _output_limit(body)
        self._beyond[request.model] = max(past, self._beyond.get(request.model, 0))
        if self._meter is not None:
            await self._meter.record(Call(request, usage, messages), self._host)
        return usage


def _output_limit(body: dict[str, Any]) -> int:
    """The output tokens that a body asks for at most."""
    limit: int = body.get("max_completion_tokens") or body["max_tokens"]
    return limit


def _estimate(messages: tuple[Message, ...]) -> int:
    return sum(estimate(content) for _, content in messages)
