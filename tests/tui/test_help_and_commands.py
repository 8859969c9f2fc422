"""Help on every screen, and every command in the palette."""

from __future__ import annotations

import pytest
from driving import DEPTH, STARTUP, Driver, running, sitting
from fake_session import FakeBackend
from sample_interviews import finished
from textual.widgets import Static

from tui.screens.help import HelpScreen


def commands(driver: Driver) -> set[str]:
    """What the palette would offer, each thing once."""
    titles = [command.title for command in driver.app.get_system_commands(driver.app.screen)]
    assert len(titles) == len(set(titles))
    return set(titles)


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_at_home(key: str) -> None:
    async with running() as driver:
        await driver.shows("Startup loop")
        await driver.press(key)
        await driver.screen("HelpScreen")
        await driver.shows("Choose a loop or a single round", "Sessions", "Quit")
        rows = [row.query(Static) for row in driver.app.screen.query(".row")]
        assert ["F1", "Help"] in [[str(part.render()) for part in row] for row in rows]  # each key once
        assert {row.last().region.x - row.first().region.x for row in rows} == {16}  # what wraps stays in its column
        await driver.press("escape")
        await driver.screen("HomeScreen")


async def test_help_in_the_interview_names_its_keys_and_those_of_the_settings() -> None:
    async with sitting(send_key="ctrl+s", size=(100, 50)) as driver:
        await driver.press("f1")
        await driver.shows("F2 Ask for a hint", "F6 Take back your last answer", "F9 End", "Ctrl+S Send the answer")
        await driver.press("f1")
        await driver.screen("InterviewScreen")


async def test_a_question_mark_in_an_answer_is_an_answer() -> None:
    async with sitting() as driver:
        await driver.press("question_mark")
        assert driver.conversation.box.text == "?"
        assert not isinstance(driver.app.screen, HelpScreen)


async def test_help_in_the_debrief_and_over_a_dialog() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH)])) as driver:
        await driver.press("s")
        await driver.shows("lean hire")
        await driver.press("d")
        await driver.screen("Question")
        await driver.press("f1")
        await driver.screen("HelpScreen")
        await driver.press("escape", "escape")
        await driver.screen("HomeScreen")
        await driver.choose()
        await driver.screen("DebriefScreen")
        await driver.press("f1")
        await driver.shows("Every quote is verbatim", "Transcript")


async def test_the_palette_offers_what_the_screen_can_do() -> None:
    async with running(backend=FakeBackend(stores=[finished(STARTUP)])) as driver:
        await driver.shows("Startup loop")
        assert {"Rounds", "Sessions", "Quit", "Theme", "Help"} <= commands(driver)
    async with sitting() as driver:
        assert {"Hint", "Skip", "Take back", "End", "Theme"} <= commands(driver)


async def test_a_command_of_the_palette_acts_on_the_screen() -> None:
    async with sitting() as driver:
        await driver.press("ctrl+p")
        await driver.screen("CommandPalette")
        await driver.type("pause")
        await driver.until(lambda: "Stop the clock" in driver.screen_text)
        await driver.press("enter")
        await driver.shows("The clock stands still.")
