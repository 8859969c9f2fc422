"""The debrief: what is read, and the way from a quote to where it was said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from driving import DEPTH, STARTUP, Driver, running
from fake_session import FakeBackend
from sample_interviews import ANSWERS, Store, finished, unfinished

from agent.domain.terms import EndedBy, SessionStatus
from agent.domain.transcript import Turn
from tui.widgets.scorecard_view import Quote, ScorecardView
from tui.widgets.transcript_view import TranscriptView, TurnText


@asynccontextmanager
async def reading(store: Store, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The debrief of a session, opened from home."""
    async with running(backend=FakeBackend(stores=[store]), size=size) as driver:
        await driver.until(lambda: driver.app.screen.query("#about"))
        await driver.press("s")
        await driver.shows("lean hire")
        await driver.choose()
        await driver.screen("DebriefScreen")
        await driver.shows("lean hire")
        yield driver


def turn_in_view(driver: Driver) -> TurnText | None:
    """The turn that is marked, where it is to be seen."""
    view = driver.app.screen.query_one(TranscriptView)
    marked = [turn for turn in view.query(TurnText) if turn.has_class("-here")]
    return marked[0] if marked and marked[0].region.overlaps(view.region) else None


def marked_words(turn: TurnText) -> str:
    """The words of a turn that stand out."""
    content = turn.render()
    return "".join(content.plain[span.start : span.end] for span in content.spans if "reverse" in str(span.style))


async def test_a_round_reads_from_the_decision_to_what_to_practise() -> None:
    async with reading(finished(DEPTH), size=(160, 60)) as driver:
        await driver.shows(
            "lean hire · score 0.58 · confidence 64% · near hire",
            "Confidence 64%: graded anew, it would be lean hire again about 6 times in",
            "Judgment under failure ●●●○ 3/4",
            "Ownership not observed",
            "1. For each system",
            "Asked by the offline interviewer. Graded by the offline grader.",
        )
        headings = [heading.name for heading in driver.app.screen.query(".heading")]
        assert headings[1:] == ["For", "Against", "What would flip it", "Practise"], "the words of every report"


async def test_activating_a_quote_shows_its_turn_beside_the_card() -> None:
    async with reading(finished(DEPTH), size=(160, 40)) as driver:
        await driver.press("tab")
        assert isinstance(driver.app.focused, Quote)
        await driver.press("down", "enter")
        await driver.until(lambda: turn_in_view(driver))
        turn = turn_in_view(driver)
        assert turn is not None
        assert marked_words(turn) == ANSWERS[1][-60:]
        assert driver.app.screen.query_one(".card").display


async def test_on_a_narrow_terminal_the_transcript_takes_the_cards_place_and_gives_it_back() -> None:
    async with reading(finished(DEPTH)) as driver:
        assert not driver.app.screen.query_one(TranscriptView).display
        await driver.press("tab", "enter")
        await driver.until(lambda: turn_in_view(driver))
        assert not driver.app.screen.query_one(".card").display
        await driver.press("escape")
        await driver.shows("lean hire · score")
        await driver.press("escape")
        await driver.screen("HomeScreen")


async def test_a_quote_far_down_a_long_answer_is_scrolled_into_view() -> None:
    store = finished(DEPTH)
    turns = store.turns["ml_depth"]
    long = " ".join(f"word{number}" for number in range(900)) + " and here is the point I was making."
    turns[1] = Turn(turns[1].role, long)
    card = store.cards[0]
    evidence = replace(card.signals[0].evidence[0], quote="here is the point")
    store.cards[0] = replace(card, signals=(replace(card.signals[0], evidence=(evidence,)),))
    async with reading(store) as driver:
        await driver.press("tab", "enter")
        await driver.shows("here is the point I was making")


async def test_a_loop_opens_with_the_committee_and_has_a_page_a_round() -> None:
    async with reading(finished(STARTUP), size=(120, 40)) as driver:
        await driver.shows("A lean hire that one number would settle.", "Where they do not", "Where the rounds agree")
        await driver.press("n")
        await driver.shows("Judgment under failure", "Our sales team changed")
        await driver.press("n")
        await driver.shows("Tell me about a decision")
        await driver.press("p", "p")
        await driver.shows("Where the rounds agree")


async def test_all_keys_of_a_loops_debrief_have_room_on_a_narrow_terminal() -> None:
    async with reading(finished(STARTUP)) as driver:
        await driver.press("n")
        await driver.shows("esc Back t Transcript d Dispute s Save n Next round p Previous F1 Help")


async def test_a_loops_page_moves_while_its_tabs_have_the_focus() -> None:
    async with reading(finished(STARTUP), size=(80, 16)) as driver:
        await driver.press("n")
        await driver.until(lambda: driver.app.screen.query(ScorecardView))
        card = driver.app.screen.query_one(ScorecardView)
        await driver.until(lambda: card.max_scroll_y > 0)
        for key, is_there in (
            ("end", lambda: card.scroll_y == card.max_scroll_y),
            ("pageup", lambda: card.scroll_y < card.max_scroll_y),
            ("home", lambda: card.scroll_y == 0),
        ):
            await driver.press(key)
            await driver.until(is_there)


async def test_rounds_that_were_not_held_are_named_and_not_failed() -> None:
    store = unfinished(STARTUP)
    store.status = SessionStatus.ENDED
    store.cards = [replace(finished(STARTUP).cards[0], ended_by=EndedBy.CANDIDATE)]
    async with reading(store, size=(120, 40)) as driver:
        await driver.shows("Behavioral not held")


async def test_a_quote_that_is_not_in_its_turn_still_leads_there() -> None:
    store = finished(DEPTH)
    card = store.cards[0]
    evidence = replace(card.signals[0].evidence[0], quote="never said")
    store.cards[0] = replace(card, signals=(replace(card.signals[0], evidence=(evidence,)),))
    async with reading(store, size=(160, 40)) as driver:
        await driver.press("tab", "enter")
        await driver.until(lambda: turn_in_view(driver))


async def test_the_palette_names_each_thing_once() -> None:
    async with reading(finished(STARTUP)) as driver:
        titles = [command.title for command in driver.app.get_system_commands(driver.app.screen)]
        assert "Next round" in titles
        assert len(titles) == len(set(titles))
