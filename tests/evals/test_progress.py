"""What is said while a run goes on."""

from __future__ import annotations

import sys

import pytest

from evals.progress import Progress
from evals.task import Record


def test_the_time_left_is_that_of_this_holding_and_nothing_is_guessed_before_a_sample_has_ended() -> None:
    progress = Progress(100, 90, lambda: "7 calls, $0.0100")
    assert progress.line(60.0) == "90 of 100 samples, 7 calls, $0.0100"
    progress.add(Record("small", "s1"))
    progress.add(Record("small", "s2", error="ProviderError: gone"))
    assert progress.line(20.0) == "91 of 100 samples, 1 failed, 7 calls, $0.0100, about 80 s left; small"
    assert progress.line(200.0).endswith("about 13 min 20 s left; small")


async def test_on_a_terminal_the_line_stands_there_before_a_sample_has_ended_and_is_ended(
    capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "20")
    progress = Progress(1000, 0, lambda: "12345678 calls")
    async with progress.shown():
        drawn = capsys.readouterr().err
        progress.note("Run r: 1000 samples.")
        assert capsys.readouterr().err == "\r\x1b[2KRun r: 1000 samples.\n", "in the place of the line, not behind it"
        progress._draw()
        capsys.readouterr()
    assert drawn == "\r\x1b[2K0 of 1000 samples, " and capsys.readouterr().err == "\n"
