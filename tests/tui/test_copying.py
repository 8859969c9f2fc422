"""Text on the screen can be selected and copied."""

from __future__ import annotations

from driving import DEPTH, Driver, running, sitting
from fake_session import FakeBackend
from sample_interviews import ANSWERS, QUESTIONS, finished
from textual.events import Click
from textual.widget import Widget

from agent.domain.terms import RoundKind
from tui.widgets.chat import CandidateTurn
from tui.widgets.scorecard_view import Quote
from tui.widgets.speech import Speech


async def drag_over(driver: Driver, widget: Widget) -> None:
    """Press in the widget's first cell and let go behind its last."""
    await driver.pilot.mouse_down(widget, offset=(0, 0))
    await driver.pilot.hover(widget, offset=(5, 0))
    await driver.pilot.hover(widget, offset=(widget.size.width - 1, widget.size.height - 1))
    await driver.pilot.mouse_up(widget, offset=(widget.size.width - 1, widget.size.height - 1))
    await driver.until(lambda: driver.app.screen.selections)


async def test_the_interviewers_words_are_copied_with_ctrl_c_from_the_answer_box() -> None:
    async with sitting() as driver:
        paragraph = driver.conversation.query_one(Speech).children[0]
        await drag_over(driver, paragraph)
        driver.conversation.box.focus()
        await driver.press("ctrl+c")
        assert driver.app.clipboard.split() == QUESTIONS[RoundKind.ML_DEPTH].split()
        assert type(driver.app.screen).__name__ == "InterviewScreen"


async def test_an_own_answer_can_be_copied() -> None:
    async with sitting() as driver:
        await driver.answer(ANSWERS[0])
        words = driver.conversation.query_one(CandidateTurn).query_one(".words")
        await drag_over(driver, words)
        await driver.press("ctrl+c")
        assert driver.app.clipboard.split() == ANSWERS[0].split()


async def test_selecting_a_quote_does_not_jump() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH)])) as driver:
        await driver.press("s")
        await driver.shows("lean hire")
        await driver.choose()
        await driver.screen("DebriefScreen")
        await driver.until(lambda: driver.app.screen.query(Quote))
        quote = driver.app.screen.query(Quote).first()
        await drag_over(driver, quote)
        quote.post_message(Click(quote, 5, 0, 0, 0, 1, False, False, False))  # a terminal's mouse-up is one as well
        await driver.pilot.pause()
        assert not driver.app.screen.has_class("-reading")
        await driver.press("ctrl+c")
        assert ANSWERS[0][:30] in driver.app.clipboard


async def test_the_selection_of_the_answer_box_is_copied() -> None:
    async with sitting() as driver:
        await driver.type("copy me")
        driver.conversation.box.select_all()
        await driver.press("ctrl+c")
        assert driver.app.clipboard == "copy me"
