"""What is stored and known: sessions, rounds, loops, doctor. A face over storage and catalog for the interface.

Nothing here imports langgraph, chromadb, openai or onnxruntime when it is loaded.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from agent import checkup
from agent.assembly import Choice, choose_interviewer, make_catalog
from agent.catalog.loader import Catalog
from agent.checkup import CheckRow
from agent.documents import read_document, read_plan, read_transcripts
from agent.domain.interview import FollowUp, Sought
from agent.domain.knowledge import LoopPack, Source
from agent.domain.terms import Context, Decision, InterviewerKind, Level, MessageKind, RoundKind, SessionStatus
from agent.domain.transcript import SessionPlan, Transcript
from agent.domain.verdict import LoopDebrief, RoundDocument
from agent.errors import NotFoundError, StorageError, UsageError
from agent.interviewer.pressing import press_on
from agent.planning import usual_context
from agent.resuming import settings_to_resume
from agent.settings import Settings
from agent.storage import folders
from agent.storage.journal import Journal

__all__ = [
    "CheckRow", "Choice", "FollowUp", "Interview", "InterviewerRow", "LoopRow", "RoundRow", "SessionRow",
    "choose_interviewer", "damaged", "delete", "doctor", "document", "followups", "interview", "interviewers",
    "is_first_search", "loop_names", "loop_pack", "loops", "rounds", "session_row", "sessions",
    "settings_to_resume",
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
class Interview:
    """Everything of a session; `document` is None while it is active."""

    row: SessionRow
    plan: SessionPlan
    transcripts: tuple[Transcript, ...]
    document: RoundDocument | LoopDebrief | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round kind that can be held now; `questions` are (id, title).

    `ai_assistance` is whether an assistant can be allowed in it, `company` what it is held for unless chosen.
    """

    kind: RoundKind
    title: str
    about: str
    minutes: float
    questions: tuple[tuple[str, str], ...]
    ai_assistance: bool = False
    company: Context = Context.BIG_TECH


@dataclass(frozen=True, slots=True)
class InterviewerRow:
    """A character who can be asked for; `rounds` are the kinds he holds where nobody else is named."""

    name: str
    title: str
    about: str
    rounds: tuple[RoundKind, ...]


@dataclass(frozen=True, slots=True)
class LoopRow:
    """A loop that can be held now; `ai_assistance` is whether an assistant can be allowed in a round of it.

    One of the user's that can't be read has its `problem`, a line with file and place, and nothing else.
    """

    name: str
    title: str
    about: str
    rounds: tuple[RoundKind, ...]
    minutes: float
    ai_assistance: bool = False
    problem: str = ""


async def sessions(settings: Settings) -> list[SessionRow]:
    """All sessions, newest first. A damaged one is left out here and named by `doctor`."""
    rows, _ = await folders.list_rows(settings.paths.sessions)
    return [_session_row(row) for row in rows]


async def damaged(settings: Settings) -> list[str]:
    """The names of session folders that can't be read."""
    _, names = await folders.list_rows(settings.paths.sessions)
    return names


async def session_row(settings: Settings, session_id: str | None) -> SessionRow:
    """One session's row; None: of the newest that is active. Raises NotFoundError; StorageError where it is damaged."""
    if session_id is None:
        session_id = await folders.newest_active(settings.paths.sessions)
        if session_id is None:
            raise NotFoundError("No session is active; start one with `mockloop round` or `mockloop loop`.")
    folder = folders.session_folder(settings.paths.sessions, session_id)
    row = await asyncio.to_thread(folders.read_row, folder)
    if row is None:
        raise StorageError(
            f"Session {session_id} can't be read: its journal is missing or damaged. It is left as it is, other "
            f"sessions are not affected. Restore {folder} from a backup, or `mockloop sessions delete {session_id}`."
        )
    return _session_row(row)


async def document(settings: Settings, session_id: str) -> RoundDocument | LoopDebrief:
    """The document of a finished or ended session.

    Raises NotFoundError; UsageError where it is still active; StorageError where it is damaged.
    """
    found = (await interview(settings, session_id)).document
    if found is None:
        raise UsageError(f"Session {session_id} is not over yet; go on with `mockloop resume {session_id}`.")
    return found


async def interview(settings: Settings, session_id: str) -> Interview:
    """Everything of a session, whether it is over or not. Raises NotFoundError; StorageError where it is damaged."""
    row = await session_row(settings, session_id)
    journal = await Journal.open(folders.session_folder(settings.paths.sessions, session_id))
    try:
        plan = await read_plan(journal)
        statement = make_catalog(settings).statement
        transcripts = await read_transcripts(journal, plan, statement)
        found = await read_document(journal, plan, statement)
    finally:
        await journal.close()
    return Interview(row, plan, tuple(transcripts), found)


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
            head.ai_assistance,
            usual_context(catalog.question_heads(head.id)),
        )
        for head in catalog.round_heads()
    ]


def interviewers() -> list[InterviewerRow]:
    """The characters who can be asked for, by name."""
    return [InterviewerRow(who.id, who.title, who.about, who.rounds) for who in Catalog().characters()]


def loop_names(settings: Settings) -> tuple[str, ...]:
    """The names of all loops, without a look at what stands in them."""
    return make_catalog(settings).loop_names()


def loops(settings: Settings) -> list[LoopRow]:
    """The loops that can be held: ours and the user's own. One whose rounds lack questions is left out.

    What of the user's can't be read comes last.
    """
    catalog = make_catalog(settings)
    held = {head.id: head.ai_assistance for head in catalog.round_heads()}
    rows = [
        LoopRow(
            pack.id,
            pack.title,
            pack.about,
            tuple(item.kind for item in pack.rounds),
            sum(item.minutes for item in pack.rounds),
            any(held[item.kind] for item in pack.rounds),
        )
        for pack in catalog.loops()
        if all(item.kind in held for item in pack.rounds)
    ]
    return rows + [LoopRow(name, name, "", (), 0, problem=says) for name, says in catalog.broken_loops().items()]


def loop_pack(settings: Settings, name: str) -> tuple[LoopPack, dict[str, Source]]:
    """One loop with all that is known about it, and the sources that its claims name.

    Raises:
        NotFoundError: there is no such loop.
        KnowledgeError: its file can't be read; the message names file and line.
    """
    catalog = make_catalog(settings)
    pack = catalog.loop(name)
    cited = {source for claim in pack.claims for source in (claim.source, *(other.source for other in claim.disagrees))}
    return pack, {id_: source for id_, source in catalog.sources().items() if id_ in cited}


def is_first_search(settings: Settings) -> bool:
    """Whether the next search has to read all that the interviewer knows, which takes some seconds once."""
    return not (settings.paths.cache / "index").is_dir()


FOLLOWED_UP = (MessageKind.ANSWER, MessageKind.CORRECTION, MessageKind.DODGE, MessageKind.STUCK)
"""What can be followed up; a wish, small talk, a question back or no words leave nothing to probe."""


async def followups(
    settings: Settings,
    text: str,
    kind: RoundKind,
    *,
    level: Level | None = None,
    question: str | None = None,
    k: int = 8,
) -> list[FollowUp]:
    """At most `k` things the interviewer would probe next after `text`, best first; none where nothing fits.

    With `question` its own probes take part, without it those of all questions of the round. Raises NotFoundError.
    """
    from agent.listening.classify import MessageClassifier
    from agent.retrieval.embedder import embedder as own_embedder
    from agent.retrieval.search import ProbeSearch

    catalog = make_catalog(settings)
    if question is not None and catalog.question(question).round is not kind:
        raise UsageError(f"The question {question!r} belongs to another round than {kind}.")
    asked = catalog.question(question).statement if question is not None else ""
    embedder = own_embedder()
    heard = await MessageClassifier(embedder).classify(text, asked, closing=False, confirming=False)
    if heard not in FOLLOWED_UP:
        return []
    search = ProbeSearch(catalog, embedder, settings.paths.cache, own=settings.paths.sources)
    try:
        found = await search.candidates(Sought(text, kind, question, level, k=k))
        wrong = press_on(text, kind, question or kind.value, (), catalog.falsehoods(kind))
        return found if wrong is None else [wrong, *found][:k]
    finally:
        await search.close()


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
