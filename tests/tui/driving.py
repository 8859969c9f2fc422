"""Drives the app in a test: waits for what is to be seen, never for seconds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fake_session import FakeBackend, FakeSession, Script
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.widgets import Button, Static

from agent.domain.request import StartRequest
from tui.app import MockloopApp
from tui.opening import Opening
from tui.phase import Phase
from tui.widgets.chat import Chat
from tui.widgets.conversation import Conversation

DEPTH = StartRequest(round="ml_depth")
STARTUP = StartRequest(loop="startup")
LOOK_AGAIN = 0.002
"""Seconds between two looks: looking costs more than what the app does in between, so not at every turn of the loop."""


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Driver:
    """The app under test, and the short ways to what tests look at."""

    def __init__(self, app: MockloopApp, pilot: Pilot[Any], backend: FakeBackend, clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.backend = backend
        self.clock = clock

    @property
    def session(self) -> FakeSession:
        return self.backend.session

    @property
    def conversation(self) -> Conversation:
        return self.app.screen_stack[1].query_one(Conversation)

    @property
    def chat_text(self) -> str:
        """Everything in the chat, in order."""
        return "\n".join(
            str(widget.source) if hasattr(widget, "source") else str(widget.render())
            for widget in self.conversation.query_one(Chat).query("Static, Speech")
            if isinstance(widget, Static) or hasattr(widget, "source")
        )

    @property
    def screen_text(self) -> str:
        """What stands on the screen in front, without frames and line ends."""
        lines = self.app.screen._compositor.render_strips()
        drawn = " ".join("".join(segment.text for segment in strip) for strip in lines)
        return re.sub(r"[\s│▌▐╭╮╰╯─━]+", " ", drawn)

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the app work until that holds."""
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110 - what a test waits for is anything that can be seen
                await asyncio.sleep(LOOK_AGAIN)
        if self.app.return_code is None:
            await self.pilot.pause()

    async def shows(self, *words: str) -> None:
        """Wait for the words to stand on the screen."""
        await self.until(lambda: all(word in self.screen_text for word in words))

    async def phase(self, phase: Phase) -> None:
        await self.until(lambda: any(found.phase is phase for found in self.app.screen_stack[1].query(Conversation)))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        try:
            await self.pilot.pause()
        except WaitForScreenTimeout:  # widgets of an app that these keys left have nothing more to do
            if self.app.return_code is None:
                raise

    async def focus(self, selector: str) -> None:
        """Put the focus there, as tabbing would."""
        widget = self.app.screen.query_one(selector)
        widget.focus()
        await self.until(lambda: widget.has_focus)

    async def choose(self) -> None:
        """On the home screen: Enter on what is highlighted, Enter on the button it leads to."""
        await self.press("enter")
        await self.until(lambda: isinstance(self.app.focused, Button))
        await self.press("enter")

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def answer(self, text: str) -> None:
        """Type an answer, send it, and wait for the interviewer."""
        self.conversation.box.fill(text)
        await self.press("enter")
        await self.until(lambda: self.conversation.phase in (Phase.YOURS, Phase.OVER, Phase.STOPPED))

    async def screen(self, name: str) -> None:
        """Wait for a screen to stand in front."""
        await self.until(lambda: type(self.app.screen).__name__ == name)


@asynccontextmanager
async def running(
    opening: Opening | None = None,
    *,
    backend: FakeBackend | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Driver]:
    """The app, running."""
    clock, backend = Clock(), backend or FakeBackend()
    app = MockloopApp(backend, opening, now=clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Driver(app, pilot, backend, clock)
        app.workers.cancel_all()  # as the app does when a user leaves


@asynccontextmanager
async def sitting(
    opening: Opening = DEPTH, *, script: Script | None = None, size: tuple[int, int] = (80, 24), **settings: object
) -> AsyncIterator[Driver]:
    """The app in an interview, the first question asked and the interviewer waiting."""
    async with running(opening, backend=FakeBackend(script, **settings), size=size) as driver:
        await driver.phase(Phase.YOURS)
        yield driver
