"""What the screens look like. `pytest tests/tui/test_look.py --snapshot-update` accepts a change; look at it first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from driving import DEPTH, STARTUP, Clock, Driver
from fake_session import FakeBackend, Script
from sample_interviews import ANSWERS, finished, unfinished
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from agent.errors import ProviderError
from tui.app import MockloopApp
from tui.opening import Opening
from tui.phase import Phase

SMALL, LARGE = (80, 24), (160, 45)
Steps = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def looks(snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Compare the app with its picture, after some steps."""

    def compare(
        size: tuple[int, int], steps: Steps, opening: Opening | None = None, backend: FakeBackend | None = None
    ) -> None:
        clock = Clock()
        backend = backend or history()
        app = MockloopApp(backend, opening, now=clock)
        app.animation_level = "none"
        monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)

        async def prepare(pilot: Pilot[Any]) -> None:
            driver = Driver(app, pilot, backend, clock)
            await steps(driver)
            await pilot.pause()

        assert snap_compare(app, terminal_size=size, run_before=prepare)

    return compare


def history() -> FakeBackend:
    """A backend with sessions of every kind."""
    stores = [unfinished(STARTUP, "s1"), finished(DEPTH, "s2"), finished(STARTUP, "s3")]
    return FakeBackend(Script(answers_a_round=6), stores)


async def at_home(driver: Driver) -> None:
    await driver.shows("Recruiter screen", "The offline interviewer asks", "Unfinished")


async def at_the_sessions(driver: Driver) -> None:
    await at_home(driver)
    await driver.press("s")
    await driver.shows("lean hire")


async def in_the_middle(driver: Driver) -> None:
    await driver.phase(Phase.YOURS)
    await driver.answer(ANSWERS[0])
    driver.clock.now += 83
    await driver.type("Whoever sold by the new one.")
    await driver.shows("22:37 left")


async def in_the_debrief(driver: Driver) -> None:
    await at_the_sessions(driver)
    await driver.press("down")
    await driver.choose()
    await driver.shows("Judgment under failure")


async def at_a_quote(driver: Driver) -> None:
    await in_the_debrief(driver)
    await driver.press("tab", "enter")
    await driver.shows("You · turn 1")


async def at_a_dispute(driver: Driver) -> None:
    await in_the_debrief(driver)
    await driver.press("d")
    await driver.shows("Dispute a rating", "Enter weighs")
    driver.app.screen.query_one(Input).cursor_blink = False
    await driver.type("overlap")
    await driver.until(lambda: driver.app.screen.query_one(OptionList).option_count == 1)


async def at_the_committee(driver: Driver) -> None:
    await at_the_sessions(driver)
    await driver.press("down", "down")
    await driver.choose()
    await driver.shows("Where they do not")


async def at_a_failure(driver: Driver) -> None:
    await driver.phase(Phase.YOURS)
    await driver.answer(ANSWERS[0])
    await driver.shows("Go on offline")


async def at_the_help(driver: Driver) -> None:
    await driver.phase(Phase.YOURS)
    await driver.press("f1")
    await driver.shows("Ask for a hint")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_home(looks: Callable[..., None], size: tuple[int, int]) -> None:
    looks(size, at_home)


def test_sessions(looks: Callable[..., None]) -> None:
    looks(SMALL, at_the_sessions)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_interview(looks: Callable[..., None], size: tuple[int, int]) -> None:
    looks(size, in_the_middle, STARTUP)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_debrief(looks: Callable[..., None], size: tuple[int, int]) -> None:
    looks(size, in_the_debrief)


def test_quote_in_its_transcript(looks: Callable[..., None]) -> None:
    looks(LARGE, at_a_quote)


def test_dispute(looks: Callable[..., None]) -> None:
    looks(SMALL, at_a_dispute)


def test_committee(looks: Callable[..., None]) -> None:
    looks(SMALL, at_the_committee)


def test_provider_failure(looks: Callable[..., None]) -> None:
    script = Script(fails=[ProviderError("models.example said nothing for 30 s; your answer is kept.")])
    looks(SMALL, at_a_failure, DEPTH, FakeBackend(script, model="gpt-x"))


def test_help(looks: Callable[..., None]) -> None:
    looks(SMALL, at_the_help, DEPTH)
