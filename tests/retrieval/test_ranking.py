from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Target
from agent.retrieval.facts import THRESHOLD
from agent.retrieval.ranking import (
    Known,
    Tuning,
    centrality,
    diverse,
    fact_similarity,
    fitting,
    nearness,
    ranked,
    score,
    similarity,
    standing,
)

TUNING = Tuning(
    abstain=0.0, own_question=0.1, other_question=-0.1, probe=0, failure_mode=0, own_threshold=0.2, threshold=0.3
)
AXES = np.eye(8, dtype=np.float32)


def similar(answer: np.ndarray, known: Known) -> float:
    return similarity(nearness(answer, [known])[0], TUNING)


def stands(answer: np.ndarray, known: Known) -> float:
    return standing(nearness(answer, [known])[0], TUNING)


def target(name: str, kind: str = "probe", question: str = "", rung: int = 1) -> Target:
    rounds = ((RoundKind.ML_DEPTH, None),)
    return Target(name, kind, ("x",), rounds, "about", question=question, rung=rung)  # type: ignore[arg-type]


def test_a_second_phrasing_and_the_subject_support_the_nearest() -> None:
    answer = AXES[:1]
    alone = similar(answer, Known(AXES[:2], AXES[2], AXES[3]))
    twice = similar(answer, Known(AXES[[0, 0]], AXES[2], AXES[3]))
    subject = similar(answer, Known(AXES[:2], AXES[0], AXES[3]))
    assert 0 < alone < twice < subject < 1
    assert similar(answer, Known(AXES[:1], AXES[0], AXES[3])) == pytest.approx(1)


def test_resembling_the_question_itself_counts_a_little_less() -> None:
    assert similar(AXES[:1], Known(AXES[1:2], AXES[2], AXES[0])) == pytest.approx(0.95)


def test_the_best_window_of_an_answer_counts() -> None:
    known = Known(AXES[:1], AXES[0], AXES[0])
    assert similar(AXES[:5], known) == similar(AXES[:1], known)


def test_the_open_question_goes_first_and_another_story_last() -> None:
    targets = {t.id: t for t in (target("own", question="q"), target("set"), target("other", question="r"))}
    alike = dict.fromkeys(targets, 0.5)
    assert [name for name, _ in ranked(alike, {}, targets, "q", TUNING)] == ["own", "set", "other"]
    assert [name for name, _ in ranked(alike, {}, targets, None, TUNING)] == ["set", "other", "own"]


def test_no_bonus_lifts_something_over_the_threshold() -> None:
    targets = {"own": target("own", question="q"), "set": target("set")}
    assert fitting({"own": 0.19, "set": 0.29}, targets, "q", TUNING) == []
    assert fitting({"own": 0.21, "set": 0.29}, targets, "q", TUNING) == ["own"]


def test_an_answer_is_as_near_to_a_target_among_others_as_alone() -> None:
    answer, others = AXES[:2] + 0.1, [Known(AXES[:3], AXES[3], AXES[4]), Known(AXES[2:4], AXES[0], AXES[1], 0.2)]
    together = nearness(answer, others)
    assert together == [nearness(answer, [other])[0] for other in others]
    assert together[0].phrasings == pytest.approx((1.1, 1.1, 0.1)) and together[1].ask == pytest.approx(1.1)
    assert (together[0].whole, together[1].whole) == pytest.approx((1.1, 0.1))
    assert nearness(answer, []) == []


def test_ties_go_by_id() -> None:
    targets = {name: target(name) for name in "cab"}
    assert [name for name, _ in ranked(dict.fromkeys("cab", 0.5), {}, targets, None, TUNING)] == ["a", "b", "c"]


def test_the_same_question_is_not_offered_twice() -> None:
    asks = {"a": AXES[0], "b": AXES[0], "c": AXES[1]}
    order = [("a", 0.9), ("b", 0.8), ("c", 0.4)]
    assert [name for name, _ in diverse(order, asks, [], 8, TUNING)] == ["a", "c"]
    assert [name for name, _ in diverse(order, asks, [AXES[0]], 8, TUNING)] == ["c"]


def test_a_place_goes_to_what_differs_and_the_best_comes_first() -> None:
    near = (AXES[0] * 0.8 + AXES[1] * 0.6).astype(np.float32)
    asks = {"a": AXES[0], "b": near, "c": AXES[2]}
    order = [("a", 0.6), ("b", 0.5), ("c", 0.4)]
    assert [name for name, _ in diverse(order, asks, [], 2, TUNING)] == ["a", "c"]
    assert [name for name, _ in diverse(order, asks, [], 3, TUNING)] == ["a", "b", "c"]


@given(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_score_grows_with_worth_and_stays_within_0_and_1(one: float, other: float) -> None:
    assert 0 <= score(one) <= 1
    assert one >= other or score(one) <= score(other)
    assert math.isclose(score(0.47), 0.5)


def test_a_fact_fits_by_its_answer_or_by_the_very_way_it_is_asked_for() -> None:
    assert fact_similarity(1.0, 0.0) > fact_similarity(0.5, 0.5) > THRESHOLD
    assert fact_similarity(0.3, 0.6) > fact_similarity(0.4, 0.3)
    assert fact_similarity(0.3, 0.3) < THRESHOLD


def test_what_shares_words_with_the_answer_goes_before_its_equal() -> None:
    targets = {name: target(name) for name in ("a", "b")}
    assert [name for name, _ in ranked({"a": 0.5, "b": 0.5}, {"b": 2.0}, targets, None, TUNING)] == ["b", "a"]


def test_a_follow_up_to_a_follow_up_goes_after_its_equal() -> None:
    targets = {"a": target("a", question="q", rung=2), "b": target("b", question="q")}
    assert [name for name, _ in ranked({"a": 0.5, "b": 0.5}, {}, targets, "q", TUNING)] == ["b", "a"]


def test_what_only_the_answer_as_a_whole_resembles_stands_lower() -> None:
    whole, part = AXES[0], AXES[1]
    answer = np.stack([whole, part])
    subject, remark = Known(AXES[:1], AXES[2], AXES[3]), Known(AXES[1:2], AXES[2], AXES[3])
    assert similar(answer, subject) == similar(answer, remark)
    assert 0 < stands(answer, subject) < stands(answer, remark) <= 1


def test_where_nothing_comes_near_nothing_is_brought_up() -> None:
    targets = {name: target(name, question="q") for name in ("a", "b")}
    careful = Tuning(own_threshold=0.2, abstain=0.3)
    assert fitting({"a": 0.29, "b": 0.25}, targets, "q", careful) == []
    assert fitting({"a": 0.31, "b": 0.25}, targets, "q", careful) == ["a", "b"]
    assert fitting({}, targets, "q", careful) == []


def test_what_has_little_to_do_with_the_case_is_followed_up_only_where_something_is_very_near() -> None:
    targets = {"a": target("a", question="q"), "b": target("b")}
    careful = Tuning(own_threshold=0.2, threshold=0.3, abstain=0.3, beside=0.28, sure=0.45)
    assert fitting({"a": 0.25, "b": 0.4}, targets, "q", careful, case=0.25) == []
    assert fitting({"a": 0.25, "b": 0.4}, targets, "q", careful, case=0.29) == ["a", "b"]
    assert fitting({"a": 0.25, "b": 0.5}, targets, "q", careful, case=0.25) == ["a", "b"]


def test_a_probe_amid_its_neighbours_is_held_back() -> None:
    amid = AXES[:3].mean(axis=0, keepdims=True)
    places = centrality([AXES[:1], amid, AXES[2:3]])
    assert places[1] > 0 > places[0] and sum(places) == pytest.approx(0, abs=1e-6)
    assert centrality([AXES[:2]]) == pytest.approx([0.0])
    plain, held = (Known(AXES[:1], AXES[0], AXES[0], central) for central in (0.0, 0.1))
    assert stands(AXES[:1], held) < stands(AXES[:1], plain)
