"""A key is found nowhere: in no file of the data folder, no output, no report, whatever happened to whoever used it."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.errors import ProviderError
from agent.llm.base import Request
from agent.settings import load_settings
from evals.bench.local_model import LocalModel, serving
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Result, Sample, Task, mean_of
from evals.world import Asking, Scope, World
from tests.wire.test_regrade import SAID
from tui.cli import main

ROOT = Path(__file__).parents[2]
KEY = "zq7canary0badc0ffee42"
FORMS = (KEY, base64.b64encode(KEY.encode()).decode(), KEY.encode().hex(), KEY[:12])
"""As it is, as two encodings of it, and most of it."""


def found_in(folder: Path) -> list[str]:
    """The files that hold the key, or are called like it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    needles = [form.encode() for form in FORMS]
    return [str(path) for path in files if KEY in path.name or any(n in path.read_bytes() for n in needles)]


def shows(text: str) -> bool:
    return any(form in text for form in FORMS)


@pytest.fixture
def server() -> Iterator[LocalModel]:
    with serving() as model:
        yield model


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / "answers.txt").write_text("I froze the label on 12 May.\n---\nNine percent were empty.")
    return tmp_path / "home"


def child(server: LocalModel, tmp_path: Path, *more: str, **environment: str) -> subprocess.Popen[str]:
    """A round that is being sat with the real path to a model."""
    command = [
        sys.executable, "-m", "tests.wire.small_child", "round", "ml_depth", "--model",
        "m-large", "--base-url", server.url, "--answers", str(tmp_path / "answers.txt"), *more,
    ]  # fmt: skip
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )  # fmt: skip


def refusing(server: LocalModel) -> None:
    """From its third request on the provider refuses the key and repeats it, as some do."""
    answer = server._answer

    async def refuse(body: Any, writer: Any) -> None:
        if len(server.bodies) < 3:
            await answer(body, writer)
            return
        error = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}", "param": KEY, "code": KEY}})
        head = f"HTTP/1.1 401 Bearer {KEY}\r\nx-key: {KEY}\r\ncontent-length: {len(error)}\r\n\r\n"
        writer.write(head.encode() + error.encode())
        await writer.drain()

    server._answer = refuse  # type: ignore[method-assign]


def silent(server: LocalModel) -> threading.Event:
    """The server never answers; what is set once it was asked."""
    asked = threading.Event()

    async def wait(*_: Any) -> None:
        asked.set()
        await asyncio.Event().wait()

    server._answer = wait  # type: ignore[method-assign]
    return asked


def test_a_search_would_find_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00" + KEY.encode())
    (tmp_path / "b").write_text("nothing")
    assert found_in(tmp_path) == [str(tmp_path / "a")]


def test_a_crash_a_signal_and_a_provider_that_repeats_it(home: Path, tmp_path: Path) -> None:
    with serving() as broken, serving() as slow, serving() as unused:
        refusing(broken)
        asked = silent(slow)
        crashed = child(unused, tmp_path, MOCKLOOP_TEST_CRASH="1")
        refused = child(broken, tmp_path)
        stopped = child(slow, tmp_path, "--json")
        assert asked.wait(60), (stopped.kill(), stopped.communicate())
        stopped.send_signal(signal.SIGTERM)
        outputs = [(*process.communicate(timeout=120), process.returncode) for process in (crashed, refused, stopped)]
        used = [*broken.heads, *slow.heads]
    assert all(f"bearer {KEY}" in head for head in used)
    assert used, "the key was really sent"
    assert [status for *_, status in outputs] == [70, 3, 130]
    assert "RuntimeError" in outputs[0][1]
    assert "refused the key (401)" in outputs[1][1]
    assert not [text for out, err, _ in outputs for text in (out, err) if shows(text)]
    assert len(list((home / "sessions").iterdir())) == 3
    assert found_in(home) == []


def test_reports_of_every_kind(
    server: LocalModel, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "said.json").write_text(json.dumps(SAID))
    with_model = ("--model", "m-large", "--base-url", server.url)
    assert main(["round", "ml_depth", *with_model, "--answers", str(tmp_path / "answers.txt")]) == 0
    (session,) = (path.name for path in (home / "sessions").iterdir())
    for command in (
        ("report", session), ("report", session, "--format", "json"), ("report", session, "--format", "html"),
        ("sessions",), ("sessions", "--json"), ("sessions", "export", session), ("prompts", "show", "interviewer_turn", "--session", session),
        ("debrief", str(tmp_path / "said.json"), *with_model), ("resume", session),
        ("report", session, "-o", str(home / "report.md")),
    ):  # fmt: skip
        assert main([*command, *(("--answers", str(tmp_path / "answers.txt")) if command[0] == "resume" else ())]) == 0
    printed = capsys.readouterr()
    assert "I froze the label" in printed.out
    assert not shows(printed.out + printed.err)
    assert found_in(home) == []


async def test_eval_runs_and_recordings(home: Path, tmp_path: Path) -> None:
    async def one_call(sample: Sample, scope: Scope) -> Result:
        said = await scope.model.complete(Request((("user", f"say {sample.id}"),), "case", "m-large", 50))
        return Result({"right": 1.0}, said.text)

    samples = [Sample("one", {}), Sample("two", {}), Sample("three", {})]
    task = Task("small", "one call each", lambda: samples, one_call, (mean_of("right"),))
    with serving() as server:
        refusing(server)
        world = World(load_settings(model="m-large", base_url=server.url), Asking("m-large"))
        folder = RunFolder.create(
            world.settings.paths.evals / "runs", RunPlan((task.name,), "m-large", hashes=hashes_of(world, [task]))
        )
        try:
            await run(folder, [task], world, concurrency=1)
        except ProviderError as error:
            assert not shows(str(error))
        folder.close()
        await world.close()
    assert len(server.bodies) == 3
    assert (home / "evals" / "recordings" / "small.jsonl").exists()
    assert found_in(home) == []
