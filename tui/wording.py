"""How values read on screen. Pure functions, no widgets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.domain.terms import InterviewerKind, RoundKind
from tui.opening import Opening, Resume

if TYPE_CHECKING:
    from agent.domain.verdict import Scorecard, Verdict
    from agent.settings import Settings

_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_CONTROLS |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def plain(text: str) -> str:
    """Text that a terminal can be shown: control characters become visible signs, one for one.

    What a candidate pastes or a model says must not move the cursor or set the terminal's title.
    """
    return text.translate(_CONTROLS)


def minutes_and_seconds(seconds: float) -> str:
    """A span of time as "18:05"; "-0:40" once it is over."""
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 and whole else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"


def when(rfc3339: str) -> str:
    """A moment in the user's own time, to the minute; the text itself where it is none."""
    try:
        return datetime.fromisoformat(rfc3339).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return rfc3339


def round_title(round_id: str) -> str:
    """A round's id in words: "coding-2" is "Coding, second" and so on."""
    kind, _, number = round_id.partition("-")
    title = RoundKind(kind).label if kind in set(RoundKind) else kind.replace("_", " ")
    return f"{title} {number}" if number else title


def words(name: str) -> str:
    """A name of the vocabulary in words: "big_tech" is "big tech"."""
    return name.replace("_", " ")


def count(number: int, noun: str) -> str:
    """ "1 answer", "2 answers"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def short_count(number: int) -> str:
    """ "940", "12k", "1.2M"."""
    if number < 1_000:
        return f"{number}"
    return f"{number / 1_000:.0f}k" if number < 1_000_000 else f"{number / 1_000_000:.1f}M"


def session_title(loop: str | None, rounds: Iterable[str]) -> str:
    """What a session holds: the loop, or its one round."""
    if loop:
        from agent.reports.wording import loop_title  # nothing of a report is loaded for the first screen

        return loop_title(loop)
    return ", ".join(round_title(round_id) for round_id in rounds)


def opening_title(opening: Opening) -> str:
    """What an interview is opened with, before its session is there."""
    if isinstance(opening, Resume):
        return opening.title or "Your session"
    return session_title(opening.loop, [opening.round or ""])


def verdict_line(verdict: Verdict) -> str:
    """The decision with its score and confidence, and the decision that is near."""
    from agent.reports.wording import verdict_line as figures  # nothing of a report is loaded for the first screen

    return f"{verdict.decision.words} · {figures(verdict)}"


def rating_dots(rating: int | None) -> str:
    """A rating 1 to 4 as filled dots; none observed is said in words."""
    return "not observed" if rating is None else "●" * rating + "○" * (4 - rating) + f" {rating}/4"


def interviewer_name(kind: InterviewerKind, model: str | None) -> str:
    """Who that is, in words."""
    if kind is InterviewerKind.OFFLINE:
        return "the offline interviewer"
    if kind is InterviewerKind.MIXED:
        return f"{model or 'a model'} and the offline interviewer"
    return model or "a model"


def asked_and_graded(card: Scorecard) -> str:
    """Who asked and who graded a round."""
    asked = interviewer_name(card.interviewer, card.interviewer_model)
    graders = sorted({signal.graded_by for signal in card.signals})
    graded = " and ".join("the offline grader" if name == "offline" else name for name in graders)
    return f"Asked by {asked}." + (f" Graded by {graded}." if graded else "")


def host_of(base_url: str | None) -> str:
    """Where answers would go: the host of the base URL, never what else stands in it."""
    return (urlsplit(base_url).hostname if base_url else "api.openai.com") or "the configured endpoint"


def who_asks(settings: Settings) -> str:
    """Who will ask and grade, in one sentence."""
    if not uses_model(settings):
        unreachable = settings.model is not None and not settings.offline
        why = f"There is no key or base URL for {settings.model}: " if unreachable else ""
        return f"{why}{'the' if why else 'The'} offline interviewer asks and grades. Nothing leaves this machine."
    host = host_of(settings.base_url)
    grader = settings.grader_model or settings.model
    if grader == settings.model:
        return f"{settings.model} asks and grades. Your answers go to {host}."
    return f"{settings.model} asks, {grader} grades. Your answers go to {host}."


def uses_model(settings: Settings) -> bool:
    """Whether a model asks with these settings: one that was named and can be reached; else the offline interviewer."""
    reachable = settings.api_key is not None or settings.base_url is not None
    return not settings.offline and settings.model is not None and reachable


def reaches_model(settings: Settings) -> bool:
    """Whether a model could be asked once it is named."""
    return settings.model is not None or settings.api_key is not None or settings.base_url is not None


def must_ask(settings: Settings) -> bool:
    """Whether the user has to be asked before a model is: a key or an endpoint was found, but nobody named a model."""
    return reaches_model(settings) and settings.model is None
