"""The bench's terminal: what a program shows, keys it is sent, and the table of figures."""

from __future__ import annotations

import os
import sys

import pytest

from evals.bench.figures import Figure, median, percentile, table
from evals.bench.terminal import Terminal


def running(script: str) -> Terminal:
    return Terminal([sys.executable, "-c", script], os.environ)


def test_a_key_reaches_the_program_and_its_effect_is_seen() -> None:
    with running("print('\\x1b[1mrea\\x1b[0mdy', flush=True); print('got', input()[::-1])") as terminal:
        shown = terminal.until_shown("ready")
        terminal.send("yek\r")
        assert terminal.until_shown("got key") > shown > 0


def test_a_program_that_ends_is_not_waited_for() -> None:
    with running("print('bye')") as terminal, pytest.raises(TimeoutError, match="bye"):
        terminal.until_shown("never")


def test_each_wait_has_its_own_end_however_long_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    with running("input('still busy')") as terminal:
        monkeypatch.setattr(terminal, "_seconds", lambda: 10_000.0)
        terminal.until_shown("busy")
        monkeypatch.setattr(terminal, "_seconds", iter(range(0, 10_000, 50)).__next__)
        with pytest.raises(TimeoutError, match=r"'the next word' did not come.*still busy"):
            terminal.until(lambda: False, "the next word")


def test_the_program_is_gone_afterwards() -> None:
    with running("import os, time; print('pid', os.getpid(), 'end', flush=True); time.sleep(600)") as terminal:
        terminal.until_shown("end")
        child = int(terminal.shown.split()[1])
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_missed_target_shows() -> None:
    figures = [Figure("fast", 1.2, "x", 1.3), Figure("slow", 1.4, "x", 1.3, "why"), Figure("told", 12345.6, "ms")]
    assert [figure.ok for figure in figures] == [True, False, True]
    assert table(figures).splitlines() == [
        "figure  measured   target  ok   how",
        "fast    1.2 x      <= 1.3  yes",
        "slow    1.4 x      <= 1.3  NO   why",
        "told    12,346 ms",
    ]


def test_middles_and_tails() -> None:
    values = [float(n) for n in range(1, 101)]
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert percentile(values, 0.95) == 95.0
    assert percentile([7.0], 0.95) == 7.0
