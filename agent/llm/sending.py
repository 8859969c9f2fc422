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
        """Wait until all of the request is handed to the connection, or has failed before that."""
        sent = asyncio.ensure_future(self._sent.wait())
        try:
            await asyncio.wait((sent, self.task), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sent.cancel()


async def note_on_the_wire(request: Any) -> None:
    """Called by the HTTP client with every request it is about to send; listens until all of it is handed over.

    What is painted as soon as a request was asked would otherwise come between it and a connection still being made.
    """
    event = _SENT.get()
    if event is None:
        return

    async def trace(name: str, _info: object) -> None:
        if name.endswith("send_request_body.complete"):  # of HTTP/1.1 and HTTP/2
            event.set()

    request.extensions = {**request.extensions, "trace": trace}
