"""The command that is named where a session is kept works where it is typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tui.invocation import program


@pytest.mark.parametrize(
    ("started_as", "on_path", "named"),
    [
        (".venv/bin/mockloop", False, ".venv/bin/mockloop"),
        (".venv/bin/mockloop", True, "mockloop"),
        ("tui/__main__.py", False, "mockloop"),
    ],
)
def test_how_to_go_on_names_a_command_that_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started_as: str, on_path: bool, named: str
) -> None:
    if on_path:
        (tmp_path / "mockloop").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [started_as])
    assert program() == named
