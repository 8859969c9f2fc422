"""Ways of answering that guides teach by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from agent.domain.terms import RoundKind

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `heard` are ways in which a candidate says it, `patterns` regular expressions that give it away."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    heard: tuple[str, ...]
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A way of answering with a name. `rounds` says where it is evidence, and of which signal.

    `at_least` steps have to be heard before anything is said of it. Where there is a `key` it has to be among them, and
    the others count in the answer that has it. `until` is a step that should come late: what came before is counted.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    about: str
    rounds: dict[RoundKind, str]
    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    explanation: str
    at_least: int = 1
    until: str | None = None
    key: str | None = None
