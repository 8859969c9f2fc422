"""Interviews and debriefs on a terminal, and in a file or pipe that reads like one. Everything is `visible`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from agent.domain.terms import Decision, EndedBy, Role, RoundKind
from agent.domain.transcript import Turn
from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import wording
from agent.reports.text import one_line, shortened, visible

WIDTH = 100
QUOTE_CHARS = 220


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
    return _text([_title(card), " · ".join(facts), _wrapped(wording.asked_and_graded([card])), *_grounds(card)])


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
    yield f"{_underlined(f'{wording.loop_title(debrief.loop)}: {debrief.decision.words}')}"
    facts = [wording.words(debrief.level.value), wording.words(debrief.context.value)]
    if debrief.recommended_level is not None and debrief.recommended_level != debrief.level:
        facts.append(f"the bar that was reached is that of {wording.words(debrief.recommended_level.value)}")
    yield " · ".join(facts)
    yield _wrapped(wording.asked_and_graded(debrief.scorecards))
    yield wording.held_on(debrief.transcripts)
    yield _wrapped(debrief.headline)
    if debrief.scorecards:
        yield rows([_row_of(card) for card in debrief.scorecards], indent="  ")
    if debrief.rounds_not_held:
        missing = wording.listed(wording.round_title(name) for name in debrief.rounds_not_held)
        yield _wrapped(f"Not held: {missing}. What was not held counts neither for nor against.")
    yield _points("Where the rounds agree", debrief.agreement)
    yield _points("Where they do not", debrief.dissent)
    yield _points("What would flip it", debrief.would_flip)
    yield _points("Practise", debrief.drills, numbered=True)
    for card in debrief.scorecards:
        yield _title(card)
        yield wording.verdict_line(card.verdict)
        yield from _grounds(card)


def _row_of(card: Scorecard) -> tuple[str, str, str]:
    title = wording.round_title(card.round_id)
    return title, card.verdict.decision.words, wording.verdict_line(card.verdict)


def _title(card: Scorecard) -> str:
    name = wording.round_title(card.round_id or card.round.value)
    return _underlined(f"{name}: {card.verdict.decision.words}")


def _grounds(card: Scorecard) -> Iterator[str]:
    titles = [one_line(question.title) for question in card.questions if question.title]
    yield _wrapped(f"Question: {wording.listed(titles)}") if titles else ""
    if card.ended_by is not EndedBy.ANSWERED:
        yield f"The round ended because {wording.ENDED[card.ended_by]}."
    yield _wrapped(card.prose.headline)
    if card.round is RoundKind.NEGOTIATION and card.verdict.decision is not Decision.NOT_ENOUGH_EVIDENCE:
        yield _wrapped("In this round a hire means that the package and the relationship are better for what was said.")
    yield "\n".join(line for signal in card.signals for line in _signal(signal))
    yield _points("For", card.prose.strengths)
    yield _points("Against", card.prose.concerns)
    yield _points("What would flip it", card.prose.would_flip)
    yield _points(wording.HEARD_TITLE, [wording.heard(found) for found in card.frameworks])
    yield _points("Practise", card.prose.drills, numbered=True)
    yield _points("To know", [wording.FLAGS[flag] for flag in card.flags])


def _signal(signal: SignalRating) -> Iterator[str]:
    rated = "not observed" if signal.rating is None else "●" * signal.rating + "○" * (4 - signal.rating)
    yield f"  {rated:<12}  {one_line(signal.name)} ({signal.weight:.0%})"
    for quoted in signal.evidence:
        yield _wrapped(_quote(quoted), " " * 16)
    if signal.note:
        yield _wrapped(signal.note, " " * 16)


def _quote(quoted: Evidence) -> str:
    test = "" if quoted.test is None else f", test {one_line(quoted.test)}"
    line = "" if quoted.line is None else f", line {quoted.line}"
    return f"turn {quoted.turn}{test}{line}: “{shortened(one_line(quoted.quote), QUOTE_CHARS)}”"


def _points(title: str, items: Sequence[str], *, numbered: bool = False) -> str:
    signs = [f"{number}." if numbered else "-" for number in range(1, len(items) + 1)]
    lines = [_wrapped(item, "     ", f"  {sign:<3}") for sign, item in zip(signs, items, strict=True)]
    return "\n".join([title, *lines]) if items else ""


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
