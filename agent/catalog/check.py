"""Checks the whole of knowledge/, as authors do before they commit: `python -m agent.catalog.check [FOLDER]`."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from agent.catalog import coverage, people_rules, rules
from agent.catalog.asking_rules import check_asked
from agent.catalog.falsehood_rules import check_falsehoods
from agent.catalog.front_matter import Document
from agent.catalog.problem_rules import check_problem
from agent.catalog.report import Finding, Report
from agent.catalog.tree import Entry, Tree, read_tree
from agent.catalog.values import Held
from agent.domain.knowledge import Probe
from agent.domain.terms import RoundKind


def check_tree(root: Traversable) -> tuple[Tree, Report]:
    """Read and check every file under `root`; nothing is raised, everything is reported."""
    report = Report()
    tree = read_tree(root, report)
    _check_files(tree, report)
    _check_references(tree, report)
    _check_raised(tree, report)
    _check_cited(tree, root.name, report)
    check_asked(list(tree.asked()), report)
    _count(tree, report)
    return tree, report


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
    check_falsehoods(tree.falsehoods, report)
    questions = {question.id: question for _, question in tree.questions}
    for document, problem in tree.problems:
        question = questions.get(problem.id)
        check_problem(document, problem, question, tree.rubric(question.round) if question else None, report)
    for document, probe_set in tree.probe_sets:
        rules.check_probe_set(document, probe_set, tree.rubric(probe_set.round), report)


def _each(entries: list[Entry[Held]], rule: Callable[[Document, Held, Report], None], report: Report) -> None:
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
    for document, held in tree.falsehoods:
        for kind, signal in held.signals.items():
            _signals_exist(tree, report, document, kind, (signal,), ["signals", kind])
        for position, falsehood in enumerate(held.falsehoods):
            _sources_exist(tree, report, document, falsehood.sources, ["falsehoods", position])
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
    """Every signal of a rubric has to be one that some probe of its round can raise.

    A signal that a question names is better raised by a probe of its own: a warning where only those of the round do.
    """
    raised: dict[RoundKind, set[str]] = defaultdict(set)
    for _, _, kind, probe in tree.probes():
        raised[kind].add(probe.signal)
    for document, rubric in tree.rubrics:
        for position, signal in enumerate(rubric.signals):
            if signal.id not in raised[rubric.round]:
                report.error(document, f"no probe can raise {signal.id}", ["signals", position])
    for document, question in tree.questions:
        own = {probe.signal for probe in question.probes}
        for position, name in enumerate(question.signals):
            if name not in own:
                report.warn(document, f"signals: none of its own probes raises {name}", ["signals", position])


def _check_cited(tree: Tree, root_name: str, report: Report) -> None:
    """A source that nothing names is one that was forgotten, or whose claim is."""
    cited = {source for _, question in tree.questions for source in question.sources}
    cited |= {source for _, mode in tree.failure_modes for source in mode.sources}
    cited |= {source for _, held in tree.falsehoods for one in held.falsehoods for source in one.sources}
    cited |= {source for _, guide in tree.guides for source in guide.sources}
    cited |= {source for _, framework in tree.frameworks for source in framework.sources}
    claims = [claim for _, loop in tree.loops for claim in loop.claims]
    claims += [claim for _, background in tree.backgrounds for claim in background.claims]
    for claim in claims:
        cited |= {claim.source, *(other.source for other in claim.disagrees)}
    for source in tree.sources:
        if source not in cited:
            report.warnings.append(Finding(f"{root_name}/sources.yaml", 1, f"nothing names the source {source!r}"))


def _count(tree: Tree, report: Report) -> None:
    probes = [(kind, probe) for _, _, kind, probe in tree.probes()]
    report.counts["questions"] = len(tree.questions)
    report.counts["probes"] = len(probes)
    report.counts["probe phrasings"] = sum(len(probe.when) for _, probe in probes)
    report.counts["failure modes"] = len(tree.failure_modes)
    report.counts["failure phrasings"] = sum(len(mode.phrasings) for _, mode in tree.failure_modes)
    report.counts["problems"] = len(tree.problems)
    report.counts["falsehoods"] = sum(len(held.falsehoods) for _, held in tree.falsehoods)
    report.counts["guides"] = len(tree.guides)
    report.counts["loops"] = len(tree.loops)
    report.counts["interviewers"] = len(tree.characters)
    report.counts["backgrounds"] = len(tree.backgrounds)
    report.counts["frameworks"] = len(tree.frameworks)
    rubrics = [rubric for _, rubric in tree.rubrics]
    questions = [question for _, question in tree.questions]
    modes = [mode for _, mode in tree.failure_modes]
    by_kind: dict[RoundKind, list[Probe]] = defaultdict(list)
    for kind, probe in probes:
        by_kind[kind].append(probe)
    report.coverage = coverage.by_round(rubrics, questions, by_kind, modes)
    report.signals = coverage.by_signal(rubrics, questions, by_kind, modes)


def main(arguments: list[str] | None = None) -> int:
    """Print what was found; 1 where there are errors."""
    parser = argparse.ArgumentParser(prog="python -m agent.catalog.check", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another folder of the layout of knowledge/")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    given = parser.parse_args(arguments)
    root: Traversable = files("knowledge") if given.folder is None else given.folder.resolve()
    _, report = check_tree(root)
    lines = (f"error: {finding.says}" for finding in sorted(report.errors)) if given.quiet else report.lines()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if report.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
