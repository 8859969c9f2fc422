"""What a group of features brings is seen where it is left out, on questions that no model saw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from agent.domain.terms import RoundKind
from agent.domain.transcript import Transcript
from agent.grading.traits import NAMES, Traits, Yardsticks
from evals.training.learning_curve import GROUPS, Held, Study, lost, qwk
from evals.training.rated_answers import Answer, Graded

WIDTH = 8
TELLING = NAMES.index("reasons")


def rows(within: bool = False) -> Iterator[Graded]:
    """Eight questions with four candidates each, whose reasons, or inner layers, alone tell how good they are."""
    chance = np.random.default_rng(5)
    for question in range(8):
        for rating in (1.0, 2.0, 3.0, 4.0):
            numbers = chance.normal(size=len(NAMES)).astype(np.float32) * 0.2
            numbers[[NAMES.index("wrong_sums"), NAMES.index("asks_back")]] = 0.0
            numbers[TELLING] = 2.5 if within else rating
            layers = np.array([rating if within else 2.5, 7.0], np.float32)
            whole = np.full(WIDTH, WIDTH**-0.5, np.float32)
            answer = Answer(Traits(numbers, whole, whole, np.zeros(1, np.float32), layers), rating, rating / 4 + 2, 0.0)
            transcript = Transcript(RoundKind.ML_DEPTH, (), f"t{question}", question=f"q{question}")
            yield Graded(transcript, {}, 1.5 * rating - 0.5, rating, (answer, answer))


@pytest.fixture(scope="module")
def study() -> Study:
    return study_of(list(rows()))


def study_of(found: list[Graded]) -> Study:
    direction = np.full(WIDTH, WIDTH**-0.5, np.float32)
    return Study(found, [2.5] * len(found), Yardsticks(direction, 0.0, direction[None], {"word": 0}))


def test_leaving_out_what_tells_costs_and_leaving_out_noise_does_not(study: Study) -> None:
    whole = study.held_out()
    assert len(whole) == len(study.rows) and qwk(whole) > 0.6
    telling, low, _ = lost(whole, study.without(GROUPS["reasons and conditions"]).held_out(), qwk)
    noise, *_ = lost(whole, study.without(GROUPS["empty words"]).held_out(), qwk)
    assert telling > 0.15 and low > 0 and noise < telling / 2


def test_what_the_inner_layers_tell_is_learned() -> None:
    study = study_of(list(rows(within=True)))
    assert qwk(study.held_out()) > 0.6 > 0.3 > qwk(study.without(GROUPS["inner layers"]).held_out())


def test_a_share_of_the_questions_is_drawn_by_its_seed(study: Study) -> None:
    scores = [[one.score for one in study.held_out(0.5, seed)] for seed in (0, 0, 1)]
    assert scores[0] == scores[1] != scores[2]


def test_every_number_is_left_out_with_one_group() -> None:
    numbers = np.ones(len(NAMES), np.float32)
    vector = np.ones(WIDTH, np.float32)
    answer = Answer(Traits(numbers, vector, vector, *np.ones((2, 1), np.float32)), 3.0, 3.0, 0.0)
    left = [change(answer).traits.numbers for change in GROUPS.values()]
    assert np.sum([numbers - flat for flat in left], axis=0).tolist() == [1.0] * len(NAMES)
    assert answer.traits.numbers.tolist() == [1.0] * len(NAMES)


def test_what_is_lost_is_drawn_over_questions() -> None:
    right = [Held(given, given / 6, given, question) for question in "abc" for given in (1, 3, 6)]
    assert lost(right, right, qwk) == (0.0, 0.0, 0.0)
