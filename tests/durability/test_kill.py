"""kill -9 in each window once, a full disk and a locked database, and faults built in on purpose that have to be found.

`make kill` does this many times over, and with the offline interviewer too.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.durability.gates import WINDOWS

ROOT = Path(__file__).parents[2]
PARTS = (*WINDOWS, "taking_back", "full_disk", "locked", "sabotage")


@pytest.fixture(scope="module")
def printed() -> str:
    """What the harness prints, in a process of its own: it forks."""
    only = [argument for part in PARTS for argument in ("--only", part)]
    done = subprocess.run(
        (sys.executable, "-m", "evals.durability.kill", "--scripted-only", "--runs", "1", *only),
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("window", [*WINDOWS, "taking_back"])
def test_an_interview_killed_in_a_window_resumes_to_the_same_end(window: str, printed: str) -> None:
    assert f"  {window:<12}    1  #" in printed


def test_faults_built_in_on_purpose_are_found(printed: str) -> None:
    assert "faults built in on purpose: all found" in printed


@pytest.mark.parametrize("database", ["journal", "checkpoints"])
def test_a_locked_database_is_told_in_one_line_and_loses_nothing(database: str, printed: str) -> None:
    assert f"a locked database ({database}): felt 3 times of 3" in printed


def test_a_full_disk_is_told_in_one_line_and_loses_nothing(printed: str) -> None:
    if "a full disk: felt" not in printed:
        pytest.skip("no small disk can be mounted here")
    assert "a full disk: felt 3 times of 3" in printed
