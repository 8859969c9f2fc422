"""The connection under the SDK: whom it trusts, how long it is kept, and when a request has gone out on it.

An SDK's call says nothing of the last before the answer has begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl

IDLE_SECONDS = 120.0
"""How long a connection is kept for the next request: a candidate writes for a minute or two, and the HTTP client of
itself would let go after 5 s. Routers on the way forget an idle one without a word: Azure's NAT gateway after 240 s,
AWS's after 350 s."""

_SENT: ContextVar[asyncio.Event | None] = ContextVar("sent", default=None)


@cache
def certificates() -> ssl.SSLContext:
    """The certificates that are trusted, read once a process: a tenth of a second, more than all the rest of a client.

    Raises OSError (ssl.SSLError is one) where SSL_CERT_FILE or SSL_CERT_DIR names what can't be read.
    """
    import httpx

    return httpx.create_ssl_context()


def limits() -> Any:
    """Of the connections of one client: as many as are wanted, kept between a candidate's answers.

    The SDK may bring an HTTP client with a class of its own for them; it reads the same three figures from this one.
    """
    import httpx

    return httpx.Limits(keepalive_expiry=IDLE_SECONDS)


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
