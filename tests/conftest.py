"""What every test runs under: its own data folder, no provider in the environment, no network beyond loopback."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_OURS = ("MOCKLOOP_", "OPENAI_")
_LONGEST = (
    "wire/test_canary", "wire/test_injection", "cli/test_process", "contract/test_schemas", "evals/test_cluster",
    "evals/test_candidates", "tui/test_real_terminal", "grading/test_offline_grader", "retrieval/test_shelf",
    "durability/test_kill", "listening/test_classify", "session/test_session", "grading/test_offline_figures",
    "evals/test_plugin", "interviewer/test_offline", "interviewer/test_model_history", "bench/test_model_turns",
    "evals/test_mutation", "tui/",
)  # fmt: skip
"""What takes longest, by the processor time of a run: it is begun first, so that no worker sits over it at the end."""

gc.set_threshold(100_000, 50, 100)  # a tenth of the suite's time went into looking through what it holds to its end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, for whoever hands them out in this order (`--no-loadscope-reorder`)."""
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: min((places[name] for name in places if f"tests/{name}" in item.nodeid), default=99))


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for vectors and index in a run, whatever number of processes it has: building it takes seconds."""
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared-cache"
    cache.mkdir(exist_ok=True)
    return cache


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no model, no settings of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("MOCKLOOP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOCKLOOP_CACHE", str(shared_cache))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections leave loopback in no test. Native code and child processes are held by CI's empty namespace."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(real: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test tried to connect to {address}")
            return real(self, address)

        return call

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    yield
