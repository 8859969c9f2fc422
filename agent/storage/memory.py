"""What was read of a database and still holds, so that nobody waits twice for the database's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Memory:
    """Keeps what was read, by name, until something of that name is written.

    What was read while such a write was under way is handed out and not kept: it may never be committed.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}
        self._holds: set[str] = set()
        self._under_way: Counter[str] = Counter()
        self._over: Counter[str] = Counter()

    async def of(self, name: str, read: Callable[[], Awaitable[Any]]) -> Any:
        """What is kept under a name; `read` reads it where nothing is, or nothing that holds."""
        if name in self._holds:
            return self._kept[name]
        over = self._over[name]
        found = await read()
        if not self._under_way[name] and over == self._over[name]:
            self._kept[name] = found
            self._holds.add(name)
        return found

    def last(self, name: str) -> Any:
        """What was kept last, whether it still holds or not; None where nothing was."""
        return self._kept.get(name)

    def forget(self, name: str) -> None:
        """Keep nothing of this name, not even as what was kept last."""
        self._kept.pop(name, None)
        self._holds.discard(name)

    @contextmanager
    def changing(self, *names: str) -> Iterator[None]:
        """Something of these names is being written; it need not hold any more, whatever comes of it."""
        self._under_way.update(names)
        try:
            yield
        finally:
            self._under_way.subtract(names)
            self._over.update(names)
            self._holds.difference_update(names)
