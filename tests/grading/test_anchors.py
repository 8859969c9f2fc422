"""What would have been one step better: only what was not said in the round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graded_rounds import STRONG, catalog, graded, grader, held

from agent.catalog.loader import Catalog
from agent.domain.interview import RoundGrade
from agent.domain.knowledge import Signal
from agent.grading.anchors import above, clauses, heard, heard_in_full, listed, step_up
from agent.grading.prose import round_prose
from agent.grading.transcripts import Heard

LISTED = "As 3, sizes the lots (twelve, of forty), weighs them by chance, and says which sum would end it."
WITH = "As 3, with a date, what it costs, and who pays."
WHOLE = "Points at the label of the day, at silence counted as yes, and at the picker's choice."


def signal(anchor: str) -> Signal:
    first = catalog().rubric(held(STRONG).round).signals[0]
    return replace(first, anchors={3: anchor, 4: anchor})


@pytest.mark.parametrize(
    ("anchor", "parts"),
    [
        (
            LISTED,
            ["sizes the lots (twelve, of forty)", "weighs them by chance", "says which sum would end it"],
        ),
        (WITH, ["a date", "what it costs", "who pays"]),
        (WHOLE, [WHOLE.rstrip(".")]),
        (
            "Says whom he'd prefer and names what stands between.",
            ["Says whom he'd prefer", "names what stands between"],
        ),
    ],
)
def test_an_anchor_is_parted_where_something_else_is_asked_for(anchor: str, parts: list[str]) -> None:
    assert clauses(anchor) == parts


def test_what_was_said_is_left_out_and_the_rest_is_a_sentence() -> None:
    whole = step_up(signal(LISTED), None, 3)
    assert (
        whole == "A 4 also sizes the lots (twelve, of forty), weighs them by chance, and says which sum would end it."
    )
    sizes, weighs, says = clauses(LISTED)
    assert (
        step_up(signal(LISTED), None, 3, {sizes}) == "A 4 also weighs them by chance and says which sum would end it."
    )
    assert step_up(signal(LISTED), None, 3, {weighs, says}) == "A 4 also sizes the lots (twelve, of forty)."
    assert step_up(signal(WITH), None, 3, {"a date"}) == "What a 4 has on top: with what it costs and who pays."
    assert step_up(signal(LISTED), None, 3, {sizes, weighs, says}) == ""


def test_each_anchor_of_knowledge_reads_on_without_its_first_clause() -> None:
    known = Catalog()
    for kind in known.kinds():
        for of_rubric in known.rubric(kind).signals:
            for question in (None, *known.questions(kind)):
                parts = clauses(above(of_rubric, question, 3)[1])
                assert all(part and part[0] not in ",;" for part in parts)
                assert (
                    step_up(of_rubric, question, 3, parts[:1]).startswith("A 4 also ")
                    or len(parts) == 1
                    or ("on top: with " in step_up(of_rubric, question, 3, parts[:1]))
                ), parts


def test_a_clause_is_heard_by_nearness_or_by_its_own_words() -> None:
    clause = "weighs the lots by chance"
    assert heard(clause, [0.6], ["It hangs on luck."])
    assert not heard(clause, [0.46], ["It hangs on luck."])
    assert heard(clause, [0.46], ["I'd weigh each lot by its chance."])
    assert not heard(clause, [0.1], ["I'd weigh each lot by its chance."])


def test_a_clause_is_heard_by_a_figure_of_its_own_that_nobody_named() -> None:
    clause, said = "finds where the square overtakes the rest (at about 47)", ["So from 47 on it costs more."]
    assert heard(clause, [0.35], said)
    assert not heard(clause, [0.35], said, given={47.0})
    assert not heard(clause, [0.2], said)
    assert not heard(clause, [0.35], ["So from 48 on it costs more."])
    assert not heard("finds where it overtakes the rest (at 7)", [0.35], ["We had 7 people."])


def test_a_clause_that_lists_is_heard_where_most_of_it_is_each_by_itself() -> None:
    clause = "adds the twin who is right, controls that are known, and samples by shop"
    twin, controls, by_shop = listed(clause)
    said = ["In half of them the user has a point.", "A few I put in with an answer I know."]
    near = {clause: [0.5, 0.4], twin: [0.6, 0.1], controls: [0.2, 0.6], by_shop: [0.1, 0.1]}
    assert heard_in_full(clause, near, said, frozenset())
    assert not heard_in_full(clause, near | {controls: [0.2, 0.3]}, said, frozenset())
    assert not heard_in_full("twelve lots, weighed", {"twelve lots, weighed": [0.5]}, said[:1], frozenset())


async def test_a_debrief_asks_for_nothing_that_was_said() -> None:
    transcript = held(STRONG)
    grade, verdict = await graded(transcript)
    rubric = catalog().rubric(transcript.round)
    threes = RoundGrade(tuple(replace(s, rating=3) if s.rating else s for s in grade.signals), grade.flags)
    wanted = "has one person for forty minutes before opening"
    told = replace(
        rubric,
        signals=tuple(
            replace(s, anchors=s.anchors | {4: f"As 3, says the shop {wanted}, and names the day it would be undone."})
            for s in rubric.signals
        ),
    )
    seen = Heard(told, None, transcript, transcript.level)
    said = await grader().said_already(seen, threes)
    assert said == {f"says the shop {wanted}"}
    lines = round_prose(seen, threes, verdict, said=said).strengths
    assert any("A 4 also names the day it would be undone." in line for line in lines)
    assert not any("forty minutes before opening, and" in line for line in lines)
