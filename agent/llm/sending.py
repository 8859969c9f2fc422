"""Knowing when a request has gone out, which an SDK's call does not say before the answer has begun."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any

_SENT: ContextVar[asyncio.Event | None] = ContextVar("sent", default=None)


class Sending:
    """Runs the sending of one request as a task of its own."""

    def __init__(self, send: Coroutine[Any, Any, Any]) -> None:
        self._sent = asyncio.Event()
        before = _SENT.set(self._sent)
        try:
            self.task = asyncio.ensure_future(send)  # with a copy of the context: the hook finds its event there
        finally:
            _SENT.reset(before)

    async def on_the_wire(self) -> None:
        """Wait until the request is handed to the connection, or has failed before that."""
        sent = asyncio.ensure_future(self._sent.wait())
        try:
            await asyncio.wait((sent, self.task), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sent.cancel()


async def note_on_the_wire(_request: object) -> None:
    """Called by the HTTP client with every request it is about to send."""
    event = _SENT.get()
    if event is not None:
        event.set()
