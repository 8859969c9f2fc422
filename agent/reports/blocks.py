"""A report as a sequence of blocks, which each format writes in its own way.

What stands in a block may be anybody's words and is not yet made fit to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.cost import Cost
from agent.domain.problems import Problem
from agent.domain.terms import EndedBy
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.reports import outline, wording
from agent.reports.outline import Points
from agent.reports.text import one_line, pieces, visible

if TYPE_CHECKING:
    from agent.regrading import Regrade


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `depth` is 1 for the report's own."""

    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Level, context, score and the like, one beside the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences, each on a line of its own."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the verdict turned on."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """The ratings of a round with what they rest on; `place` is where its transcript stands, '' where it doesn't.

    `several` says that they were not all graded by the same.
    """

    signals: tuple[SignalRating, ...]
    several: bool
    place: str

    @property
    def head(self) -> tuple[str, ...]:
        """What the columns are called."""
        return ("signal", "weight", "rating", *(("graded by",) if self.several else ()), "what was said")


@dataclass(frozen=True, slots=True)
class Part:
    """Words, or a block of code, `visible` and as they were typed."""

    code: bool
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of a transcript, with the number that quotes refer to."""

    turn: Turn
    number: int
    place: str
    problem: Problem | None = None

    @property
    def who(self) -> str:
        """The number and who speaks."""
        return f"{self.number} · {outline.speaker(self.turn)}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """Words and code as they were said, then what came of code that was handed in."""
        parts = [Part(piece.code, piece.content) for piece in pieces(self.turn.text.strip())]
        if self.turn.code is not None and self.turn.code.strip() not in self.turn.text:
            parts.append(Part(True, visible(self.turn.code)))
        if self.turn.run is not None:
            parts.append(Part(False, visible(wording.ran(self.turn.run, self.problem))))
        filled = (replace(part, text=part.text.rstrip() if part.code else part.text.strip()) for part in parts)
        return tuple(part for part in filled if part.code or part.text) or (Part(False, "(nothing)"),)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list under a heading of this depth."""

    points: Points
    depth: int


Block = Heading | Facts | Lines | Moment | Table | Signals | Said | Listed


def title(document: RoundDocument | LoopDebrief) -> str:
    """What the whole report is called."""
    if isinstance(document, RoundDocument):
        return outline.round_title(document.scorecard)
    return outline.loop_title(document)


def report(document: RoundDocument | LoopDebrief, regrades: Mapping[str, Regrade] | None = None) -> Iterator[Block]:
    """The whole report of a session, transcripts included; `regrades` by round_id stand before them."""
    said: Sequence[Transcript]
    if isinstance(document, RoundDocument):
        said = [document.transcript]
        yield from _scorecard(document.scorecard, 1, {_place(held) for held in said})
    else:
        said = document.transcripts
        yield from _loop(document, {_place(held) for held in said})
    yield from _lists([*outline.disputed(document), *outline.graded_again(regrades or {})], 2)
    yield from _cost(document.cost)
    for held in said:
        yield from _transcript(held, named=isinstance(document, LoopDebrief))


def _loop(debrief: LoopDebrief, places: set[str]) -> Iterator[Block]:
    yield Heading(outline.loop_title(debrief), 1)
    yield Facts((*outline.loop_facts(debrief), f"session {debrief.session}"))
    yield from _lines(wording.asked_and_graded(debrief.scorecards))
    yield from _lines(wording.held_on(debrief.transcripts))
    if debrief.headline:
        yield Moment(debrief.headline)
    if debrief.scorecards:
        yield Heading("Rounds", 2)
        yield Table(outline.ROUNDS_HEAD, tuple(outline.row(card) for card in debrief.scorecards))
    yield from _lines(outline.not_held(debrief))
    yield from _lists(outline.loop_points(debrief), 2)
    for card in debrief.scorecards:
        yield from _scorecard(card, 2, places)


def _scorecard(card: Scorecard, depth: int, places: set[str]) -> Iterator[Block]:
    """A graded round under a heading of this depth; `places` are those of the transcripts that the report holds."""
    yield Heading(outline.round_title(card), depth)
    facts = [wording.verdict_line(card.verdict)]
    if depth == 1:
        facts = [wording.words(card.level.value), wording.words(card.context.value), *facts]
        facts += [f"session {card.session}"] if card.session else []
    yield Facts(tuple(facts))
    titles = [one_line(question.title) for question in card.questions if question.title]
    yield from _lines(
        wording.confidence(card.verdict),
        f"Question: {wording.listed(titles)}." if titles else "",
        f"The round ended because {wording.ENDED[card.ended_by]}." if card.ended_by is not EndedBy.ANSWERED else "",
        wording.asked_and_graded([card]) if depth == 1 or outline.several_graders(card) else "",
    )
    if card.prose.headline:
        yield Moment(card.prose.headline)
    yield from _lines(outline.meaning(card))
    yield Heading("Signals", depth + 1)
    place = _placed(card.round_id or card.round.value)
    yield Signals(card.signals, outline.several_graders(card), place if place in places else "")
    yield from _lists(outline.round_points(card), depth + 1)


def _cost(cost: Cost | None) -> Iterator[Block]:
    """What models cost, by round where there was more than one."""
    if cost is None:
        return
    yield Heading("What it cost", 2)
    yield from _lines(f"{wording.spent(cost.total)}.")
    if len(cost.rounds()) > 1:
        yield Table(tuple(wording.COST_HEAD), tuple(tuple(row) for row in wording.cost_rows(cost)))


def _transcript(held: Transcript, *, named: bool) -> Iterator[Block]:
    """What was said, turn by turn."""
    name = f": {wording.round_title(held.round_id or held.round.value)}" if named else ""
    yield Heading(f"Transcript{name}", 2)
    for number, turn in enumerate(held.turns):
        yield Said(turn, number, _place(held), outline.problem_of(held, number) if turn.run is not None else None)


def _place(held: Transcript) -> str:
    return _placed(held.round_id or held.round.value)


def _placed(round_id: str) -> str:
    """What the anchors of a transcript's turns begin with."""
    return f"turn-{round_id}"


def _lists(several: Iterable[Points], depth: int) -> Iterator[Block]:
    return (Listed(points, depth) for points in several)


def _lines(*lines: str) -> Iterator[Block]:
    if filled := tuple(line for line in lines if line):
        yield Lines(filled)
