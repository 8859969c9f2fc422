"""Interviews and debriefs on a terminal, and in a file or pipe that reads like one. Everything is `visible`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from agent.domain.terms import EndedBy, Role
from agent.domain.transcript import Turn
from agent.domain.verdict import LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import outline, wording
from agent.reports.outline import Points
from agent.reports.text import one_line, visible

WIDTH = 100


def turn(said: Turn) -> str:
    """One side speaking once."""
    who = "Candidate" if said.role is Role.CANDIDATE else "Interviewer"
    return _speech(who, visible(said.text).strip() or "(nothing)")


def verdicts(document: RoundDocument | LoopDebrief) -> str:
    """The debrief of a session, without what was said."""
    spent = f"Models: {wording.spent(document.cost.total)}." if document.cost else ""
    if isinstance(document, RoundDocument):
        return scorecard(document.scorecard) + (f"\n{spent}\n" if spent else "")
    return _text([*_loop(document), spent])


def scorecard(card: Scorecard) -> str:
    """One graded round."""
    facts = [wording.words(card.level.value), wording.words(card.context.value), wording.verdict_line(card.verdict)]
    return _text(
        [
            _underlined(outline.round_title(card)),
            " · ".join(facts),
            _wrapped(wording.asked_and_graded([card])),
            *_grounds(card),
        ]
    )


def rows(lines: Sequence[Sequence[str]], *, indent: str = "") -> str:
    """Lines of words as aligned columns."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))] if lines else []
    return "\n".join(
        (indent + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))).rstrip()
        for line in lines
    )


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _loop(debrief: LoopDebrief) -> Iterator[str]:
    yield _underlined(outline.loop_title(debrief))
    yield " · ".join(outline.loop_facts(debrief))
    yield _wrapped(wording.asked_and_graded(debrief.scorecards))
    yield wording.held_on(debrief.transcripts)
    yield _wrapped(debrief.headline)
    if debrief.scorecards:
        yield rows([_row_of(card) for card in debrief.scorecards], indent="  ")
    yield _wrapped(outline.not_held(debrief))
    yield from map(_points, outline.loop_points(debrief))
    for card in debrief.scorecards:
        yield _underlined(outline.round_title(card))
        yield wording.verdict_line(card.verdict)
        yield from _grounds(card)


def _row_of(card: Scorecard) -> tuple[str, str, str]:
    title = wording.round_title(card.round_id)
    return title, card.verdict.decision.words, wording.verdict_line(card.verdict)


def _grounds(card: Scorecard) -> Iterator[str]:
    titles = [one_line(question.title) for question in card.questions if question.title]
    yield _wrapped(f"Question: {wording.listed(titles)}") if titles else ""
    if card.ended_by is not EndedBy.ANSWERED:
        yield f"The round ended because {wording.ENDED[card.ended_by]}."
    yield _wrapped(wording.confidence(card.verdict))
    yield _wrapped(card.prose.headline)
    yield _wrapped(outline.meaning(card))
    yield "\n".join(line for signal in card.signals for line in _signal(signal))
    yield from map(_points, outline.round_points(card))


def _signal(signal: SignalRating) -> Iterator[str]:
    rated = "not observed" if signal.rating is None else wording.dots(signal.rating)
    yield f"  {rated:<12}  {one_line(signal.name)} ({signal.weight:.0%})"
    for quoted in signal.evidence:
        yield _wrapped(f"{outline.where(quoted)}: “{outline.quote(quoted)}”", " " * 16)
    if signal.note:
        yield _wrapped(signal.note, " " * 16)


def _points(points: Points) -> str:
    signs = [f"{number}." if points.numbered else "-" for number in range(1, len(points.items) + 1)]
    lines = [_wrapped(item, "     ", f"  {sign:<3}") for sign, item in zip(signs, points.items, strict=True)]
    return "\n".join([points.title, *lines])


def _speech(who: str, text: str) -> str:
    lines = []
    fenced = False
    for line in text.split("\n"):
        fence = line.lstrip().startswith("```")
        fenced ^= fence
        lines.append("  " + line if fenced or fence else _filled(line, "  "))
    return "\n".join([f"{who}:", *lines])


def _underlined(title: str) -> str:
    return f"{title}\n{'=' * len(title)}"


def _wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Text of others or ours on lines of at most WIDTH."""
    return textwrap.fill(
        one_line(text), WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _filled(line: str, indent: str) -> str:
    """A line of prose on several; its own indent is kept."""
    own = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(), WIDTH, initial_indent=indent + own, subsequent_indent=indent + own,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
