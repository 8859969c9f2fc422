"""The unsent text: on disk while it is written, and back in the box afterwards."""

from __future__ import annotations

from dataclasses import replace

from driving import STARTUP, running, sitting
from fake_session import FakeBackend, Gate, Script
from sample_interviews import ANSWERS, unfinished

from tui.opening import Resume
from tui.phase import Phase
from tui.wording import opening_title, when


async def test_the_draft_reaches_the_disk_without_being_sent() -> None:
    async with sitting() as driver:
        await driver.type("I would freeze")
        await driver.until(lambda: driver.session.store.draft == "I would freeze")
        assert driver.session.said == []


async def test_the_draft_stands_in_the_box_when_the_session_goes_on() -> None:
    backend = FakeBackend(stores=[unfinished(STARTUP, draft="two\nlines")])
    async with running(Resume(), backend=backend) as driver:
        await driver.phase(Phase.YOURS)
        assert driver.conversation.box.text == "two\nlines"
        assert ANSWERS[0] in driver.chat_text


async def test_a_session_that_goes_on_says_when_it_was_left_and_has_its_title_from_the_start() -> None:
    store = unfinished(STARTUP)
    ((round_id, turns),) = store.turns.items()
    store.turns[round_id] = [*turns[:-1], replace(turns[-1], at="2026-01-05T09:30:00Z")]
    opening = Resume(title="Startup loop")
    assert opening_title(opening) == "Startup loop"
    async with running(opening, backend=FakeBackend(stores=[store])) as driver:
        await driver.phase(Phase.YOURS)
        assert f"You left it here: {when('2026-01-05T09:30:00Z')}." in driver.chat_text


async def test_a_draft_that_was_sent_already_does_not_come_back() -> None:
    backend = FakeBackend(stores=[unfinished(STARTUP, draft=ANSWERS[0])])
    async with running(Resume(), backend=backend) as driver:
        await driver.phase(Phase.YOURS)
        assert driver.conversation.box.text == ""


async def test_the_draft_stays_on_disk_until_the_answer_is_there() -> None:
    gate = Gate()
    async with sitting() as driver:
        await driver.type("Freeze it.")
        await driver.until(lambda: driver.session.store.draft)
        driver.session.keep_gate = gate
        await driver.press("enter")
        await gate.reached.wait()
        await driver.pilot.pause()
        assert driver.session.store.draft == "Freeze it."
        gate.open()
        await driver.phase(Phase.YOURS)
        assert driver.session.store.draft == ""


async def test_leaving_writes_what_stands_in_the_box() -> None:
    async with sitting() as driver:
        session = driver.session
        await driver.type("half")
        await driver.press("ctrl+q")
        await driver.shows("Leave the interview?")
        await driver.press("right", "enter")
        await driver.screen("HomeScreen")
        assert session.store.draft == "half"
        assert session.closed == 1


async def test_leaving_before_an_answer_is_kept_leaves_it_as_the_draft() -> None:
    gate = Gate()
    async with sitting() as driver:
        session = driver.session
        session.keep_gate = gate
        await driver.type("Freeze it.")
        await driver.press("enter")
        await gate.reached.wait()
        await driver.type("More")
        await driver.press("ctrl+q", "ctrl+q")
        await driver.until(lambda: session.closed)
        assert session.said == []
        assert session.store.draft == "Freeze it.\nMore"


async def test_a_draft_that_cannot_be_kept_is_said_once_and_stops_nothing() -> None:
    async with sitting(size=(100, 40)) as driver:
        driver.session.disk_is_full = True
        await driver.type("one")
        await driver.shows("The draft is not on disk")
        await driver.type(" two")
        assert driver.screen_text.count("The draft is not on disk") == 1
        driver.session.disk_is_full = False
        await driver.type("!")
        await driver.until(lambda: driver.session.store.draft == "one two!")
        assert driver.conversation.phase is Phase.YOURS


async def test_what_is_typed_while_he_speaks_is_kept_as_well() -> None:
    gate = Gate()
    async with sitting(script=Script(gate=gate)) as driver:
        await driver.type("one")
        await driver.press("enter")
        await gate.reached.wait()
        await driver.type("two")
        await driver.until(lambda: driver.session.store.draft == "two")
        gate.open()
        await driver.phase(Phase.YOURS)
