"""What the interviewer knows: the shapes of the files in knowledge/ (see its README for what each field is for)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from agent.domain.terms import Context, Level, RoundKind

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Probe:
    """One follow-up. `id` is unique over all knowledge; `when` is what a candidate says that makes it apt.

    `fits_any` says that it can be asked after any answer with content: it presupposes nothing that was not said.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    rung: Literal[1, 2, 3]
    signal: str
    about: str
    when: tuple[str, ...]
    ask: str
    again: str
    good: str
    fits_any: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the interviewer can answer a clarifying question from.

    `ask` holds ways in which a candidate asks for it, `say` is the answer as it is spoken.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    topic: str
    ask: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Example:
    """What a candidate might say that shows a signal well or badly."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    signal: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a round, with everything needed to play it and to grade it.

    `own_stories`: it asks for something of the candidate's choice, so that a first answer may be about anything.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    round: RoundKind
    title: str
    domain: str
    levels: tuple[Level, ...]
    contexts: tuple[Context, ...]
    minutes: float
    again: str
    signals: tuple[str, ...]
    facts: tuple[Fact, ...]
    anchors: dict[str, dict[int, str]]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    probes: tuple[Probe, ...]
    hints: tuple[str, str, str]
    twist: str
    sources: tuple[str, ...]
    statement: str
    own_stories: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """A thing a round looks for. `by_asking`: questions about the case show it too, not answers alone."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    weight: float
    looks_for: str
    anchors: dict[int, str]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    drill: str
    flip: str
    by_asking: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """The signals of a round kind and the bar per level (weighted mean rating at the border of lean hire)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    round: RoundKind
    bars: dict[Level, float]
    signals: tuple[Signal, ...]

    def signal(self, signal_id: str) -> Signal | None:
        """The signal with this id, or None."""
        return next((s for s in self.signals if s.id == signal_id), None)


def with_minutes(opening: str, minutes: float) -> str:
    """A greeting with its length filled in for `{minutes}`; a short form may be a single minute."""
    whole = max(1, round(minutes))
    if whole == 1:
        opening = opening.replace("{minutes} minutes", "1 minute")
    return opening.replace("{minutes}", str(whole))


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """How a kind of round is held.

    `code`: the last fenced block of Python in an answer is what the candidate submits; `commands`: a fenced block of
    shell is a command to run; `ai_assistance`: the round can be held with an assistant allowed; `own_stories`: a first
    answer may be about anything that the candidate lived through, and not about the case that the question sets.
    `unknown`: what is said where the answer isn't known, in rounds in which nothing can be assumed in its place.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: RoundKind
    title: str
    about: str
    interviewer: str
    minutes: float
    turns: int
    openings: tuple[str, ...]
    handovers: tuple[str, ...]
    farewells: tuple[str, ...]
    company: tuple[Fact, ...]
    guidance: str
    code: bool = False
    commands: bool = False
    ai_assistance: bool = False
    own_stories: bool = False
    unknown: tuple[str, ...] = ()

    def spoken_openings(self, minutes: float) -> tuple[str, ...]:
        """The openings for a round of this length: `{minutes}` in them is filled in."""
        return tuple(with_minutes(opening, minutes) for opening in self.openings)


@dataclass(frozen=True, slots=True)
class ProbeSet:
    """Probes of a round kind that fit any of its questions."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    round: RoundKind
    probes: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class FailureMode:
    """One thing that goes wrong; `signals` names the rounds it belongs to and the signal it raises there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str
    signals: dict[RoundKind, str]
    phrasings: tuple[str, ...]
    about: str
    ask: str
    again: str
    good: str
    bad: str
    sources: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A short essay the interviewer may draw on; `sections` are (heading, text)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    rounds: tuple[RoundKind, ...]
    sources: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Counterclaim:
    """What another source says instead."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    says: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """Something a source says about a loop."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    about: str
    says: str
    source: str
    date: str
    disagrees: tuple[Counterclaim, ...] = ()


@dataclass(frozen=True, slots=True)
class LoopRound:
    """A round of a loop; `weight` is its share of the committee's decision."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    kind: RoundKind
    minutes: float
    weight: float
    question: str | None = None


@dataclass(frozen=True, slots=True)
class LoopPack:
    """A loop: rounds in order, the bar per level, and what is claimed about it; `place` orders the list of loops."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    about: str
    rounds: tuple[LoopRound, ...]
    bars: dict[Level, float]
    committee: str
    claims: tuple[SourcedClaim, ...] = ()
    context: Context = Context.BIG_TECH
    place: int = 100


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from, and how far it can be trusted."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    publisher: str
    date: str
    kind: str
    note: str
