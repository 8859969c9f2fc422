"""Which questions a round asks: unseen first, then other businesses, new domains, weak signals, and then the seed."""

from __future__ import annotations

from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.catalog.values import QuestionHead
from agent.choosing import order_questions
from agent.domain.practice import Practice
from agent.domain.request import StartRequest
from agent.domain.terms import Context, Level, RoundKind
from agent.domain.transcript import SessionPlan
from agent.errors import NotFoundError, UsageError
from agent.planning import make_plan

KIND = RoundKind.ML_DEPTH


def head(id: str, domain: str, *signals: str, contexts: tuple[Context, ...] = tuple(Context)) -> QuestionHead:
    return QuestionHead(id, id, domain, tuple(Level), contexts, 20, signals or ("x",))


HEADS = [head("a", "trams", "x"), head("b", "banks", "y"), head("c", "farms", "x"), head("d", "ships", "z")]


def order(heads: list[QuestionHead] = HEADS, **given: Any) -> list[str]:
    defaults: dict[str, Any] = {
        "level": Level.L4, "context": Context.STARTUP, "seed": 0, "practice": Practice(), "met": set(), "told": set(),
    }  # fmt: skip
    return [h.id for h in order_questions(heads, KIND, **{**defaults, **given})]


def test_without_a_history_the_seed_alone_decides_and_always_alike() -> None:
    assert order() == ["a", "b", "c", "d"]
    assert order(seed=2) == order(seed=2) == ["c", "d", "a", "b"]


def test_what_was_put_least_often_comes_first_whatever_else_speaks_for_another() -> None:
    practice = Practice({"a": 1, "b": 2, "d": 1}, {KIND: {"z": 1}})
    assert order(practice=practice, met={"farms"}, told={"farms"}) == ["c", "d", "a", "b"]


def test_another_business_than_the_rounds_before_then_a_new_domain_then_a_weak_signal() -> None:
    weak = Practice({}, {KIND: {"z": 1, "y": 4}})
    assert order(practice=weak)[0] == "d"
    assert order(practice=weak, met={"ships"})[0] == "a"
    assert order(practice=weak, met={"ships", "trams", "banks"}, told={"farms"}) == ["d", "a", "b", "c"]


def test_a_low_rating_of_another_kind_is_no_weakness_here() -> None:
    assert order(practice=Practice({}, {RoundKind.FOUNDER: {"z": 1}})) == ["a", "b", "c", "d"]


def test_level_and_context_go_first_and_where_nothing_fits_all_do() -> None:
    heads = [*HEADS[:2], head("lab", "proteins", contexts=(Context.AI_LAB,))]
    assert order(heads) == ["a", "b"]
    assert order(heads[2:]) == ["lab"]


def plan(practice: Practice | None = None, **request: Any) -> SessionPlan:
    return make_plan(StartRequest(**request), Catalog(), "s", practice)


def test_a_plan_holds_its_questions_so_that_nothing_later_changes_them() -> None:
    first, again = plan(round="ml_depth"), plan(round="ml_depth")
    assert first == again
    assert first.rounds[0].questions
    seen = Practice(dict.fromkeys(first.rounds[0].questions[:1], 1))
    assert plan(seen, round="ml_depth").rounds[0].questions[0] != first.rounds[0].questions[0]
    assert plan(round="ml_depth", seed=1) != first


def test_a_chosen_question_wins_over_any_history() -> None:
    id = "ml_depth-sales-labels"
    made = plan(Practice({id: 9}), round="ml_depth", question=id).rounds[0]
    assert (made.question_id, made.questions) == (id, ())


def test_two_rounds_of_a_kind_share_no_question() -> None:
    first, second = (r for r in plan(loop="google_new_grad").rounds if r.kind is RoundKind.CODING)
    assert first.round_id, second.round_id == ("coding", "coding-2")
    assert first.questions and second.questions
    assert not set(first.questions) & set(second.questions)


def test_the_rounds_of_a_loop_tell_of_different_businesses() -> None:
    catalog = Catalog()
    for loop in catalog.loop_names():
        for seed in range(4):
            rounds = plan(loop=loop, seed=seed).rounds
            domains = [catalog.question(r.questions[0]).domain for r in rounds if r.questions]
            assert len(set(domains)) == len(domains), (loop, seed, domains)


def test_who_asks_is_whoever_was_named_else_the_holder_of_the_kind() -> None:
    assert [r.interviewer for r in plan(loop="startup").rounds] == [
        "recruiter", "staff_engineer", "staff_engineer", "hiring_manager", "founder", "recruiter",
    ]  # fmt: skip
    assert {r.interviewer for r in plan(loop="startup", interviewer="founder").rounds} == {"founder"}
    with pytest.raises(NotFoundError, match="product_manager, recruiter"):
        plan(round="ml_depth", interviewer="king")


def test_an_assistant_is_allowed_where_the_round_says_so_and_only_when_asked_for() -> None:
    rounds = plan(loop="meta_new_grad", ai_assisted=True).rounds
    assert [r.kind for r in rounds if r.ai_assisted] == [RoundKind.CODING, RoundKind.ML_CODING, RoundKind.DEBUGGING]
    assert not any(r.ai_assisted for r in plan(loop="meta_new_grad").rounds)
    with pytest.raises(UsageError, match="coding, ml_coding, debugging"):
        plan(round="behavioral", ai_assisted=True)


@pytest.mark.parametrize("loop", ["startup", "google_new_grad", "meta_new_grad", "ai_lab", "l4_general", "six_round"])
def test_every_loop_has_a_short_form(loop: str) -> None:
    long, short = plan(loop=loop), plan(loop=loop, minutes=50)
    assert sum(r.minutes for r in short.rounds) == pytest.approx(50)
    assert [r.questions for r in short.rounds] == [r.questions for r in long.rounds]
    assert all(4 <= s.turns <= r.turns for s, r in zip(short.rounds, long.rounds, strict=True))


LOOPS = {
    "startup": ["recruiter_screen", "ml_system_design", "ml_depth", "behavioral", "founder", "negotiation"],
    "google_new_grad": ["coding", "coding", "ml_coding", "ml_system_design", "behavioral"],
    "meta_new_grad": ["coding", "ml_coding", "debugging", "ml_system_design", "behavioral"],
    "ai_lab": ["recruiter_screen", "ml_coding", "coding", "ml_depth", "research_taste", "behavioral"],
    "l4_general": ["recruiter_screen", "coding", "ml_system_design", "ml_breadth", "behavioral"],
    "six_round": ["recruiter_screen", "coding", "ml_breadth", "ml_depth", "ml_system_design", "behavioral"],
}


def test_the_loops_hold_the_rounds_that_other_programs_rely_on() -> None:
    assert {pack.id: [r.kind.value for r in pack.rounds] for pack in Catalog().loops()} == LOOPS
    assert [pack.id for pack in Catalog().loops()] == list(LOOPS)
