"""The console command run in this process, over small services; nothing here needs a model or embeddings."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent import assembly
from agent import session as session_module
from tests.session.fakes import PlainInterviewer
from tests.session.services import SMALL, with_services
from tui.cli import main


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]
Answers = Callable[..., str]


@pytest.fixture
def mockloop(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """`mockloop(...)` is the command line; `stdin` is what it can read there."""
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: object, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of the test, see tests/conftest.py; it does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """Writes an answers file and gives its name."""

    def write(*texts: str) -> str:
        path = tmp_path / "answers.txt"
        path.write_text("\n---\n".join(texts) + "\n", encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def interviewer() -> PlainInterviewer:
    return PlainInterviewer()


@pytest.fixture
def small_services(monkeypatch: pytest.MonkeyPatch, interviewer: PlainInterviewer) -> None:
    """Sessions with an interviewer that says something plain, so that a round takes milliseconds."""
    monkeypatch.setattr(assembly, "make_interviewer", lambda *_: interviewer)
    monkeypatch.setattr(session_module, "make_context", with_services(**SMALL))
