"""From a request to the rounds that will be held."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.domain.request import StartRequest
from agent.domain.terms import Context, RoundKind
from agent.errors import NotFoundError, UsageError
from agent.planning import make_plan, new_session_id


def plan(**request: Any) -> Any:
    return make_plan(StartRequest(**request), Catalog(), "s")


def test_a_loop_is_held_in_its_order_with_its_weights() -> None:
    made = plan(loop="startup")
    assert [r.round_id for r in made.rounds] == [
        "recruiter_screen", "ml_system_design", "ml_depth", "behavioral", "founder", "negotiation",
    ]  # fmt: skip
    assert sum(r.weight for r in made.rounds) == pytest.approx(1.0)
    assert set(made.bars) == {"new_grad", "L4", "senior", "staff"}


def test_a_short_form_shares_its_minutes_as_the_long_one_does() -> None:
    long, short = plan(loop="startup"), plan(loop="startup", minutes=60)
    assert sum(r.minutes for r in short.rounds) == pytest.approx(60)
    ratio = 60 / sum(r.minutes for r in long.rounds)
    for a, b in zip(long.rounds, short.rounds, strict=True):
        assert b.minutes == pytest.approx(a.minutes * ratio)
        assert 4 <= b.turns <= a.turns


def test_a_single_round_may_name_its_question() -> None:
    question = Catalog().question_ids(RoundKind.ML_DEPTH)[0]
    assert plan(round="ml_depth", question=question).rounds[0].question_id == question


@pytest.mark.parametrize(
    ("request_", "company"),
    [
        ({"round": "ml_depth"}, Context.BIG_TECH),
        ({"round": "founder"}, Context.STARTUP),
        ({"round": "negotiation", "question": "negotiation-equity-or-base"}, Context.STARTUP),
        ({"round": "founder", "context": Context.AI_LAB}, Context.AI_LAB),
    ],
)
def test_a_round_is_held_for_the_company_that_its_questions_are_made_for(
    request_: dict[str, Any], company: Context
) -> None:
    assert plan(**request_).context is company


@pytest.mark.parametrize(
    ("request_", "error", "says"),
    [
        ({}, UsageError, "either a loop or a round"),
        ({"loop": "startup", "round": "ml_depth"}, UsageError, "either a loop or a round"),
        ({"round": "poetry"}, NotFoundError, "there are: recruiter_screen"),
        ({"loop": "nowhere"}, NotFoundError, "startup"),
        ({"round": "ml_depth", "question": "behavioral-x"}, NotFoundError, "behavioral-x"),
        ({"round": "ml_depth", "minutes": 0}, UsageError, "between 1 and 600"),
        ({"round": "ml_depth", "minutes": float("nan")}, UsageError, "between 1 and 600"),
        ({"round": "ml_depth", "background": "astronaut"}, NotFoundError, "data_scientist"),
        ({"loop": "startup", "question": "ml_depth-x"}, UsageError, "single round"),
    ],
)
def test_what_cannot_be_held_says_why(request_: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        plan(**request_)


def test_a_kind_without_questions_can_not_be_held_nor_a_loop_with_it(tmp_path: Path) -> None:
    real = Path(__file__).parents[1] / "knowledge"
    for part in ("rounds", "rubrics", "loops", "interviewers"):
        (tmp_path / part).symlink_to(real / part)
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "ml_depth").symlink_to(real / "questions" / "ml_depth")
    catalog = Catalog(tmp_path)
    with pytest.raises(NotFoundError, match=r"^The round coding has no questions yet; these can be held: ml_depth\.$"):
        make_plan(StartRequest(round="coding"), catalog, "s")
    with pytest.raises(NotFoundError, match=r"^The loop startup can't be held yet: the round recruiter_screen has no"):
        make_plan(StartRequest(loop="startup"), catalog, "s")


def test_session_ids_sort_by_time() -> None:
    early = new_session_id(datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    late = new_session_id(datetime(2026, 1, 2, 3, 5, tzinfo=UTC))
    assert early.startswith("20260102-0304-")
    assert early < late
