"""The checks of the ML coding problems tell right programs from the wrong ones of interviews.

Nearly all are tried in this process; a right program of each problem, and the slow ones, are run as a candidate's.
"""

from __future__ import annotations

import pytest
from ml_coding_code import CATALOG
from problem_trials import Programs, confined, failing, programs

from agent.coding.runner import confinement
from agent.domain.terms import RoundKind

NAMES = [i.partition("-")[2] for i in CATALOG.question_ids(RoundKind.ML_CODING)]
IMPORTS = "import hashlib\nimport numpy as np\n"
can_confine = pytest.mark.skipif(confinement() is not None, reason="code can't be confined here")
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.fixture(scope="module", params=NAMES)
def held(request: pytest.FixtureRequest) -> Programs:
    return programs("ml_coding", request.param)


def test_right_programs_pass(held: Programs) -> None:
    assert len(held.right) >= 3
    assert {title: failing(held.problem, code, held.large) for title, code in held.right.items()} == {
        title: set() for title in held.right
    }


def test_wrong_programs_fail_where_they_are_wrong(held: Programs) -> None:
    assert len(held.wrong) >= 6
    found = {title: failing(held.problem, code, held.large) for title, (_, code) in held.wrong.items()}
    assert found == {title: checks for title, (checks, _) in held.wrong.items()}
    assert all(found.values())
    small = {check.id for check in held.problem.checks} - held.large
    assert small <= set().union(*found.values())


@can_confine
def test_the_questions_own_code_passes_as_a_candidates(held: Programs) -> None:
    (code,) = held.own
    found = confined(held.problem, IMPORTS + code)
    assert (found.failures, found.passed) == ((), len(held.problem.checks))


@can_confine
def test_slow_programs_fail_at_the_large_input(held: Programs) -> None:
    """In a sixth of its time, so that nobody waits for them long."""
    assert bool(held.slow) == bool(held.large)
    for code in held.slow.values():
        found = confined(held.problem, code, held.large, share=1 / 6)
        assert {failure.test for failure in found.failures} == held.large
        assert found.limit in ("time", "memory")
