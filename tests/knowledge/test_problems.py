"""The checks of the problems tell right programs from the wrong ones of interviews.

Nearly all are tried in this process; a right program of each problem is run as a candidate's, and so is what has no
room. That slow ones have no time, and right ones plenty, is tried with all of it under `make proofs`.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from ml_coding_code import CATALOG
from problem_trials import Programs, Seen, confined, failing, is_done_within, passed, programs, seen
from trivial_programs import few_trivial_programs, trivial_programs

from agent.coding.runner import confinement
from agent.domain.problems import Problem
from agent.domain.terms import RoundKind

KINDS = (RoundKind.CODING, RoundKind.ML_CODING)
NAMES = [(kind.value, i.removeprefix(f"{kind.value}-")) for kind in KINDS for i in CATALOG.question_ids(kind)]
IMPORTS = {"coding": "", "ml_coding": "import hashlib\nimport numpy as np\n"}
can_confine = pytest.mark.skipif(confinement() is not None, reason="code can't be confined here")
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.fixture(scope="module", params=NAMES, ids="-".join)
def held(request: pytest.FixtureRequest) -> Programs:
    return programs(*request.param)


@pytest.fixture(scope="module")
def right(held: Programs) -> dict[str, Seen]:
    """What the first right program does in each check."""
    random.seed(7)
    return seen(held.problem, next(iter(held.right.values())))


def results_of(checks: dict[str, Seen]) -> list[Any]:
    """All that the right program gives back in these checks."""
    return [result for one in checks.values() for result in one.results]


def all_failing(problem: Problem, programs: dict[str, str], but: set[str]) -> dict[str, set[str]]:
    """What each program fails; one that draws by lot draws the same every time."""
    found = {}
    for title, code in programs.items():
        random.seed(7)
        found[title] = failing(problem, code, but)
    return found


def test_right_programs_pass(held: Programs, right: dict[str, Seen]) -> None:
    assert len(held.right) >= 3 and len(right) == len(held.problem.checks)
    others = dict(list(held.right.items())[1:])
    assert all_failing(held.problem, others, held.large) == {title: set() for title in others}


def test_wrong_programs_fail_where_they_are_wrong(held: Programs) -> None:
    assert len(held.wrong) >= 6
    found = all_failing(held.problem, {title: code for title, (_, code) in held.wrong.items()}, held.large)
    assert found == {title: checks for title, (checks, _) in held.wrong.items()}
    assert all(found.values())
    small = {check.id for check in held.problem.checks} - held.large
    assert small <= set().union(*found.values())


def test_the_questions_own_code_is_told_apart(held: Programs) -> None:
    """All that a coding question calls good passes, if not always in time, and what it calls bad doesn't."""
    imports = IMPORTS[held.kind]
    good = {f"good {number}": imports + code for number, code in enumerate(held.good)}
    assert all_failing(held.problem, good, held.large) == {title: set() for title in good}
    if held.kind == "coding":
        assert all(failing(held.problem, code, held.large, first=True) for code in held.bad)


@can_confine
def test_the_questions_own_code_passes_as_a_candidates(held: Programs) -> None:
    found = confined(held.problem, IMPORTS[held.kind] + held.good[0])
    assert (found.failures, found.passed) == ((), len(held.problem.checks))


@can_confine
def test_huge_programs_have_no_room(held: Programs) -> None:
    for code in held.huge.values():
        found = confined(held.problem, code, held.large)
        assert ({failure.test for failure in found.failures}, found.limit) == (held.large, "memory")


def test_slow_programs_take_far_longer_than_a_right_one(held: Programs, right: dict[str, Seen]) -> None:
    """Four times as long at least; in this process, so that nobody waits for them long."""
    assert bool(held.slow or held.huge) == bool(held.large)
    for check in held.large:
        long = max(4 * right[check].seconds, 0.05)
        for code in held.slow.values():
            assert not is_done_within(held.problem, code, right[check].calls, long)


def test_trivial_programs_pass_one_check_at_most(held: Programs, right: dict[str, Seen]) -> None:
    small = {check: one for check, one in right.items() if check not in held.large}
    for name, answer in trivial_programs(held.parameters, results_of(small)).items():
        assert len(passed(held.problem, answer, small)) <= 1, name


def test_trivial_programs_pass_no_large_input(held: Programs, right: dict[str, Seen]) -> None:
    large = {check: right[check] for check in held.large}
    for name, answer in few_trivial_programs().items():
        assert passed(held.problem, answer, large) == set(), name


@can_confine
@pytest.mark.slow
def test_right_programs_meet_the_time_with_room_and_slow_ones_never(held: Programs) -> None:
    if not held.large:
        pytest.skip("nothing in it is large")
    for code in [*held.right.values(), IMPORTS[held.kind] + held.good[0]]:
        # A fifth where nothing runs beside it; more would be a test of what does.
        assert confined(held.problem, code, held.large, share=1 / 3).failures == ()
    for code in held.slow.values():
        assert {failure.test for failure in confined(held.problem, code, held.large, share=2).failures} == held.large


@pytest.mark.slow
def test_all_trivial_programs_pass_one_check_at_most(held: Programs, right: dict[str, Seen]) -> None:
    for name, answer in trivial_programs(held.parameters, results_of(right)).items():
        assert len(passed(held.problem, answer, right)) <= 1, name
