"""kill -9 in the window that loses most, and faults built in on purpose that have to be found.

`make kill` goes through every window, many times over, with the offline interviewer too, and through a full disk and
locked databases; what lands has passed it three times a window.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WINDOW = "journal"


@pytest.fixture(scope="module")
def printed() -> str:
    """What the harness prints, in a process of its own: it forks."""
    done = subprocess.run(
        (sys.executable, "-m", "evals.durability.kill", "--scripted-only", "--runs", "1", "--only", WINDOW, "--only", "sabotage"),
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_interview_killed_in_a_window_resumes_to_the_same_end(printed: str) -> None:
    assert f"  {WINDOW:<12}    1  #" in printed


def test_faults_built_in_on_purpose_are_found(printed: str) -> None:
    assert "faults built in on purpose: all found" in printed
