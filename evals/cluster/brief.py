"""What goes to a worker for one sample, and the settings that go with it. The key of an endpoint never does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.settings import Settings
from evals.purse import Price
from evals.recordings import Kept

SHARED = (
    "offline", "model", "grader_model", "base_url", "first_token_seconds", "call_seconds", "context_tokens", "max_cost",
)  # fmt: skip
"""Settings that decide what a sample gives. A worker has its data folder and its key from its own environment."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One sample to run. `run` is the run's id, `topic` where its calls are told, `key` names this try of the sample,
    `calls` are recorded of it. Where the run has a limit of its cost, it also has a `price`, and is asked for leave
    before every request."""

    run: str
    topic: str
    key: str
    settings: Mapping[str, Any]
    model: str | None
    replay: bool
    tasks: tuple[str, ...]
    hashes: Mapping[str, str]
    task: str
    sample: str
    repeat: int
    calls: tuple[Kept, ...]
    price: Price | None
    max_cost: float | None


def shared_settings(settings: Settings) -> dict[str, Any]:
    """What of the settings a worker is told."""
    return {name: getattr(settings, name) for name in SHARED}
