"""A file of knowledge as a value: its body as it is spoken, its ids complete; or its head alone, for listings."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TypeVar

from agent.catalog.front_matter import Document, parse, top_level, validated, validated_list
from agent.catalog.loop_rules import check_loop
from agent.domain.code import submitted
from agent.domain.falsehoods import FalsehoodSet
from agent.domain.frameworks import Framework
from agent.domain.knowledge import (
    FailureMode,
    Guide,
    LoopPack,
    ProbeSet,
    Question,
    RoundSpec,
    Rubric,
    Source,
)
from agent.domain.people import BackgroundProfile, Character
from agent.domain.problems import Problem
from agent.domain.terms import Context, Level, RoundKind
from agent.errors import KnowledgeError

Held = TypeVar(
    "Held",
    Question,
    RoundSpec,
    Rubric,
    ProbeSet,
    FailureMode,
    Guide,
    LoopPack,
    Character,
    BackgroundProfile,
    Framework,
    FalsehoodSet,
    Problem,
)
"""What a file of knowledge/ holds."""

_FENCED = re.compile(r"(^ {0,3}```.*?^ {0,3}```[ \t]*$)", re.MULTILINE | re.DOTALL)
_KEEPS_LINES = re.compile(r"^(?:#|[-*] |\d+\. |```|\|| {4})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class QuestionHead:
    """What a listing and the choice of a question need, without the rest of the file."""

    id: str
    title: str
    domain: str
    levels: tuple[Level, ...]
    contexts: tuple[Context, ...]
    minutes: float
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundHead:
    """What a listing of rounds needs."""

    id: RoundKind
    title: str
    about: str
    minutes: float
    ai_assistance: bool = False


H = TypeVar("H", QuestionHead, RoundHead)


def flowing(body: str) -> str:
    """A Markdown body as it is spoken: the lines of a paragraph joined; headings, lists and fenced code keep theirs."""
    parts = _FENCED.split(body.strip())  # every second one is a fence
    return "".join(part if at % 2 else _joined(part) for at, part in enumerate(parts))


def _joined(text: str) -> str:
    blocks = re.split(r"(\n\s*\n)", text)
    return "".join(block if at % 2 or _KEEPS_LINES.search(block) else _line(block) for at, block in enumerate(blocks))


def _line(paragraph: str) -> str:
    """A paragraph on one line; the line breaks around it, next to a fence, stay."""
    inner = paragraph.strip("\n")
    start = len(paragraph) - len(paragraph.lstrip("\n"))
    return paragraph[:start] + " ".join(inner.split("\n")) + "\n" * (len(paragraph) - start - len(inner))


def expanded(document: Document, kind: type[Held], body_field: str | None, name: str) -> Held:
    """The document as a value whose ids are complete.

    `body_field` is the field that the Markdown body gives, None where a body says nothing to the program;
    `name` is what the file's id has to be.

    Raises:
        KnowledgeError: the schema is broken, the id is not `name`, or there is no body where one is needed.
    """
    if body_field and not document.body:
        where = f"{document.name}:{document.body_line}"
        raise KnowledgeError(f"{where}: the text after the front matter is missing")
    value = validated(document, kind, **({body_field: flowing(document.body)} if body_field else {}))
    field = "round" if isinstance(value, Rubric | ProbeSet) else "id"
    given = getattr(value, field)
    if given != name:
        raise document.error(f"{field}: is {str(given)!r}, the file's name asks for {name!r}", [field])
    if isinstance(value, Question | ProbeSet):
        probes = tuple(dataclasses.replace(probe, id=f"{name}.{probe.id}") for probe in value.probes)
        return dataclasses.replace(value, probes=probes)
    if isinstance(value, LoopPack):
        check_loop(document, value)
    if isinstance(value, Problem):
        program = submitted(document.body)
        if program is None:
            raise KnowledgeError(
                f"{document.name}:{document.body_line}: the program of the checks, in ```python, is missing"
            )
        return dataclasses.replace(value, program=program)
    return value


def load_sources(document: Document) -> dict[str, Source]:
    """The sources of `sources.yaml` by id. Raises KnowledgeError."""
    found: dict[str, Source] = {}
    for position, source in enumerate(validated_list(document, Source)):
        if source.id in found:
            raise document.error(f"{source.id}: given twice", [position])
        found[source.id] = source
    return found


def head_of(text: str, name: str, kind: type[H]) -> H:
    """Parse only the keys that `kind` has: several times faster than the whole front matter."""
    wanted = {field.name for field in dataclasses.fields(kind)}
    return validated(parse(top_level(text, wanted), name, bare_yaml=True), kind)
