"""The forms of a model's structured answers. What they claim is checked afterwards; see graders.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agent.domain.terms import Flag
from agent.llm.base import Schema

Stars = Literal[1, 2, 3, 4]

MODEL_FLAGS = (
    Flag.INJECTION_ATTEMPT, Flag.OWNERSHIP_UNCLEAR, Flag.CONTRADICTION, Flag.OFF_TOPIC, Flag.NO_CONTENT,
    Flag.AI_ASSISTED,
)  # fmt: skip
"""The flags a model may raise; the others are known to the program."""


class Strict(BaseModel):
    """Unknown keys are errors, as strict decoding demands."""

    model_config = ConfigDict(extra="forbid")


class ShownOut(Strict):
    """A signal in one answer. The quote and the reason come before the rating, so that it follows from them."""

    signal: str
    quote: str
    note: str
    rating: Stars


class AssessmentOut(Strict):
    """What one answer showed."""

    answered: bool
    shown: list[ShownOut]
    flags: list[str]


class EvidenceOut(Strict):
    """A quote and the number of the turn it stands in."""

    turn: int
    quote: str


class RatingOut(Strict):
    """The rating of one signal over the round; null where it was not observed."""

    signal: str
    evidence: list[EvidenceOut]
    note: str
    rating: Stars | None


class GradeOut(Strict):
    """The rating of every signal of the rubric."""

    signals: list[RatingOut]
    flags: list[str]


class ProseOut(Strict):
    """The words around a round's verdict."""

    headline: str
    strengths: list[str]
    concerns: list[str]
    would_flip: list[str]
    drills: list[str]


class CommitteeOut(Strict):
    """The words around a loop's decision."""

    headline: str
    agreement: list[str]
    dissent: list[str]
    would_flip: list[str]
    drills: list[str]


class ProbeOut(Strict):
    """What doctor asks for, to see whether an endpoint keeps to a form."""

    word: str
    number: int


def assessment_schema(signals: Sequence[str]) -> Schema[AssessmentOut]:
    """The form of an assessment; signals and flags are shown to the endpoint as enumerations."""
    return Schema.of(AssessmentOut, {"signal": signals, "flags": MODEL_FLAGS})


def grade_schema(signals: Sequence[str]) -> Schema[GradeOut]:
    """The form of a grade; as above."""
    return Schema.of(GradeOut, {"signal": signals, "flags": MODEL_FLAGS})


def rating_schema(signal: str) -> Schema[RatingOut]:
    """The form of one signal's rating."""
    return Schema.of(RatingOut, {"signal": [signal]})


PROSE = Schema.of(ProseOut)
COMMITTEE = Schema.of(CommitteeOut)


def known_flags(names: Sequence[str]) -> tuple[Flag, ...]:
    """Those of the names that are flags a model may raise, each once, in the order of the terms."""
    return tuple(flag for flag in MODEL_FLAGS if flag.value in names)
