"""A debrief on a terminal."""

from __future__ import annotations

from dataclasses import replace

from agent.domain.terms import Role
from agent.domain.transcript import Turn
from agent.domain.verdict import Prose, RoundDocument
from agent.reports import plain
from tests.reports.documents import loop_debrief, round_document


def test_a_round_begins_with_the_decision_and_who_graded() -> None:
    lines = plain.verdicts(round_document()).splitlines()
    assert lines[:2] == ["ML depth: lean hire", "==================="]
    assert "Asked by the offline interviewer. Graded by the offline grader." in lines
    assert "  ●●●○          Judgment | under failure (75%)" in lines
    assert "                turn 3, test test_empty, line 4: “return 1”" in lines
    assert "  not observed  Measurement (25%)" in lines


def test_a_loop_has_its_rounds_in_a_table_and_then_one_by_one() -> None:
    text = plain.verdicts(loop_debrief())
    assert text.startswith("Startup loop: hire\n==================\n")
    assert "  Coding 2     not enough evidence  confidence 55%" in text
    assert text.index("Practise\n  1. Size the queue.") < text.index("\nCoding: lean hire\n")
    assert "Not held: Founder." in text


def test_a_loop_that_is_called_a_loop_is_not_called_so_twice() -> None:
    assert plain.verdicts(replace(loop_debrief(), loop="my_loop")).startswith("My loop: hire\n")


def test_lines_fit_a_terminal() -> None:
    long = Prose("word " * 60, ("word " * 60,))
    card = replace(round_document().scorecard, prose=long)
    assert max(map(len, plain.scorecard(card).splitlines())) <= plain.WIDTH


def test_nothing_reaches_the_terminal_raw() -> None:
    hostile = "\x1b]0;x\x07 \x9b2J"
    document = round_document()
    card = replace(
        document.scorecard,
        prose=Prose(hostile, (hostile,), (hostile,), (hostile,), (hostile,)),
        signals=tuple(replace(s, name=hostile, note=hostile, graded_by=hostile) for s in document.scorecard.signals),
        questions=tuple(replace(q, title=hostile) for q in document.scorecard.questions),
    )
    text = plain.verdicts(RoundDocument(document.session, document.transcript, card))
    text += plain.turn(Turn(Role.CANDIDATE, hostile))
    assert not set(text) & set("\x1b\x07\x9b")


def test_a_turn_keeps_its_lines_and_its_code() -> None:
    code = "```python\n" + "x = 1  # " + "long " * 40 + "\n```"
    shown = plain.turn(Turn(Role.CANDIDATE, f"First.\n\n  second\n{code}"))
    assert shown.startswith("Candidate:\n  First.\n\n    second\n  ```python\n  x = 1")
    assert len(shown.splitlines()) == 7


def test_an_answer_without_words_is_said() -> None:
    assert plain.turn(Turn(Role.CANDIDATE, " ")) == "Candidate:\n  (nothing)"
