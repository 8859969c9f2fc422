"""Checks the whole of knowledge/, as authors do before they commit: `python -m agent.catalog.check [FOLDER]`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from agent.catalog import people_rules, rules
from agent.catalog.front_matter import Document, read
from agent.catalog.loader import expanded, load_sources
from agent.catalog.report import Finding, Report
from agent.domain.frameworks import Framework
from agent.domain.knowledge import FailureMode, Guide, LoopPack, Probe, ProbeSet, Question, RoundSpec, Rubric, Source
from agent.domain.people import BackgroundProfile, Character
from agent.domain.terms import Context, Level, RoundKind
from agent.errors import KnowledgeError

T = TypeVar(
    "T", Question, RoundSpec, Rubric, ProbeSet, FailureMode, Guide, LoopPack, Character, BackgroundProfile, Framework
)
Entry = tuple[Document, T]


@dataclass(slots=True)
class Tree:
    """Everything that could be read, with the documents it came from."""

    sources: dict[str, Source] = field(default_factory=dict)
    rounds: list[Entry[RoundSpec]] = field(default_factory=list)
    rubrics: list[Entry[Rubric]] = field(default_factory=list)
    questions: list[Entry[Question]] = field(default_factory=list)
    probe_sets: list[Entry[ProbeSet]] = field(default_factory=list)
    failure_modes: list[Entry[FailureMode]] = field(default_factory=list)
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


def check_tree(root: Traversable) -> tuple[Tree, Report]:
    """Read and check every file under `root`; nothing is raised, everything is reported."""
    report = Report()
    tree = _read_tree(root, report)
    _check_files(tree, report)
    _check_references(tree, report)
    _check_raised(tree, report)
    _count(tree, report)
    return tree, report


def _read_tree(root: Traversable, report: Report) -> Tree:
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
    _read_folder(root, ["guides"], Guide, "body", tree.guides, report)
    _read_folder(root, ["loops"], LoopPack, None, tree.loops, report)
    _read_folder(root, ["interviewers"], Character, "manner", tree.characters, report)
    _read_folder(root, ["backgrounds"], BackgroundProfile, "briefing", tree.backgrounds, report)
    _read_folder(root, ["frameworks"], Framework, "explanation", tree.frameworks, report)
    questions = root.joinpath("questions")
    for entry in sorted(questions.iterdir(), key=lambda e: e.name) if questions.is_dir() else ():
        if not entry.is_dir():
            continue
        if entry.name in set(RoundKind):
            _read_folder(root, ["questions", entry.name], Question, "statement", tree.questions, report)
        else:
            report.errors.append(Finding(f"{root.name}/questions/{entry.name}", 1, "is not a round kind"))
    return tree


def _read_folder(
    root: Traversable,
    folder: list[str],
    kind: type[T],
    body_field: str | None,
    into: list[Entry[T]],
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
            expected = f"{folder[1]}-{stem}" if kind is Question else stem
            into.append((document, expanded(document, kind, body_field, expected)))
        except KnowledgeError as error:
            report.errors.append(_finding(error))


def _finding(error: KnowledgeError) -> Finding:
    """Back from "file:line: what" to its parts."""
    file, line, what = str(error).split(":", 2)
    return Finding(file, int(line), what.strip())


def _check_files(tree: Tree, report: Report) -> None:
    _each(tree.rounds, rules.check_round, report)
    _each(tree.rubrics, rules.check_rubric, report)
    _each(tree.questions, rules.check_question, report)
    _each(tree.failure_modes, rules.check_failure_mode, report)
    _each(tree.guides, rules.check_guide, report)
    _each(tree.loops, rules.check_loop, report)
    _each(tree.characters, people_rules.check_character, report)
    _each(tree.backgrounds, people_rules.check_background, report)
    _each(tree.frameworks, people_rules.check_framework, report)
    for document, probe_set in tree.probe_sets:
        rules.check_probe_set(document, probe_set, tree.rubric(probe_set.round), report)


def _each(entries: list[Entry[T]], rule: Callable[[Document, T, Report], None], report: Report) -> None:
    for document, value in entries:
        rule(document, value, report)


def _check_references(tree: Tree, report: Report) -> None:
    """Signals against rubrics, sources against sources.yaml, loops against questions, domains against each other."""
    for document, question in tree.questions:
        _signals_exist(tree, report, document, question.round, question.signals, ["signals"])
        _sources_exist(tree, report, document, question.sources, ["sources"])
    for document, probe_set in tree.probe_sets:
        _signals_exist(tree, report, document, probe_set.round, (), ["round"])
    for document, mode in tree.failure_modes:
        for kind, signal in mode.signals.items():
            _signals_exist(tree, report, document, kind, (signal,), ["signals", kind])
        _sources_exist(tree, report, document, mode.sources, ["sources"])
    for document, guide in tree.guides:
        _sources_exist(tree, report, document, guide.sources, ["sources"])
    known = {question.id for _, question in tree.questions}
    for document, loop in tree.loops:
        for position, claim in enumerate(loop.claims):
            cited = (claim.source, *(other.source for other in claim.disagrees))
            _sources_exist(tree, report, document, cited, ["claims", position])
        for position, planned in enumerate(loop.rounds):
            if planned.question is not None and planned.question not in known:
                report.error(document, f"there is no question {planned.question!r}", ["rounds", position])
    _check_people(tree, report)
    _domains_differ(tree, report)


def _check_people(tree: Tree, report: Report) -> None:
    """Signals and sources of characters, backgrounds and frameworks, and who holds which round."""
    every = {signal.id for _, rubric in tree.rubrics for signal in rubric.signals}
    for document, character in tree.characters:
        people_rules.check_signals(document, character.presses_on, every, "presses_on", report)
    people_rules.check_chairs(tree.characters, [spec.id for _, spec in tree.rounds], report)
    for document, background in tree.backgrounds:
        people_rules.check_signals(document, background.signals, every, "signals", report)
        for position, claim in enumerate(background.claims):
            cited = (claim.source, *(other.source for other in claim.disagrees))
            _sources_exist(tree, report, document, cited, ["claims", position])
    for document, framework in tree.frameworks:
        for kind, signal in framework.rounds.items():
            _signals_exist(tree, report, document, kind, (signal,), ["rounds", kind])
        _sources_exist(tree, report, document, framework.sources, ["sources"])


def _signals_exist(
    tree: Tree,
    report: Report,
    document: Document,
    kind: RoundKind,
    signals: tuple[str, ...],
    here: list[str | int],
) -> None:
    rubric = tree.rubric(kind)
    if rubric is None:
        report.error(document, f"there is no rubric for {kind}", here)
        return
    for signal in signals:
        if rubric.signal(signal) is None:
            known = ", ".join(s.id for s in rubric.signals)
            report.error(document, f"the rubric of {kind} has no signal {signal!r}; it has {known}", here)


def _sources_exist(
    tree: Tree, report: Report, document: Document, sources: tuple[str, ...], here: list[str | int]
) -> None:
    for source in sources:
        if source not in tree.sources:
            report.error(document, f"there is no source {source!r} in sources.yaml", here)


def _domains_differ(tree: Tree, report: Report) -> None:
    seen: dict[tuple[RoundKind, str], str] = {}
    for document, question in tree.questions:
        key = (question.round, question.domain.strip().lower())
        if key in seen:
            report.error(document, f"domain: {question.domain!r} is that of {seen[key]} too", ["domain"])
        seen[key] = question.id


def _check_raised(tree: Tree, report: Report) -> None:
    """Every signal of a rubric has to be one that some probe of its round can raise."""
    raised: dict[RoundKind, set[str]] = defaultdict(set)
    for _, _, kind, probe in tree.probes():
        raised[kind].add(probe.signal)
    for document, rubric in tree.rubrics:
        for position, signal in enumerate(rubric.signals):
            if signal.id not in raised[rubric.round]:
                report.error(document, f"no probe can raise {signal.id}", ["signals", position])


def _count(tree: Tree, report: Report) -> None:
    probes = [(kind, probe) for _, _, kind, probe in tree.probes()]
    report.counts["questions"] = len(tree.questions)
    report.counts["probes"] = len(probes)
    report.counts["probe phrasings"] = sum(len(probe.when) for _, probe in probes)
    report.counts["failure modes"] = len(tree.failure_modes)
    report.counts["failure phrasings"] = sum(len(mode.phrasings) for _, mode in tree.failure_modes)
    report.counts["guides"] = len(tree.guides)
    report.counts["loops"] = len(tree.loops)
    report.counts["interviewers"] = len(tree.characters)
    report.counts["backgrounds"] = len(tree.backgrounds)
    report.counts["frameworks"] = len(tree.frameworks)
    levels, contexts = list(Level), list(Context)
    report.coverage.append(("round", "questions", "probes", "failures", *levels, *contexts, "probes per signal"))
    for _, rubric in tree.rubrics:
        kind = rubric.round
        questions = [question for _, question in tree.questions if question.round == kind]
        per_signal = Counter(probe.signal for owner, probe in probes if owner == kind)
        report.coverage.append((
            kind,
            str(len(questions)),
            str(per_signal.total()),
            str(sum(kind in mode.signals for _, mode in tree.failure_modes)),
            *(str(sum(level in question.levels for question in questions)) for level in levels),
            *(str(sum(context in question.contexts for question in questions)) for context in contexts),
            ", ".join(f"{signal.id} {per_signal[signal.id]}" for signal in rubric.signals),
        ))  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print what was found; 1 where there are errors."""
    parser = argparse.ArgumentParser(prog="python -m agent.catalog.check", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another folder of the layout of knowledge/")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    given = parser.parse_args(arguments)
    root: Traversable
    if given.folder is None:
        from importlib.resources import files

        root = files("knowledge")
    else:
        root = given.folder.resolve()
    _, report = check_tree(root)
    lines = (f"error: {finding.says}" for finding in sorted(report.errors)) if given.quiet else report.lines()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if report.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
