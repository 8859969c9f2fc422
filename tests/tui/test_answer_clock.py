"""The candidate's clock: pauses and dialogs are not counted."""

from __future__ import annotations

from driving import Clock, sitting
from fake_session import Gate, Script

from tui.answer_clock import AnswerClock
from tui.phase import Phase


def test_pauses_are_not_counted() -> None:
    now = Clock()
    clock = AnswerClock(now)
    clock.start(600.0)
    now.now += 10
    clock.pause()
    clock.pause()
    now.now += 100
    assert clock.elapsed == 10
    clock.go_on()
    clock.go_on()
    now.now += 5
    assert clock.left == 585
    assert clock.stop() == 15
    now.now += 50
    assert clock.elapsed == 15


def test_a_new_question_counts_from_nothing() -> None:
    now = Clock()
    clock = AnswerClock(now)
    clock.start(600.0)
    now.now += 30
    clock.stop()
    clock.start(570.0)
    assert (clock.elapsed, clock.left, clock.running) == (0.0, 570.0, True)


async def test_time_in_the_pause_dialog_is_not_given_to_the_session() -> None:
    async with sitting() as driver:
        driver.clock.now += 7
        await driver.press("f8")
        await driver.shows("Paused", "▸ ML depth")
        driver.clock.now += 500
        await driver.press("enter")
        await driver.screen("InterviewScreen")
        driver.clock.now += 3
        await driver.answer("Freeze it.")
        assert driver.session.said == [("Freeze it.", 10.0)]


async def test_reading_the_help_stops_the_clock_too() -> None:
    async with sitting() as driver:
        await driver.press("f1")
        await driver.screen("HelpScreen")
        driver.clock.now += 500
        await driver.press("escape")
        await driver.screen("InterviewScreen")
        await driver.answer("Freeze it.")
        assert driver.session.said == [("Freeze it.", 0.0)]


async def test_a_dialog_that_was_open_before_he_finished_stops_the_clock_as_well() -> None:
    gate = Gate()
    async with sitting(script=Script(gate=gate, answers_a_round=5)) as driver:
        driver.conversation.box.fill("Freeze it.")
        await driver.press("enter")
        await gate.reached.wait()
        await driver.press("f1")
        await driver.screen("HelpScreen")
        gate.open()
        await driver.phase(Phase.YOURS)
        driver.clock.now += 500
        await driver.press("escape")
        await driver.screen("InterviewScreen")
        await driver.answer("And keep the old one.")
        assert driver.session.said[1] == ("And keep the old one.", 0.0)


async def test_the_top_line_counts_down_and_says_when_the_time_is_over() -> None:
    async with sitting() as driver:
        await driver.shows("25:00 left · 2 answers left")
        driver.clock.now += 1501
        await driver.shows("0:01 over")
