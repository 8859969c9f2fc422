"""What is stored and known: sessions, rounds, loops, questions, doctor. A face over storage and catalog for the interface.

This file is the interface; nothing here imports langgraph, chromadb, openai or onnxruntime when it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.terms import Decision, InterviewerKind, RoundKind, SessionStatus
from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.settings import Settings


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the history; `started` is RFC 3339, `answers` counts those on disk."""

    session: str
    started: str
    loop: str | None
    rounds: tuple[str, ...]
    status: SessionStatus
    answers: int
    interviewer: InterviewerKind
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round kind that can be held now."""

    kind: RoundKind
    title: str
    about: str
    minutes: float
    questions: tuple[tuple[str, str], ...]  # (id, title)


@dataclass(frozen=True, slots=True)
class LoopRow:
    """A loop that can be held now."""

    name: str
    title: str
    about: str
    rounds: tuple[RoundKind, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of `doctor`: what was looked at, whether it is fine, what to do where it is not."""

    name: str
    ok: bool
    says: str
    advice: str = ""


async def sessions(settings: Settings) -> list[SessionRow]:
    """All sessions, newest first. A damaged one is left out here and named by `doctor`."""
    raise NotImplementedError


async def document(settings: Settings, session_id: str) -> RoundDocument | LoopDebrief:
    """The document of a finished or ended session. Raises NotFoundError; UsageError where it is still active."""
    raise NotImplementedError


async def delete(settings: Settings, session_id: str) -> None:
    """Delete a session without a trace. Raises NotFoundError, SessionBusyError."""
    raise NotImplementedError


def rounds() -> list[RoundRow]:
    """The round kinds that knowledge/ has questions for, in the contract's order."""
    raise NotImplementedError


def loops(settings: Settings) -> list[LoopRow]:
    """The loops that can be held: ours and the user's own. One whose rounds lack questions is left out."""
    raise NotImplementedError


async def doctor(settings: Settings) -> list[CheckRow]:
    """What is set up, what is missing, and what to do about it. Never prints a key."""
    raise NotImplementedError
