"""What stands in the answer box before it is sent: kept on disk, and looked up ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from textual.worker import Worker, WorkerCancelled, WorkerFailed

from agent.errors import MockloopError
from tui.host import Host

if TYPE_CHECKING:
    from agent.session import Session

DRAFT_DELAY = 0.3  # seconds of silence before the draft is written
FORESIGHT_DELAY = 0.12  # ... before the session may look up what it would answer to


class Holder(Protocol):
    """Who holds the session that a draft belongs to."""

    closed: bool
    """Whether the session is being let go of: nothing is begun then."""

    @property
    def held(self) -> Session | None:
        """The session; None where there is none yet."""
        ...

    @property
    def is_idle(self) -> bool:
        """Whether the interviewer waits and nothing else goes on."""
        ...

    @property
    def has_unkept(self) -> bool:
        """Whether an answer is on its way to the disk, which drops the draft there."""
        ...


class Drafting:
    """The unsent text of one answer box. That it can't be written stops nothing, and is told once."""

    def __init__(self, host: Host, holder: Holder, not_kept: Callable[[MockloopError], None]) -> None:
        self.text = ""
        self._host = host
        self._holder = holder
        self._not_kept = not_kept
        self._on_disk = ""
        self._lost = False
        self._lock = asyncio.Lock()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._foresight: Worker[None] | None = None

    def restore(self, text: str) -> None:
        """What was found on disk."""
        self.text = self._on_disk = text

    def note(self, text: str) -> None:
        """Remember what stands in the box; it is written after a short silence."""
        self.text = text
        self._later("draft", DRAFT_DELAY, self.keep_soon)
        self.foresee_later()

    def keep_soon(self) -> None:
        """Write it, beside what goes on."""
        if self._may_begin() and not self._holder.has_unkept:
            self._host.run_worker(self.keep, group="draft")

    async def keep(self) -> None:
        """Write the newest text, unless it is there already."""
        async with self._lock:
            text, session = self.text, self._holder.held
            if text == self._on_disk or session is None:
                return
            try:
                await session.keep_draft(text)
            except MockloopError as error:
                if not self._lost:
                    self._not_kept(error)
                self._lost = True
            else:
                self._on_disk, self._lost = text, False

    def foresee_later(self) -> None:
        """Have the session look up what it would answer to, after a shorter silence."""
        self._later("foresight", FORESIGHT_DELAY, self._foresee_soon)

    async def stop(self) -> None:
        """Begin nothing more; what is being looked up is dropped."""
        for timer in self._timers.values():
            timer.cancel()
        if self._foresight is not None:
            self._foresight.cancel()
            with suppress(WorkerCancelled, WorkerFailed):
                await self._foresight.wait()

    def _later(self, name: str, delay: float, work: Callable[[], None]) -> None:
        if name in self._timers:
            self._timers[name].cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(delay, work)

    def _foresee_soon(self) -> None:
        begun = self._foresight is not None and not self._foresight.is_finished
        if self._may_begin() and self._holder.is_idle and not begun:
            self._foresight = self._host.run_worker(self._foresee, group="foresight")

    async def _foresee(self) -> None:
        """Again as long as the draft has changed meanwhile."""
        text = None
        while text != self.text and self._may_begin() and (session := self._holder.held) is not None:
            text = self.text
            await session.foresee(text)

    def _may_begin(self) -> bool:
        return self._holder.held is not None and not self._holder.closed
