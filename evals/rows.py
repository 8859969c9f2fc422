"""What the rows of each dataset hold, and how they are read: a wrong one is named by file and line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.domain.terms import Flag, Level, Role, RoundKind
from agent.errors import NotFoundError, UsageError


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(_Row):
    """A turn of a transcript."""

    role: Role
    text: str
    question_id: str | None = None
    probe_id: str | None = None


class _Transcribed(_Row):
    id: str
    round: RoundKind
    level: Level
    question: str
    turns: Annotated[list[Said], Field(min_length=2)]


Rating = Annotated[int, Field(ge=1, le=4)]
Label = Annotated[int, Field(ge=1, le=6)]


class Labelled(_Transcribed):
    """A transcript with what two readers gave: the round 1 to 6, each answer 1 to 4. `label_b` None: one reader.

    An answer is None where a reader gave it nothing.
    """

    context: str
    question_id: str | None
    question_known: bool
    style: str
    behaviour: str
    length: str
    intended: Label
    label_a: Label
    label_b: Label | None
    answers_a: list[Rating | None]
    answers_b: list[Rating | None] | None
    split: Literal["train", "test"]


class Reading(_Row):
    """What a reader would ask next: `best`, then `good` in order; and why not the question's other follow-ups.

    What `held` lists is answered already, what `unsaid` lists leans on something that was never said, and what `flat`
    lists would press on nothing that matters.
    """

    best: str
    good: Annotated[list[str], Field(max_length=5)]
    held: list[str]
    unsaid: list[str]
    flat: list[str]


class AskedNextRow(_Row):
    """A first answer to a question of ours, and what one reader, or two, would ask next."""

    id: str
    round: RoundKind
    question_id: str
    level: Level | None
    topic: str | None
    style: str
    quality: str
    writer: int
    split: Literal["train", "test"]
    answer: str
    readings: Annotated[list[Reading], Field(min_length=1, max_length=2)]


class Attacked(_Transcribed):
    """A transcript into which instructions to the grader are put."""


class Right(_Row):
    """What a rule of grading gives by construction."""

    turn: int
    quote: str
    note: str
    rating: Rating


class Ruled(_Transcribed):
    """A short round that holds what a rule is about."""

    rules: list[str]
    right: dict[str, Right]
    flags: list[Flag]
    marks: dict[str, str | tuple[int, str]]
    pair: str | None = None
    manner: str | None = None
    debrief: dict[str, str | list[str]] | None = None


class Pressed(_Row):
    """An answer with one thing to press on."""

    id: str
    round: RoundKind
    asked: str
    text: str
    would_probe: str


class Probed(_Row):
    """An answer with the follow-ups that fit it; none where it leaves nothing to probe.

    `earlier` are those that a reading chose before knowledge was reworded; None where there was none.
    """

    id: str
    round: RoundKind
    question_id: str
    asked: str
    level: Level
    answer: str
    acceptable: Annotated[list[str], Field(max_length=3)]
    earlier: Annotated[list[str], Field(max_length=3)] | None = None
    split: Literal["tune", "test"]


class RatedAnswer(_Row):
    """An answer by itself; `ask` None: it answers the question. Rated by what it was meant to be and by a reader."""

    id: str
    round: RoundKind
    level: Level
    question_id: str
    probe_id: str | None
    ask: str | None
    text: str
    kind: Literal["right", "right_odd", "gap", "generic", "wrong", "beside"]
    style: str
    length: str
    intended: Rating
    read: Rating


FORMS: Mapping[str, type[_Row]] = {
    "asked_next": AskedNextRow,
    "followups": Pressed, "grader_agreement": Labelled, "grading_rules": Ruled, "injection_styles": Attacked,
    "rated_answers": RatedAnswer, "retrieval": Probed,
}  # fmt: skip


def read_dataset(name: str) -> list[dict[str, Any]]:
    """The rows of datasets/NAME.jsonl, as they stand there.

    Raises NotFoundError; UsageError, with the line, where a row is no JSON, not of the dataset's form, or of an id that
    another one has.
    """
    file = files("evals").joinpath("datasets", f"{name}.jsonl")
    if not file.is_file():
        raise NotFoundError(f"There is no dataset {name}.")
    form = FORMS[name]
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            form.model_validate_json(line)
        except ValidationError as error:
            raise UsageError(f"evals/datasets/{name}.jsonl:{number}: {_why(error)}.") from None
        row = json.loads(line)
        if rows.setdefault(row["id"], row) is not row:
            raise UsageError(f"evals/datasets/{name}.jsonl:{number}: another row has the id {row['id']} too.")
    return list(rows.values())


def _why(error: ValidationError) -> str:
    """The first thing that is wrong, without what stands there."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
