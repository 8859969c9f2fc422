"""Disputing a rating in the debrief: by keys alone, answered from the evidence, both ratings shown."""

from __future__ import annotations

from dataclasses import replace

from driving import DEPTH, STARTUP, Driver
from sample_interviews import ANSWERS, finished
from test_debrief_screen import reading
from textual.widgets import OptionList

from agent.errors import UsageError
from tui.widgets.choice import Choice


async def open_dialog(driver: Driver) -> None:
    await driver.press("d")
    await driver.screen("DisputeDialog")


async def test_a_missed_sentence_is_found_by_its_words_and_moves_the_rating() -> None:
    async with reading(finished(DEPTH)) as driver:
        await driver.shows("d Dispute")
        await open_dialog(driver)
        await driver.shows("Words of yours that were missed", "Enter weighs", "Signal", "Judgment under failure")
        await driver.type("definition loses")
        await driver.press("enter")
        assert isinstance(driver.app.focused, OptionList)
        await driver.press("enter")
        await driver.screen("Question")
        await driver.shows("The rating moves", "This was missed", "rated ●●●○ 3/4 and is now ●●●● 4/4", "to hire")
        (kept,) = driver.backend.stores["s1"].disputes
        assert kept.quote == "Whoever sold by the new definition loses."
        await driver.press("enter")
        await driver.screen("DebriefScreen")
        await driver.shows("Judgment under failure ●●●○ 3/4")
        await driver.press("end")
        await driver.shows("Disputed", "is now ●●●● 4/4", "As it stands now", "(locked: ●●●○ 3/4)")
        await open_dialog(driver)
        await driver.shows("Judgment under failure ●●●● 4/4")


async def test_the_signal_in_focus_is_offered_first_and_another_can_be_chosen() -> None:
    async with reading(finished(DEPTH)) as driver:
        await driver.press("tab", "tab")
        await open_dialog(driver)
        assert driver.app.screen.query_one(Choice).value == "measurement"
        await driver.press("shift+tab", "right")
        await driver.shows("Ownership not observed")
        await driver.press("tab", "tab", "enter")
        await driver.shows("The rating stands", "Ownership", "This was weighed.")
        assert driver.backend.stores["s1"].disputes[0].quote in ANSWERS[0]


async def test_words_that_nobody_said_are_named_as_such_and_nothing_is_weighed() -> None:
    async with reading(finished(DEPTH)) as driver:
        await open_dialog(driver)
        assert "nothing to weigh" not in driver.screen_text
        await driver.type("I deserve a four")
        await driver.shows("No answer of yours has these words, so there is nothing to weigh.")
        await driver.press("enter")
        await driver.screen("DisputeDialog")
        assert driver.backend.stores["s1"].disputes == []


async def test_words_over_the_end_of_a_sentence_are_put_as_typed() -> None:
    over = f"{ANSWERS[1].split('. ')[0][-12:]}. {ANSWERS[1].split('. ')[1][:12]}"
    assert over in ANSWERS[1]
    async with reading(finished(DEPTH)) as driver:
        await open_dialog(driver)
        await driver.type(over)
        await driver.press("enter")
        await driver.screen("Question")
        assert driver.backend.stores["s1"].disputes[0].quote == over


async def test_the_sentence_in_view_is_shown_whole_and_the_others_on_a_line() -> None:
    store = finished(DEPTH)
    long = "I moved the label first, told both teams on the same day, and then left the threshold alone for {} weeks."
    turns = store.turns["ml_depth"]
    turns[1] = replace(turns[1], text=" ".join(long.format(weeks) for weeks in ("two", "three")))
    async with reading(store) as driver:
        await open_dialog(driver)
        await driver.press("tab")
        await driver.shows("alone for two weeks.")
        assert "for three weeks" not in driver.screen_text
        await driver.press("down")
        await driver.shows("alone for three weeks.")
        assert "for two weeks" not in driver.screen_text


async def test_the_debrief_goes_on_at_what_came_of_a_dispute() -> None:
    async with reading(finished(DEPTH)) as driver:
        await open_dialog(driver)
        await driver.press("tab", "enter")
        await driver.screen("Question")
        await driver.press("enter")
        await driver.shows("Disputed", "This was weighed.")


async def test_closing_disputes_nothing_and_a_failure_is_said_in_one_line() -> None:
    async with reading(finished(DEPTH)) as driver:
        await open_dialog(driver)
        await driver.press("escape")
        await driver.screen("DebriefScreen")
        driver.backend.dispute_error = UsageError("gpt-x rated this signal; name a model.")
        await open_dialog(driver)
        await driver.press("tab", "enter")
        await driver.shows("gpt-x rated this signal; name a model.")
        assert driver.backend.stores["s1"].disputes == []


async def test_in_a_loop_the_round_in_view_is_disputed_and_the_committee_is_not() -> None:
    async with reading(finished(STARTUP), size=(120, 40)) as driver:
        await driver.shows("Where the rounds agree")
        assert "d Dispute" not in driver.screen_text
        await driver.press("n", "n")
        await driver.shows("Tell me about a decision", "d Dispute")
        await open_dialog(driver)
        await driver.press("tab", "enter")
        await driver.screen("Question")
        assert driver.backend.stores["s1"].disputes[0].round_id == "behavioral"
