"""What runs beside a screen needs of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from textual.message import Message
from textual.worker import Worker


class Host(Protocol):
    """A screen, as what works for it sees it."""

    def post_message(self, message: Message) -> bool:
        """Hand a message to the screen."""
        ...

    def run_worker(
        self, work: Coroutine[Any, Any, None] | Callable[[], Coroutine[Any, Any, None]], *, group: str
    ) -> Worker[None]:
        """Run a coroutine beside the screen; a fault in it ends the app."""
        ...
