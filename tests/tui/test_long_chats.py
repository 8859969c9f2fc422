"""A long interview: what lies far above the screen is not laid out, and nothing of it is missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from agent.domain.terms import Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from tui.widgets.chat import Chat

SAID = tuple(
    Turn(role, f"{role.value} {number}: first the label of case {number} is frozen, then everything is split by time.")
    for number in range(13)
    for role in (Role.INTERVIEWER, Role.CANDIDATE)
)


class Room(App[None]):
    CSS = ".turn { height: auto; margin: 1 0 0 0; }"

    def compose(self) -> ComposeResult:
        yield Chat(id="chat")


class Reader:
    """Looks at a chat after a long interview."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.chat = pilot.app.query_one(Chat)

    @property
    def laid_out(self) -> int:
        return sum(turn.display for turn in self.chat.query(".turn"))

    @property
    def seen(self) -> str:
        return "\n".join(strip.text for strip in self.pilot.app.screen._compositor.render_strips())

    async def fold(self) -> None:
        self.chat.fold()
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await self.pilot.pause()


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Room().run_test(size=(60, 8)) as pilot:
        chat = pilot.app.query_one(Chat)
        await chat.show([Transcript(RoundKind.ML_DEPTH, SAID)])
        await pilot.pause()
        yield Reader(pilot)


async def test_what_lies_far_above_the_screen_is_not_laid_out_and_keeps_its_room(reader: Reader) -> None:
    room, seen = reader.chat.virtual_size, reader.seen
    assert reader.laid_out == len(SAID)
    await reader.fold()
    await reader.until(lambda: reader.laid_out <= 16)  # two screens and what is left of a page
    assert (reader.chat.virtual_size, reader.seen) == (room, seen)
    reader.chat.text_select_all()
    copied = reader.pilot.app.screen.get_selected_text() or ""
    assert all(turn.text in " ".join(copied.split()) for turn in SAID), "and is copied with the rest"
    await reader.chat.finish(Turn(Role.INTERVIEWER, "Which part would you test first?"))
    await reader.pilot.pause()
    assert "Which part would you test first?" in reader.seen


async def test_it_is_there_as_soon_as_somebody_reads_back(reader: Reader) -> None:
    await reader.fold()
    await reader.until(lambda: reader.laid_out <= 16)
    reader.chat.scroll_page_up(animate=False)
    await reader.until(lambda: reader.laid_out == len(SAID))  # Textual scrolls after the next picture
    reader.chat.scroll_home(animate=False)
    await reader.until(lambda: "interviewer 0: first the label of case 0" in reader.seen)
    await reader.fold()
    assert reader.laid_out == len(SAID), "he reads there"


async def test_another_width_breaks_its_lines_anew(reader: Reader) -> None:
    wide = reader.chat.virtual_size.height
    await reader.fold()
    await reader.pilot.resize_terminal(40, 8)
    await reader.until(lambda: reader.chat.virtual_size.height > wide)
    assert reader.laid_out == len(SAID)


async def test_a_turn_longer_than_the_window_is_read_from_its_start(reader: Reader) -> None:
    long = Turn(Role.INTERVIEWER, "\n\n".join(["Here is where the task begins.", *["More of it."] * 8, "What first?"]))
    await reader.chat.finish(long)
    await reader.until(lambda: "the task begins" in reader.seen)
    assert "What first?" not in reader.seen
    reader.chat.say("I'd freeze it.")
    await reader.chat.show_said()
    await reader.until(lambda: "freeze it" in reader.seen)


async def test_who_has_scrolled_away_stays_where_he_is(reader: Reader) -> None:
    reader.chat.release_anchor()
    reader.chat.scroll_home(animate=False)
    await reader.until(lambda: "interviewer 0" in reader.seen)
    await reader.chat.finish(Turn(Role.INTERVIEWER, "\n\n".join(["It begins."] + ["More."] * 9)))
    await reader.pilot.pause()
    assert "interviewer 0" in reader.seen
