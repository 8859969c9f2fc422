"""The words around a verdict, without a model: from ratings, quotes and the rubric, the same for the same round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent.domain.interview import CommitteeProse, RoundGrade
from agent.domain.knowledge import Question, Rubric, Signal
from agent.domain.terms import Decision, Level
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, LoopDebrief, Prose, SignalRating, Verdict
from agent.grading.decision import LADDER
from agent.grading.flips import Flip, find_flip

_SHORT = 90  # characters of a quote in a headline


class Held(Protocol):
    """What the words need to know of a round; a `RoundView` is one."""

    @property
    def rubric(self) -> Rubric:
        """The round's rubric."""
        ...

    @property
    def question(self) -> Question | None:
        """The question, where it is one of ours."""
        ...

    @property
    def transcript(self) -> Transcript:
        """What was said."""
        ...

    @property
    def level(self) -> Level:
        """The level, which sets the bar."""
        ...


def round_prose(held: Held, grade: RoundGrade, verdict: Verdict) -> Prose:
    """The words around a round's verdict: the moment, for and against, what would flip it, what to practise."""
    bar = held.rubric.bars[held.level]
    strong = sorted((s for s in grade.signals if (s.rating or 0) >= 3 and s.evidence), key=lambda s: -(s.rating or 0))
    weak = sorted((s for s in grade.signals if s.rating is not None and s.rating <= 2), key=_need)
    return Prose(
        headline=_headline(held, grade, verdict),
        strengths=tuple(_strength(signal) for signal in strong),
        concerns=tuple(_concern(signal, held.rubric.signal(signal.id)) for signal in weak),
        would_flip=tuple(_flips(held.rubric, grade.signals, bar)),
        drills=tuple(found.drill for s in weak[:3] if (found := held.rubric.signal(s.id)) is not None),
    )


def committee_prose(debrief: LoopDebrief) -> CommitteeProse:
    """The words around a loop's decision."""
    decided = [card for card in debrief.scorecards if card.verdict.decision in LADDER]
    own = LADDER.index(debrief.decision) if debrief.decision in LADDER else None
    agreement: list[str] = []
    dissent: list[str] = []
    for card in decided:
        away = own is not None and abs(LADDER.index(card.verdict.decision) - own) >= 2
        line = f"{card.round.label}: {card.verdict.decision.words}. {card.prose.headline}"
        (dissent if away else agreement).append(line)
    headline = f"The committee's decision is {debrief.decision.words}."
    if debrief.rounds_not_held:
        headline += f" Not held: {', '.join(debrief.rounds_not_held)}."
    drills = [drill for card in decided for drill in card.prose.drills[:1]]
    flips = [line for card in decided for line in card.prose.would_flip[:1]]
    return CommitteeProse(headline, tuple(agreement), tuple(dissent), tuple(flips), tuple(drills))


def _need(signal: SignalRating) -> tuple[float, str]:
    return (-(3 - (signal.rating or 0)) * signal.weight, signal.id)


def _headline(held: Held, grade: RoundGrade, verdict: Verdict) -> str:
    if verdict.decision is Decision.NOT_ENOUGH_EVIDENCE:
        return "Too little was said on what this round looks for to decide anything."
    against = LADDER.index(verdict.decision) < 3
    rated = [s for s in grade.signals if s.rating is not None and s.evidence]
    if not rated:
        return f"{verdict.decision.words.capitalize()}: nothing was said that a rating could rest on."
    key = min(rated, key=lambda s: (s.rating, -s.weight)) if against else max(rated, key=lambda s: (s.rating, s.weight))
    item = key.evidence[0]
    return f"It turned on {key.name.lower()}, in turn {item.turn}: {_quoted(item, _SHORT)}."


def _strength(signal: SignalRating) -> str:
    item = signal.evidence[0]
    return f"{signal.name} ({signal.rating}): {_quoted(item)} (turn {item.turn}). {signal.note}"


def _concern(signal: SignalRating, of_rubric: Signal | None) -> str:
    wanted = f" Wanted: {of_rubric.looks_for}" if of_rubric else ""
    if not signal.evidence:
        return f"{signal.name} ({signal.rating}): {signal.note}{wanted}"
    item = signal.evidence[0]
    return f"{signal.name} ({signal.rating}): {_quoted(item)} (turn {item.turn}). {signal.note}{wanted}"


def _flips(rubric: Rubric, signals: Sequence[SignalRating], bar: float) -> list[str]:
    lines = []
    better, worse = find_flip(signals, bar, up=True), find_flip(signals, bar, up=False)
    if better:
        first = rubric.signal(better.moves[0].signal)
        lines.append(
            f"{_moves(better)} makes it {better.decision.words}. It would move with {first.flip if first else ''}."
        )
    if worse:
        lines.append(f"{_moves(worse)} makes it {worse.decision.words}.")
    return lines


def _moves(flip: Flip) -> str:
    said = [f"{move.name} from {move.before} to {move.after}" for move in flip.moves]
    return " and ".join(said)


def _quoted(item: Evidence, longest: int = 240) -> str:
    quote = item.quote
    if len(quote) > longest:
        quote = quote[:longest].rsplit(" ", 1)[0]
    return f'"{quote}"'
