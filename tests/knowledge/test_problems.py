"""The checks of the problems tell right programs from the wrong ones of interviews.

Nearly all are tried in this process; a right program of each problem, and the slow ones, are run as a candidate's.
"""

from __future__ import annotations

import random

import pytest
from ml_coding_code import CATALOG
from problem_trials import Programs, confined, failing, programs

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


def all_failing(problem: Problem, programs: dict[str, str], but: set[str]) -> dict[str, set[str]]:
    """What each program fails; one that draws by lot draws the same every time."""
    found = {}
    for title, code in programs.items():
        random.seed(7)
        found[title] = failing(problem, code, but)
    return found


def test_right_programs_pass(held: Programs) -> None:
    assert len(held.right) >= 3
    assert all_failing(held.problem, held.right, held.large) == {title: set() for title in held.right}


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
def test_slow_programs_fail_at_the_large_input(held: Programs) -> None:
    """In a sixth of its time, so that nobody waits for them long."""
    assert bool(held.slow) == bool(held.large)
    for code in held.slow.values():
        found = confined(held.problem, code, held.large, share=1 / 6)
        assert {failure.test for failure in found.failures} == held.large
        assert found.limit in ("time", "memory")


@can_confine
@pytest.mark.slow
def test_right_programs_meet_the_time_with_room_and_slow_ones_never(held: Programs) -> None:
    if held.kind != "coding":
        pytest.skip("measured for the coding round")
    for code in held.right.values():
        assert confined(held.problem, code, held.large, share=1 / 3).failures == ()
    for code in held.slow.values():
        assert {failure.test for failure in confined(held.problem, code, held.large).failures} == held.large
