"""What is stored and known: sessions, rounds, loops, doctor. A face over storage and catalog for the interface.

Nothing here imports langgraph, chromadb, openai or onnxruntime when it is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agent import checkup
from agent.assembly import Choice, choose_interviewer, make_catalog
from agent.catalog.loader import Catalog
from agent.checkup import CheckRow
from agent.documents import read_document, read_plan
from agent.domain.terms import Decision, InterviewerKind, RoundKind, SessionStatus
from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.errors import UsageError
from agent.settings import Settings
from agent.storage import folders
from agent.storage.journal import Journal

__all__ = [
    "CheckRow", "Choice", "LoopRow", "RoundRow", "SessionRow", "choose_interviewer", "delete", "doctor", "document",
    "loops", "rounds", "sessions",
]  # fmt: skip


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
    """A round kind that can be held now; `questions` are (id, title)."""

    kind: RoundKind
    title: str
    about: str
    minutes: float
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LoopRow:
    """A loop that can be held now."""

    name: str
    title: str
    about: str
    rounds: tuple[RoundKind, ...]
    minutes: float


async def sessions(settings: Settings) -> list[SessionRow]:
    """All sessions, newest first. A damaged one is left out here and named by `doctor`."""
    rows, _ = await folders.list_rows(settings.paths.sessions)
    return [_session_row(row) for row in rows]


async def document(settings: Settings, session_id: str) -> RoundDocument | LoopDebrief:
    """The document of a finished or ended session. Raises NotFoundError; UsageError where it is still active."""
    journal = await Journal.open(folders.session_folder(settings.paths.sessions, session_id))
    try:
        plan = await read_plan(journal)
        found = await read_document(journal, plan, make_catalog(settings).statement)
    finally:
        await journal.close()
    if found is None:
        raise UsageError(f"Session {session_id} is not over yet; go on with `mockloop resume {session_id}`.")
    return found


async def delete(settings: Settings, session_id: str) -> None:
    """Delete a session without a trace. Raises NotFoundError, SessionBusyError."""
    await folders.delete_session(settings.paths.sessions, session_id)


def rounds() -> list[RoundRow]:
    """The round kinds that knowledge/ has questions for, in the contract's order."""
    catalog = Catalog()
    return [
        RoundRow(
            head.id,
            head.title,
            head.about,
            head.minutes,
            tuple((question.id, question.title) for question in catalog.question_heads(head.id)),
        )
        for head in catalog.round_heads()
    ]


def loops(settings: Settings) -> list[LoopRow]:
    """The loops that can be held: ours and the user's own. One whose rounds lack questions is left out."""
    catalog = make_catalog(settings)
    held = set(catalog.kinds())
    return [
        LoopRow(
            pack.id,
            pack.title,
            pack.about,
            tuple(item.kind for item in pack.rounds),
            sum(item.minutes for item in pack.rounds),
        )
        for pack in catalog.loops()
        if all(item.kind in held for item in pack.rounds)
    ]


async def doctor(settings: Settings) -> list[CheckRow]:
    """What is set up, what is missing, and what to do about it. Never prints a key."""
    return await checkup.run(settings)


def _session_row(row: dict[str, Any]) -> SessionRow:
    plan = row["plan"]
    names = row["interviewers"]
    kinds = {InterviewerKind.OFFLINE if name == "offline" else InterviewerKind.MODEL for name in names}
    return SessionRow(
        session=row["session"],
        started=row["started"],
        loop=plan["loop"],
        rounds=tuple(item["round_id"] for item in plan["rounds"]),
        status=SessionStatus(row["status"]),
        answers=row["answers"],
        interviewer=kinds.pop() if len(kinds) == 1 else InterviewerKind.MIXED,
        decision=Decision(row["decision"]) if row["decision"] else None,
    )
