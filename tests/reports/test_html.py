"""A debrief as a page: complete, led by its quotes, alone on its own, and unmoved by what stands in an answer."""

from __future__ import annotations

from dataclasses import replace

from agent.domain.terms import Decision, Role
from agent.domain.transcript import Turn
from agent.domain.verdict import RoundDocument
from agent.regrading import Regrade
from agent.reports import markdown
from agent.reports.html import report
from tests.reports.documents import hostile_document, loop_debrief, round_document, scorecard, transcript
from tests.reports.pages import Page


def test_a_round_reads_from_the_decision_to_what_was_said() -> None:
    page = Page(report(round_document()))
    assert (page.wrong, page.open) == ([], [])
    assert page.of("title") == page.of("h1") == ["ML depth: lean hire"]
    assert page.of("h2") == [
        "Signals", "For", "Against", "What would flip it", "Practise", "To know", "Transcript",
    ]  # fmt: skip
    facts = "senior · ai lab · score 0.61 · confidence 55% · near hire · session 20261120-1631-4f2a"
    assert facts in page.of("p")
    assert "The round ended because the time was up." in page.of("p")
    assert page.of("h3")[:2] == ["0 · interviewer, question", "1 · candidate"]
    assert " 3 of 4" in page.of("span")
    assert "not observed" in page.of("td")


def test_a_loop_holds_every_round_with_its_transcript() -> None:
    page = Page(report(loop_debrief()))
    assert (page.wrong, page.open) == ([], [])
    assert page.of("h1") == ["Startup loop: hire"]
    assert [text for text in page.of("h2") if ":" in text] == [
        "Coding: lean hire", "Coding 2: not enough evidence", "Negotiation: hire",
        "Transcript: Coding", "Transcript: Coding 2", "Transcript: Negotiation",
    ]  # fmt: skip
    assert "Not held: Founder. What was not held counts neither for nor against." in page.of("p")
    assert any("the package and the relationship are better" in text for text in page.of("p"))


def test_a_quote_leads_to_the_turn_it_was_said_in() -> None:
    page = Page(report(loop_debrief()))
    places = page.attributes("id")
    assert len(places) == len(set(places)) == 15
    led = page.attributes("href")
    assert led == ["#turn-coding-1", "#turn-coding-3", "#turn-negotiation-1", "#turn-negotiation-3"]
    assert {place.removeprefix("#") for place in led} <= set(places)


def test_what_others_wrote_adds_no_element_and_loads_nothing() -> None:
    text = report(hostile_document())
    page = Page(text)
    assert (page.wrong, page.open) == ([], [])
    assert {tag for tag, _ in page.tags} <= {
        "html", "meta", "title", "style", "main", "h1", "h2", "h3", "p", "b", "br", "table", "thead", "tbody", "tr",
        "th", "td", "span", "a", "q", "ul", "ol", "li", "section", "pre", "code",
    }  # fmt: skip
    assert page.attributes("src") == page.attributes("onerror") == []
    assert all(place.startswith("#") for place in page.attributes("href"))
    assert "\x1b" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.attributes("content")


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    said = "First *this*, a < b && c.\n\n```python\nif a < b:\n    return [x]  # <b>\n```\nThen `that`."
    held = replace(transcript(), turns=(Turn(Role.CANDIDATE, said), Turn(Role.CANDIDATE, "")))
    page = Page(report(RoundDocument("s", held, scorecard())))
    assert "First *this*, a < b && c." in page.of("p")
    assert page.of("code") == ["if a < b:\n    return [x]  # <b>"]
    assert "Then `that`." in page.of("p")
    assert "(nothing)" in page.of("p")


def test_code_that_was_handed_in_stands_with_what_came_of_it() -> None:
    page = Page(report(round_document()))
    assert "def f():\n    return 1" in page.of("code")
    assert any(text.startswith("Tests: 2 passed, 1 failed.\nStopped at a limit: time.") for text in page.of("p"))


def test_too_little_to_decide_is_said_without_a_score() -> None:
    card = scorecard(decision=Decision.NOT_ENOUGH_EVIDENCE)
    page = Page(report(RoundDocument("", transcript(), card)))
    assert page.of("h1") == ["ML depth: not enough evidence"]
    assert not any("score" in text for text in page.of("p"))


def test_one_grading_of_several_says_nothing_of_what_moves() -> None:
    card = scorecard(decision=Decision.HIRE)
    spread = Regrade(3, "gpt-x", False, ((card.verdict, card.signals),), stopped="It was not sent.")
    text = markdown.report(round_document(), {"ml_depth": spread})
    assert "Graded 1 of 3 times by gpt-x: hire 1." in text
    assert "No rating moved" not in text


def test_gradings_that_spread_are_told_in_every_format_for_people() -> None:
    verdicts = [scorecard(decision=decision) for decision in (Decision.HIRE, Decision.LEAN_HIRE)]
    spread = Regrade(2, "gpt-x", False, tuple((card.verdict, card.signals) for card in verdicts))
    page = Page(report(round_document(), {"ml_depth": spread}))
    line = "ML depth: Graded 2 times by gpt-x: hire 1 and lean hire 1. The votes split: too close to call. No rating moved."
    assert "Graded again" in page.of("h2")
    assert line in page.of("li")
    assert f"## Graded again\n\n- {line}\n" in markdown.report(round_document(), {"ml_depth": spread})
