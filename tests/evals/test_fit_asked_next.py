"""What is learned from readings of what to ask next, and how an order is judged by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agent.retrieval.asked_next import AskedNext
from evals.training.fit_asked_next import BEST, FLAT, GOOD, HELD, UNSAID, Answer, fit, graded, interval, judged, write
from evals.training.fit_asked_next import standard as standardised

IDS = [f"q.{name}" for name in ("deep", "held", "flat", "far")]


def reading(best: str, **why: list[str]) -> dict[str, Any]:
    return {"best": best, "good": [], "held": [], "unsaid": [], "flat": []} | why


def answer(said: np.ndarray, *readings: dict[str, Any], question: str = "q") -> Answer:
    row = {"question_id": question, "round": "r", "readings": list(readings)}
    return Answer(row, said, graded(row))


def test_grades_are_the_mean_of_what_readers_say():
    first = reading("q.deep", good=["any", "q.flat"], held=["q.held"], unsaid=["q.far"])
    second = reading("q.flat", good=["q.deep"], held=["q.held"], flat=["q.far"])
    assert graded({"readings": [first]}) == {
        "q.deep": BEST,
        "any": GOOD,
        "q.flat": 2.0,
        "q.held": HELD,
        "q.far": UNSAID,
    }
    both = graded({"readings": [first, second]})
    assert both["q.deep"] == pytest.approx((BEST + GOOD) / 2)
    assert both["q.far"] == pytest.approx((UNSAID + FLAT) / 2)


def two_ways() -> list[Answer]:
    """Answers said in one of two ways: after the one readers ask q.deep, after the other q.flat."""
    draw = np.random.default_rng(0)
    ways = draw.normal(size=(2, 2, 8))
    found = []
    for at in range(20):
        said = ways[at % 2] + 0.1 * draw.normal(size=(2, 8))
        best, not_now = ("q.deep", "q.flat") if at % 2 else ("q.flat", "q.deep")
        found.append(answer(said, reading(best, flat=[not_now], held=["q.held"], unsaid=["q.far"])))
    return found


def learned() -> tuple[list[Answer], AskedNext]:
    answers = two_ways()
    return answers, fit(answers, *standardised(answers))


def test_answers_said_in_a_like_way_are_asked_alike():
    answers, model = learned()
    for at, one in enumerate(answers[:4]):
        grades = model.gladly(one.layers.astype(np.float32), IDS)
        first = "q.deep" if at % 2 else "q.flat"
        assert max(grades, key=lambda id: grades[id]) == first
        assert grades["q.held"] < 0 < grades[first]


def test_one_question_teaches_nothing_of_another_ones_follow_ups():
    answers, alone = learned()
    other = answer(answers[0].layers, reading("p.one", flat=["p.two"]), question="p")
    both = fit([*answers, other], *standardised(answers))
    assert set(both.places) - set(alone.places) == {"p.one", "p.two"}
    said = answers[1].layers.astype(np.float32)
    assert both.gladly(said, IDS) == pytest.approx(alone.gladly(said, IDS), abs=0.05)  # the mean of all grades moved


def test_what_fits_any_question_is_learned_over_all_questions_of_a_round():
    draw = np.random.default_rng(1)
    ways = draw.normal(size=(2, 2, 8))
    answers = [
        answer(
            ways[at % 2] + 0.1 * draw.normal(size=(2, 8)), reading("r.one" if at % 2 else "r.two"), question=f"q{at}"
        )
        for at in range(20)
    ]
    answers = [Answer(one.row, one.layers, one.grades | {f"{one.row['question_id']}.own": 1.0}) for one in answers]
    model = fit(answers, *standardised(answers))
    for at in (0, 1):
        grades = model.gladly(ways[at].astype(np.float32), ["r.one", "r.two"])
        assert max(grades, key=lambda id: grades[id]) == ("r.one" if at else "r.two")


def test_what_is_written_is_what_is_read(tmp_path):
    from agent.retrieval.asked_next import load_asked_next

    answers, model = learned()
    write(model, tmp_path / "asked_next.npz")
    read = load_asked_next(tmp_path / "asked_next.npz")
    said = answers[3].layers.astype(np.float32)
    assert read.gladly(said, IDS) == pytest.approx(model.gladly(said, IDS))


def test_an_order_is_judged_by_its_first_and_by_its_first_three():
    readings = [reading("b", good=["c", "d", "e"], held=["a"]), reading("c", held=["a"])]
    one = answer(np.ones((2, 8)), *readings)
    best, acceptable, among, held, unsaid, flat, grade = judged(one, ["a", "b", "x", "c"])
    assert (best, acceptable, held, unsaid, flat, grade) == (0, 0, 1, 0, 0, HELD)
    assert among == 0.5
    assert judged(one, ["e"])[1] == 0  # the third of the good ones is none of the acceptable
    assert judged(one, ["c"])[:2] == (0.5, 1)


def test_an_interval_is_over_questions():
    low, high = interval(["a"] * 50 + ["b"] * 50, np.repeat([0.0, 1.0], 50))
    assert (low, high) == (0.0, 1.0)
