"""From fractions to whole ratings, to a decision, to what would have changed it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.terms import Decision
from agent.domain.verdict import SignalRating
from agent.grading.decision import LADDER, Doubt, decide_verdict
from agent.grading.flips import find_flip, if_observed
from agent.grading.whole_ratings import whole_ratings

WEIGHTS = (0.25, 0.25, 0.2, 0.15, 0.15)
BARS = st.floats(2.0, 3.2)
RATINGS = st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=5, max_size=5)


def rated(ratings: list[int | None]) -> list[SignalRating]:
    return [
        SignalRating(f"s{i}", f"Signal {i}", weight, rating, (), "offline")
        for i, (weight, rating) in enumerate(zip(WEIGHTS, ratings, strict=True))
    ]


@given(RATINGS, BARS, st.integers(0, 4))
def test_a_better_rating_never_makes_a_worse_decision(ratings: list[int | None], bar: float, at: int) -> None:
    rating = ratings[at]
    if rating is None or rating == 4:
        return
    lower, higher = rated(ratings), rated([rating + 1 if i == at else old for i, old in enumerate(ratings)])
    one, two = decide_verdict(lower, bar), decide_verdict(higher, bar)
    if one.decision is Decision.NOT_ENOUGH_EVIDENCE:
        assert two.decision is Decision.NOT_ENOUGH_EVIDENCE
        return
    assert LADDER.index(two.decision) >= LADDER.index(one.decision)
    assert (two.score or 0) >= (one.score or 0)


@given(st.lists(RATINGS, min_size=2, max_size=6), BARS)
def test_the_score_is_monotone_in_the_decision(rounds: list[list[int | None]], bar: float) -> None:
    verdicts = [decide_verdict(rated(ratings), bar) for ratings in rounds]
    decided = [verdict for verdict in verdicts if verdict.decision in LADDER]
    for one, two in product(decided, decided):
        if LADDER.index(one.decision) < LADDER.index(two.decision):
            assert (one.score or 0) <= (two.score or 0)


@given(st.lists(st.floats(0.5, 4.5), min_size=5, max_size=5))
def test_whole_ratings_lie_beside_the_wanted_ones_and_keep_their_mean(wanted: list[float]) -> None:
    weights = {f"s{i}": weight for i, weight in enumerate(WEIGHTS)}
    held = {f"s{i}": min(4.0, max(1.0, value)) for i, value in enumerate(wanted)}
    found = whole_ratings(dict(zip(weights, wanted, strict=True)), weights)
    assert all(rating in (1, 2, 3, 4) and abs(rating - held[signal]) < 1 for signal, rating in found.items())
    moved = sum(weights[signal] * (rating - held[signal]) for signal, rating in found.items())
    assert abs(moved) <= 0.25 + max(WEIGHTS) / 2


def test_one_answer_of_one_keeps_every_signal_at_one() -> None:
    assert whole_ratings({"a": 1.0, "b": 1.0}, {"a": 0.6, "b": 0.4}) == {"a": 1, "b": 1}
    assert whole_ratings({}, {}) == {}


@given(RATINGS, BARS)
def test_a_flip_does_what_it_says_and_nothing_smaller_does(ratings: list[int | None], bar: float) -> None:
    signals = rated(ratings)
    now = decide_verdict(signals, bar).decision
    for up in (True, False):
        flip = find_flip(signals, bar, up=up)
        if flip is None:
            continue
        moves = {move.signal: move.after for move in flip.moves}
        changed = [replace(s, rating=moves.get(s.id, s.rating)) for s in signals]
        assert decide_verdict(changed, bar).decision is flip.decision
        better = LADDER.index(flip.decision) - LADDER.index(now)
        assert better > 0 if up else better < 0
        if flip.steps > 1:
            assert all(not changes(signals, bar, i, 1 if up else -1) for i in range(5))


def changes(signals: list[SignalRating], bar: float, at: int, step: int) -> bool:
    rating = signals[at].rating
    if rating is None or not 1 <= rating + step <= 4:
        return False
    moved = [replace(s, rating=rating + step) if i == at else s for i, s in enumerate(signals)]
    return decide_verdict(moved, bar).decision is not decide_verdict(signals, bar).decision


def test_flips_name_the_lightest_signal_that_is_enough() -> None:
    flip = find_flip(rated([3, 3, 3, 2, 2]), 2.7, up=False)
    assert flip is not None
    assert flip.steps == 1
    assert find_flip(rated([4, 4, 4, 4, 4]), 2.7, up=True) is None
    assert find_flip(rated([None] * 5), 2.7, up=True) is None
    hire = find_flip(rated([1, 1, 2, 2, 2]), 2.7, up=True, least=Decision.LEAN_HIRE)
    assert hire is None or LADDER.index(hire.decision) >= LADDER.index(Decision.LEAN_HIRE)


@pytest.mark.parametrize("rating", [1, 4])
def test_what_was_not_observed_can_be_tried(rating: int) -> None:
    signals = rated([3, 3, None, 3, 3])
    then = if_observed(signals, 2.8, "s2", rating)
    assert then is decide_verdict(rated([3, 3, rating, 3, 3]), 2.8).decision


@given(RATINGS, BARS)
def test_what_is_near_is_a_neighbour_across_the_border(ratings: list[int | None], bar: float) -> None:
    verdict = decide_verdict(rated(ratings), bar)
    if verdict.near is not None:
        assert abs(LADDER.index(verdict.near) - LADDER.index(verdict.decision)) == 1


def test_a_clear_decision_has_none_near_and_few_answers_none_beyond_lean() -> None:
    assert decide_verdict(rated([4, 4, 4, 4, 4]), 2.5).near is None
    assert decide_verdict(rated([3, 3, 2, 2, 2]), 2.5).near is Decision.LEAN_NO_HIRE
    few = decide_verdict(rated([4, 4, 4, 4, 4]), 2.5, Doubt(spread=1.0, few=True))
    assert (few.decision, few.near) in [(Decision.LEAN_HIRE, Decision.LEAN_NO_HIRE), (Decision.LEAN_HIRE, None)]
