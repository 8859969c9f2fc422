"""Everything under knowledge/ at once, read for a check: nothing is raised, everything is reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from agent.catalog.asking_rules import Asked
from agent.catalog.front_matter import Document, read
from agent.catalog.report import Finding, Report
from agent.catalog.values import Held, expanded, load_sources
from agent.domain.falsehoods import FalsehoodSet
from agent.domain.frameworks import Framework
from agent.domain.knowledge import FailureMode, Guide, LoopPack, Probe, ProbeSet, Question, RoundSpec, Rubric, Source
from agent.domain.people import BackgroundProfile, Character
from agent.domain.problems import Problem
from agent.domain.terms import RoundKind
from agent.errors import KnowledgeError

Entry = tuple[Document, Held]


@dataclass(slots=True)
class Tree:
    """Everything that could be read, with the documents it came from."""

    sources: dict[str, Source] = field(default_factory=dict)
    rounds: list[Entry[RoundSpec]] = field(default_factory=list)
    rubrics: list[Entry[Rubric]] = field(default_factory=list)
    questions: list[Entry[Question]] = field(default_factory=list)
    probe_sets: list[Entry[ProbeSet]] = field(default_factory=list)
    failure_modes: list[Entry[FailureMode]] = field(default_factory=list)
    falsehoods: list[Entry[FalsehoodSet]] = field(default_factory=list)
    problems: list[Entry[Problem]] = field(default_factory=list)
    guides: list[Entry[Guide]] = field(default_factory=list)
    loops: list[Entry[LoopPack]] = field(default_factory=list)
    characters: list[Entry[Character]] = field(default_factory=list)
    backgrounds: list[Entry[BackgroundProfile]] = field(default_factory=list)
    frameworks: list[Entry[Framework]] = field(default_factory=list)

    def rubric(self, kind: RoundKind) -> Rubric | None:
        """The rubric of a round kind, None where there is none that could be read."""
        return next((rubric for _, rubric in self.rubrics if rubric.round == kind), None)

    def probes(self) -> Iterator[tuple[Document, int, RoundKind, Probe]]:
        """Every probe with its document, its position there, and the round it belongs to."""
        owners: list[tuple[Document, Question | ProbeSet]] = [*self.questions, *self.probe_sets]
        for document, owner in owners:
            for position, probe in enumerate(owner.probes):
                yield document, position, owner.round, probe

    def asked(self) -> Iterator[Asked]:
        """Every probe, failure mode and falsehood, with the place where it stands."""
        for document, position, _, probe in self.probes():
            yield Asked.of_probe(document, position, probe)
        for document, mode in self.failure_modes:
            yield Asked.of_failure_mode(document, mode)
        for document, held in self.falsehoods:
            for position, falsehood in enumerate(held.falsehoods):
                yield Asked.of_falsehood(document, position, falsehood)


def read_tree(root: Traversable, report: Report) -> Tree:
    """All that can be read under `root`; what cannot is an error of the report."""
    tree = Tree()
    try:
        sources = root.joinpath("sources.yaml")
        tree.sources = load_sources(read(sources, f"{root.name}/sources.yaml"))
    except KnowledgeError as error:
        report.errors.append(_finding(error))
    _read_folder(root, ["rounds"], RoundSpec, "guidance", tree.rounds, report)
    _read_folder(root, ["rubrics"], Rubric, None, tree.rubrics, report)
    _read_folder(root, ["probes"], ProbeSet, None, tree.probe_sets, report)
    _read_folder(root, ["failure_modes"], FailureMode, "explanation", tree.failure_modes, report)
    _read_folder(root, ["falsehoods"], FalsehoodSet, None, tree.falsehoods, report)
    _read_folder(root, ["guides"], Guide, "body", tree.guides, report)
    _read_folder(root, ["loops"], LoopPack, None, tree.loops, report)
    _read_folder(root, ["interviewers"], Character, "manner", tree.characters, report)
    _read_folder(root, ["backgrounds"], BackgroundProfile, "briefing", tree.backgrounds, report)
    _read_folder(root, ["frameworks"], Framework, "explanation", tree.frameworks, report)
    _read_kinds(root, "questions", Question, "statement", tree.questions, report)
    _read_kinds(root, "problems", Problem, "program", tree.problems, report)
    return tree


def _read_kinds(
    root: Traversable, name: str, kind: type[Held], body_field: str, into: list[Entry[Held]], report: Report
) -> None:
    """A folder with a folder for each round kind."""
    place = root.joinpath(name)
    for entry in sorted(place.iterdir(), key=lambda e: e.name) if place.is_dir() else ():
        if not entry.is_dir():
            continue
        if entry.name in set(RoundKind):
            _read_folder(root, [name, entry.name], kind, body_field, into, report)
        else:
            report.errors.append(Finding(f"{root.name}/{name}/{entry.name}", 1, "is not a round kind"))


def _read_folder(
    root: Traversable,
    folder: list[str],
    kind: type[Held],
    body_field: str | None,
    into: list[Entry[Held]],
    report: Report,
) -> None:
    place = root.joinpath(*folder)
    for path in sorted(place.iterdir(), key=lambda entry: entry.name) if place.is_dir() else ():
        if path.name == "README.md" or path.name.startswith((".", "_")):
            continue
        name = "/".join((root.name, *folder, path.name))
        if not path.name.endswith(".md"):
            report.errors.append(Finding(name, 1, "is not a .md file"))
            continue
        stem = path.name.removesuffix(".md")
        try:
            document = read(path, name)
            expected = f"{folder[1]}-{stem}" if len(folder) > 1 else stem
            into.append((document, expanded(document, kind, body_field, expected)))
        except KnowledgeError as error:
            report.errors.append(_finding(error))


def _finding(error: KnowledgeError) -> Finding:
    """Back from "file:line: what" to its parts."""
    file, line, what = str(error).split(":", 2)
    return Finding(file, int(line), what.strip())
