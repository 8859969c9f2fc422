"""What the interviewer knows, as things that can be retrieved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.catalog.loader import Catalog
from agent.domain.knowledge import FailureMode, Guide, Probe
from agent.domain.terms import Level, RoundKind
from agent.retrieval.chunking import chunks

Kind = Literal["probe", "failure_mode", "guide", "source"]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that could be brought up next, with the texts it is found by.

    `signals` names the rounds it belongs to and the signal it raises there (None where it raises none); `question`
    is the id of the question that owns it, '' where it fits any of the round. `levels` is empty where it fits all.
    """

    id: str
    kind: Kind
    texts: tuple[str, ...]
    signals: tuple[tuple[RoundKind, str | None], ...]
    about: str
    ask: str | None = None
    again: str | None = None
    rung: int = 1
    question: str = ""
    levels: tuple[Level, ...] = ()

    @property
    def rounds(self) -> tuple[RoundKind, ...]:
        """The rounds it belongs to."""
        return tuple(kind for kind, _ in self.signals)

    def signal(self, kind: RoundKind) -> str | None:
        """The signal it raises in a round of this kind."""
        return dict(self.signals).get(kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed text of a target. `id` is unique in an index."""

    id: str
    target: str
    text: str
    rounds: tuple[RoundKind, ...]
    question: str


def targets(catalog: Catalog, kinds: Iterable[RoundKind] = tuple(RoundKind)) -> tuple[Target, ...]:
    """Everything in the catalog that can be brought up, sorted by id.

    The order of probes inside a file and of files in a folder leaves no trace. Raises KnowledgeError.
    """
    found: list[Target] = []
    for kind in kinds:
        for question in catalog.questions(kind):
            found.extend(_probe(probe, kind, question.id, question.levels) for probe in question.probes)
        found.extend(_probe(probe, kind, "", ()) for probe in catalog.probe_set(kind).probes)
    found.extend(_failure_mode(mode) for mode in catalog.failure_modes())
    for guide in catalog.guides():
        found.extend(_guide(guide))
    return tuple(sorted(found, key=lambda target: target.id))


def entries(found: Sequence[Target]) -> tuple[Entry, ...]:
    """Every indexed text, target by target: what is said before it fits, then what it asks itself."""
    listed: list[Entry] = []
    for target in sorted(found, key=lambda target: target.id):
        texts = sorted(target.texts) + ([target.ask] if target.ask else [])
        rounds = target.rounds
        for position, text in enumerate(texts):
            listed.append(Entry(f"{target.id}#{position}", target.id, text, rounds, target.question))
    return tuple(listed)


def fingerprint(listed: Sequence[Entry], *parts: str) -> str:
    """A name for the contents of an index: 16 hex digits over every entry and `parts` (embedder, format)."""
    digest = hashlib.sha256("\x1f".join(parts).encode())
    for entry in listed:
        line = "\x1f".join((entry.id, entry.question, ",".join(entry.rounds), entry.text))
        digest.update(b"\x1e" + line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _probe(probe: Probe, kind: RoundKind, question: str, levels: tuple[Level, ...]) -> Target:
    return Target(
        id=probe.id,
        kind="probe",
        texts=probe.when,
        signals=((kind, probe.signal),),
        about=probe.about,
        ask=probe.ask,
        again=probe.again,
        rung=probe.rung,
        question=question,
        levels=levels,
    )


def _failure_mode(mode: FailureMode) -> Target:
    return Target(
        id=mode.id,
        kind="failure_mode",
        texts=(mode.name, *mode.phrasings),
        signals=tuple(sorted(mode.signals.items())),
        about=mode.about,
        ask=mode.ask,
        again=mode.again,
        rung=2,
    )


def _guide(guide: Guide) -> Iterator[Target]:
    for position, (heading, text) in enumerate(chunks(guide.body, guide.title)):
        yield Target(
            id=f"{guide.id}#{position}",
            kind="guide",
            texts=(f"{heading}. {text}",),
            signals=tuple((kind, None) for kind in sorted(guide.rounds)),
            about=guide.title if heading == guide.title else f"{guide.title}: {heading}",
        )
