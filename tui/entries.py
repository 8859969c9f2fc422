"""What the home screen lists: loops, rounds and sessions, each with what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from agent.domain.terms import InterviewerKind, SessionStatus
from tui.wording import count, interviewer_name, plain, session_title, when

if TYPE_CHECKING:
    from agent.domain.terms import Context
    from agent.library import LoopRow, RoundRow, SessionRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. Exactly one of `loop`, `round` and `session` names what it stands for.

    `company` is what a round is held for unless another is chosen; a loop has its own.
    """

    label: Content
    about: Content
    title: str
    loop: str | None = None
    round: str | None = None
    session: str | None = None
    active: bool = False
    questions: tuple[tuple[str, str], ...] = ()
    ai_assistance: bool = False
    company: Context | None = None

    @property
    def id(self) -> str:
        """What tells it from the others of its list."""
        return self.loop or self.round or self.session or ""

    @property
    def can_be_held(self) -> bool:
        """Whether it is something to sit rather than something that was sat."""
        return self.session is None


def of_loop(row: LoopRow) -> Entry:
    """A loop: its rounds in order."""
    rounds = " → ".join(kind.label for kind in row.rounds)
    length = f"About {row.minutes:g} minutes. Leave after any round and go on another day; no clock runs between."
    about = _paragraphs(row.title, row.about, rounds, length)
    return Entry(Content(plain(row.title)), about, row.title, loop=row.name, ai_assistance=row.ai_assistance)


def of_round(row: RoundRow) -> Entry:
    """A single round."""
    about = _paragraphs(row.title, row.about, f"About {row.minutes:g} minutes.")
    return Entry(
        Content(plain(row.title)), about, row.title, round=row.kind.value, questions=row.questions,
        ai_assistance=row.ai_assistance, company=row.company,
    )  # fmt: skip


def of_session(row: SessionRow) -> Entry:
    """A session: when, how far, with what outcome."""
    title = session_title(row.loop, row.rounds)
    active = row.status is SessionStatus.ACTIVE
    outcome = row.decision.words if row.decision else "unfinished" if active else row.status.value
    label = Content.assemble(plain(title), "\n", (f"{when(row.started)} · {outcome}", "$foreground-muted"))
    asked = interviewer_name(row.interviewer, "a model" if row.interviewer is not InterviewerKind.OFFLINE else None)
    about = _paragraphs(
        title,
        f"Started {when(row.started)}. {count(row.answers, 'answer')} kept. Asked by {asked}.",
        "It goes on where it was left." if active else f"It is over: {outcome}.",
    )
    return Entry(label, about, title, session=row.session, active=active)


def _paragraphs(title: str, *paragraphs: str) -> Content:
    parts = [Content.styled(plain(title), "bold"), *(Content(plain(text)) for text in paragraphs if text)]
    return Content("\n").join(parts)
