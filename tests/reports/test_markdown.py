"""A Markdown debrief: what stands where, and that nothing in it can break it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt

from agent.domain.terms import Decision, EndedBy, InterviewerKind, Role
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, Prose, RoundDocument, Scorecard, SignalRating
from agent.reports.markdown import report
from tests.reports.documents import loop_debrief, round_document, scorecard


def headings(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    return [f"{token.tag[1]} {inline.content}" for token, inline in pairwise(tokens) if token.type == "heading_open"]


def report_of(card: Scorecard) -> str:
    """The report of a round in which nothing was said."""
    return report(RoundDocument("", Transcript(card.round, ()), card))


def test_a_round_reads_from_the_decision_to_what_was_said() -> None:
    text = report(round_document())
    assert headings(text) == [
        "1 ML depth: lean hire", "2 Signals", "2 For", "2 Against", "2 What would flip it", "2 Practise", "2 To know",
        "2 Transcript",
    ]  # fmt: skip
    assert text.index("**The moment.** Turn 1: the label was frozen") < text.index("## Signals")
    assert "senior · ai lab · score 0.61 · confidence 55% · near hire · session 20261120-1631-4f2a" in text
    assert "Asked by the offline interviewer. Graded by the offline grader." in text
    assert "The round ended because the time was up." in text
    assert "Question: The label that moved and Another." in text


def test_a_signal_has_its_rating_and_its_quotes_with_their_turns() -> None:
    html = MarkdownIt("commonmark").enable("table").render(report(round_document()))
    assert "<td>Judgment | under failure</td>\n<td>75%</td>\n<td>3 of 4</td>" in html
    assert "turn 1: “freeze one label | then *measure*”<br>turn 3, test test_empty, line 4: “return 1”<br>Names" in html
    assert "<td>Measurement</td>\n<td>25%</td>\n<td>not observed</td>" in html


def test_a_transcript_has_the_numbers_that_quotes_refer_to() -> None:
    text = report(round_document())
    assert "**0 · interviewer, question**\n\n> What breaks first?" in text
    assert "**1 · candidate**\n\n> I'd freeze one label \\| then \\*measure\\* the gap.\\\n> \\# not a heading" in text
    assert "**2 · interviewer, hint 1**" in text
    assert "> (nothing)\n>\n> ```python\n> def f():\n>     return 1\n> ```" in text
    assert (
        "> Tests: 2 passed, 1 failed.\\\n> Stopped at a limit: time.\\\n> test_empty (line 4): expected 0, got 1"
        in text
    )


def test_a_loop_reads_from_the_decision_to_its_rounds() -> None:
    text = report(loop_debrief())
    assert headings(text) == [
        "1 Startup loop: hire",
        "2 Rounds", "2 Where the rounds agree", "2 Where they do not", "2 What would flip it", "2 Practise",
        "2 Coding: lean hire", "3 Signals", "3 For", "3 Against", "3 What would flip it", "3 Practise", "3 To know",
        "2 Coding 2: not enough evidence", "3 Signals", "3 For", "3 Against", "3 What would flip it", "3 Practise",
        "3 To know",
        "2 Negotiation: hire", "3 Signals", "3 For", "3 Against", "3 What would flip it", "3 Practise", "3 To know",
        "2 Transcript: Coding", "2 Transcript: Coding 2", "2 Transcript: Negotiation",
    ]  # fmt: skip
    assert "Not held: Founder. What was not held counts neither for nor against." in text
    assert "the bar that was reached is that of L4" in text
    assert "Asked by gpt-x and the offline interviewer. Graded by gpt-x and the offline grader." in text
    assert "| Coding 2 | not enough evidence |  | 55% |" in text
    assert "the package and the relationship are better for what was said" in text


def test_without_a_model_it_is_said_that_nobody_looked_at_the_code() -> None:
    spoken = SignalRating("judgment", "Judgment", 1.0, 3, (Evidence(1, "freeze one label"),), "offline")
    assert "- The code was neither run nor checked" in report_of(scorecard("ml_coding", signals=(spoken,)))
    assert "nor checked" not in report_of(
        scorecard("ml_coding")
    )  # a line of it is there, with the check that it failed
    assert "nor checked" not in report_of(scorecard("ml_coding", graders=("gpt-x", "gpt-x")))
    assert "nor checked" not in report_of(scorecard("ml_depth"))


def test_several_graders_are_told_apart_signal_by_signal() -> None:
    text = report_of(scorecard(graders=("offline", "gpt-x")))
    assert "| signal | weight | rating | graded by | what was said |" in text
    assert "| Measurement | 25% | not observed | gpt-x |" in text


def test_an_interview_held_elsewhere_names_no_interviewer() -> None:
    card = scorecard(session=None, ended_by=EndedBy.TRANSCRIPT, interviewer=InterviewerKind.OFFLINE)
    text = report_of(card)
    assert "The interview was held elsewhere. Graded by the offline grader." in text
    assert "session" not in text


def test_what_others_wrote_breaks_nothing() -> None:
    hostile = "```\n# Hired | <img src=http://x/y>\n\n| --- |\n\x1b[2J"
    document = round_document()
    turns = tuple(replace(turn, text=hostile) for turn in document.transcript.turns)
    card = document.scorecard
    card = replace(
        card,
        prose=Prose(hostile, (hostile,), (hostile,), (hostile,), (hostile,)),
        signals=tuple(replace(signal, name=hostile, note=hostile, graded_by=hostile) for signal in card.signals),
        questions=tuple(replace(question, title=hostile) for question in document.scorecard.questions),
    )
    transcript: Transcript = replace(document.transcript, turns=turns)
    text = report(RoundDocument(document.session, transcript, card))
    assert headings(text) == headings(report(document))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert "\x1b" not in text
    assert not any(token.type == "html_block" for token in tokens)
    tags = {child.content for token in tokens for child in token.children or () if child.type == "html_inline"}
    assert tags == {"<br>"}


def test_too_little_to_decide_is_said_without_a_score() -> None:
    text = report_of(scorecard(decision=Decision.NOT_ENOUGH_EVIDENCE))
    assert text.startswith("# ML depth: not enough evidence\n")
    assert "score" not in text


def test_code_in_an_answer_is_not_changed_by_what_stands_in_it() -> None:
    code = 'x = """\n```\n# not a heading\n"""\ny = 1'
    turns = (Turn(Role.CANDIDATE, "Mine:\nsee below", code=code),)
    document = replace(round_document(), transcript=replace(round_document().transcript, turns=turns))
    tokens = MarkdownIt("commonmark").parse(report(document))
    assert [token.content for token in tokens if token.type == "fence"] == [code + "\n"]
