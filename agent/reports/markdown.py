"""A debrief as one reads it: the decision first, then the moment it turned on, then what supports it.

Everything that others wrote (answers, quotes, a model's prose) passes through
`literal_line` or `literal_pieces`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from agent.domain.cost import Cost
from agent.domain.terms import EndedBy
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import outline, wording
from agent.reports.outline import Points
from agent.reports.text import fenced, literal_line, literal_pieces

if TYPE_CHECKING:
    from agent.regrading import Regrade


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> str:
    """The whole report of a session as a Markdown file, transcripts included; `regrades` by round_id come last."""
    again = _lists(outline.graded_again(regrades or {}))
    disputed = _lists(outline.disputed(document))
    if isinstance(document, RoundDocument):
        graded = [*_scorecard(document.scorecard, 1), *disputed, *_cost(document.cost)]
        return _text([*graded, *_transcript(document.transcript, named=False), *again])
    said = [block for held in document.transcripts for block in _transcript(held, named=True)]
    return _text([*_loop(document), *disputed, *_cost(document.cost), *said, *again])


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _cost(cost: Cost | None) -> Iterator[str]:
    """What models cost, by round where there was more than one."""
    if cost is None:
        return
    yield "## What it cost"
    yield f"{wording.spent(cost.total)}."
    if len(cost.rounds()) > 1:
        yield _table(wording.COST_HEAD, wording.cost_rows(cost))


def _transcript(held: Transcript, *, named: bool) -> Iterator[str]:
    """What was said, turn by turn, with the numbers that quotes refer to."""
    yield f"## Transcript: {wording.round_title(held.round_id or held.round.value)}" if named else "## Transcript"
    for number, turn in enumerate(held.turns):
        yield f"**{number} · {outline.speaker(turn)}**"
        yield _said(turn)


# --- a loop


def _loop(debrief: LoopDebrief) -> Iterator[str]:
    yield f"# {outline.loop_title(debrief)}"
    yield " · ".join([*outline.loop_facts(debrief), f"session {debrief.session}"])
    yield literal_line(wording.asked_and_graded(debrief.scorecards))
    yield wording.held_on(debrief.transcripts)
    yield f"**The moment.** {literal_line(debrief.headline)}" if debrief.headline else ""
    if debrief.scorecards:
        yield "## Rounds"
        yield _table(outline.ROUNDS_HEAD, [outline.row(card) for card in debrief.scorecards])
    yield outline.not_held(debrief)
    yield from _lists(outline.loop_points(debrief))
    for card in debrief.scorecards:
        yield from _scorecard(card, 2)


# --- a round


def _scorecard(card: Scorecard, depth: int) -> Iterator[str]:
    marks = "#" * depth
    yield f"{marks} {outline.round_title(card)}"
    facts = [wording.verdict_line(card.verdict)]
    if depth == 1:
        facts = [wording.words(card.level.value), wording.words(card.context.value), *facts]
        if card.session:
            facts.append(f"session {card.session}")
    yield " · ".join(facts)
    yield _circumstances(card, alone=depth == 1)
    yield f"**The moment.** {literal_line(card.prose.headline)}"
    yield outline.meaning(card)
    yield f"{marks}# Signals"
    yield _signals(card)
    yield from _lists(outline.round_points(card), marks + "#")


def _circumstances(card: Scorecard, *, alone: bool) -> str:
    titles = [literal_line(question.title) for question in card.questions if question.title]
    lines = [f"Question: {wording.listed(titles)}."] if titles else []
    if card.ended_by is not EndedBy.ANSWERED:
        lines.append(f"The round ended because {wording.ENDED[card.ended_by]}.")
    if alone or outline.several_graders(card):
        lines.append(literal_line(wording.asked_and_graded([card])))
    return "  \n".join(lines)


def _signals(card: Scorecard) -> str:
    several = outline.several_graders(card)
    head = ("signal", "weight", "rating", *(["graded by"] if several else []), "what was said")
    rows = []
    for signal in card.signals:
        who = [literal_line(signal.graded_by)] if several else []
        weight, rated = f"{signal.weight:.0%}", wording.rating(signal.rating)
        rows.append((literal_line(signal.name), weight, rated, *who, _grounds(signal)))
    return _table(head, rows)


def _grounds(signal: SignalRating) -> str:
    """The quotes of a signal with their turns, then the grader's note."""
    quotes = [_quote(quoted) for quoted in signal.evidence]
    note = [literal_line(signal.note)] if signal.note else []
    return "<br>".join([*quotes, *note])


def _quote(quoted: Evidence) -> str:
    return f"{literal_line(outline.where(quoted))}: “{literal_line(outline.quote(quoted))}”"


# --- what was said


def _said(turn: Turn) -> str:
    """What was said, as a quotation: the lines of a paragraph stay apart, code stays code."""
    pieces = list(literal_pieces(turn.text.strip() or "(nothing)"))
    if turn.code is not None and turn.code.strip() not in turn.text:
        pieces.append(fenced(turn.code, "python"))
    if turn.run is not None:
        pieces += literal_pieces(wording.ran(turn.run))
    blocks = ["\n".join(piece.lines if piece.code else _hard_breaks(piece.lines)) for piece in pieces]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(block.strip("\n") for block in blocks).split("\n"))


def _hard_breaks(lines: Sequence[str]) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line + "\\" if line and following else line


# --- pieces


def _lists(several: Iterable[Points], marks: str = "##") -> Iterator[str]:
    for points in several:
        yield f"{marks} {points.title}"
        signs = (f"{number}." if points.numbered else "-" for number in range(1, len(points.items) + 1))
        yield "\n".join(f"{sign} {literal_line(item)}" for sign, item in zip(signs, points.items, strict=True))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
