"""Widely held statements that are plainly wrong: how they are heard, what is asked, and what is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from agent.domain.terms import RoundKind

SUMS, FALSEHOODS = "sums.", "falsehoods."
"""How the ids begin under which a candidate is asked about a sum that is wrong, and about a wrong statement."""
_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Falsehood:
    """One wrong statement. `heard` are wordings (see `agent.catalog.wordings`); `said` are sentences that they have to
    hear, `unsaid` sentences that sound alike, are right, and must not be heard."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    claims: str
    heard: tuple[str, ...]
    said: tuple[str, ...]
    unsaid: tuple[str, ...]
    ask: str
    again: str
    so: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FalsehoodSet:
    """The wrong statements about one subject; `signals` names the rounds they are heard in, and the signal there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    signals: dict[RoundKind, str]
    falsehoods: tuple[Falsehood, ...]
