"""The rules of a single file: what its schema can't say (counts, wording, ids inside the file)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from agent.catalog.front_matter import Document, Location
from agent.catalog.report import Report
from agent.catalog.wording import content_words, question_marks, words
from agent.domain.knowledge import (
    Example,
    Fact,
    FailureMode,
    Guide,
    LoopPack,
    Probe,
    ProbeSet,
    Question,
    RoundSpec,
    Rubric,
)
from agent.domain.terms import Level

LONGEST_ASK = 35
_CLOCK = re.compile(
    r"\b(?:our time|out of time|time(?:'s| is) (?:up|over)|that(?:'s| is) time|have to stop)\b", re.IGNORECASE
)
_RATINGS = {1, 2, 3, 4}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_round(document: Document, spec: RoundSpec, report: Report) -> None:
    """Counts, and that a greeting does not ask while a handover does."""
    for name, least in (("openings", 3), ("handovers", 3), ("farewells", 3), ("company", 8)):
        at_least(document, report, getattr(spec, name), least, [name])
    for name, asked in (("openings", 0), ("handovers", 1), ("farewells", 0)):
        for position, line in enumerate(getattr(spec, name)):
            marks(document, report, line, asked, [name, position])
    for position, line in enumerate(spec.farewells):
        clock = _CLOCK.search(line)
        if clock:  # the same words are said to somebody who ended the round himself, or early
            report.error(
                document, f"farewells.{position}: says why it ends ({clock.group()!r})", ["farewells", position]
            )
    _facts(document, report, spec.company, "company")


def check_rubric(document: Document, rubric: Rubric, report: Report) -> None:
    """Weights, anchors, bars and the numbers of examples."""
    if not 4 <= len(rubric.signals) <= 6:
        report.error(document, f"signals: {len(rubric.signals)} of them, not 4 to 6", ["signals"])
    total = sum(signal.weight for signal in rubric.signals)
    if abs(total - 1) > 1e-6:
        report.error(document, f"signals: the weights sum to {total:g}, not to 1", ["signals"])
    unique(document, report, [s.id for s in rubric.signals], "signals")
    _bars(document, report, rubric.bars)
    for position, signal in enumerate(rubric.signals):
        here: Location = ["signals", position]
        _anchors(document, report, signal.anchors, [*here, "anchors"])
        at_least(document, report, signal.good, 6, [*here, "good"])
        at_least(document, report, signal.bad, 6, [*here, "bad"])


def check_question(document: Document, question: Question, report: Report) -> None:
    """Counts, anchors, the spoken lines, and that examples and probes speak of the question's own signals."""
    for name, least in (("facts", 6), ("good", 4), ("bad", 4), ("probes", 6), ("signals", 1)):
        at_least(document, report, getattr(question, name), least, [name])
    for name in ("levels", "contexts"):
        at_least(document, report, getattr(question, name), 1, [name])
    unique(document, report, list(question.signals), "signals")
    _facts(document, report, question.facts, "facts")
    marks(document, report, question.again, 1, ["again"])
    marks(document, report, question.twist, 1, ["twist"])
    if question_marks(question.statement) > 1:
        report.error(document, "statement: asks more than one question", ["id"])
    _question_anchors(document, question, report)
    for name in ("good", "bad"):
        examples: tuple[Example, ...] = getattr(question, name)
        for position, example in enumerate(examples):
            known(document, report, example.signal, question.signals, [name, position, "signal"])
    check_probes(document, question.probes, question.signals, report)


def check_probes(document: Document, probes: tuple[Probe, ...], signals: Collection[str], report: Report) -> None:
    """The probes of a question or of a set; their signals have to be among `signals`."""
    unique(document, report, [probe.id for probe in probes], "probes")
    for position, probe in enumerate(probes):
        here: Location = ["probes", position]
        if not _ID.fullmatch(probe.id.rpartition(".")[2]):
            report.error(document, f"id: {probe.id!r} is not lower case with hyphens", [*here, "id"])
        known(document, report, probe.signal, signals, [*here, "signal"])
        at_least(document, report, probe.when, 3, [*here, "when"])
        spoken(document, report, probe.ask, probe.again, here)


def check_probe_set(document: Document, probe_set: ProbeSet, rubric: Rubric | None, report: Report) -> None:
    """The probes of a round kind; without a rubric their signals can't be looked up, which is said elsewhere."""
    probes = probe_set.probes
    signals = {s.id for s in rubric.signals} if rubric else {probe.signal for probe in probes}
    check_probes(document, probes, signals, report)


def check_failure_mode(document: Document, mode: FailureMode, report: Report) -> None:
    """Counts and wording; whether its rounds and signals exist is a matter of the whole tree."""
    at_least(document, report, mode.phrasings, 4, ["phrasings"])
    at_least(document, report, mode.signals, 1, ["signals"])
    spoken(document, report, mode.ask, mode.again, [])


def check_guide(document: Document, guide: Guide, report: Report) -> None:
    """Length and headings: each part is retrieved alone."""
    at_least(document, report, guide.rounds, 1, ["rounds"])
    length = len(words(guide.body))
    if not 200 <= length <= 500:
        report.error(document, f"the body has {length} words, not 200 to 500")
    if not re.search(r"^## ", guide.body, re.MULTILINE):
        report.error(document, "the body has no ## heading")


def check_loop(document: Document, loop: LoopPack, report: Report) -> None:
    """The bars have to rise with the level; weights and minutes were looked at when it was read."""
    _bars(document, report, loop.bars)
    at_least(document, report, loop.claims, 1, ["claims"])


def _question_anchors(document: Document, question: Question, report: Report) -> None:
    for signal in question.signals:
        if signal not in question.anchors:
            report.error(document, f"anchors: none for {signal}", ["anchors"])
    for signal, anchors in question.anchors.items():
        known(document, report, signal, question.signals, ["anchors", signal])
        _anchors(document, report, anchors, ["anchors", signal])


def spoken(document: Document, report: Report, ask: str, again: str, here: Location) -> None:
    """What is asked is one short question, and said again in other words."""
    for name, line in (("ask", ask), ("again", again)):
        marks(document, report, line, 1, [*here, name])
        length = len(words(line))
        if name == "ask" and length > LONGEST_ASK:
            report.error(document, f"{name}: {length} words, at most {LONGEST_ASK}", [*here, name])
    if content_words(ask) and content_words(ask) == content_words(again):
        report.error(document, "again: says the same words as ask", [*here, "again"])


def _facts(document: Document, report: Report, facts: tuple[Fact, ...], name: str) -> None:
    for position, fact in enumerate(facts):
        at_least(document, report, fact.ask, 1, [name, position, "ask"])
        if question_marks(fact.say):
            report.error(document, f"{name}[{position}].say: asks a question", [name, position, "say"])


def _bars(document: Document, report: Report, bars: dict[Level, float]) -> None:
    missing = [level.value for level in Level if level not in bars]
    if missing:
        report.error(document, f"bars: {', '.join(missing)} missing", ["bars"])
        return
    heights = [bars[level] for level in Level]
    if heights != sorted(heights) or not all(1 <= height <= 4 for height in heights):
        report.error(document, "bars: have to rise with the level, within 1 to 4", ["bars"])


def _anchors(document: Document, report: Report, anchors: dict[int, str], here: Location) -> None:
    if set(anchors) != _RATINGS:
        report.error(document, f"anchors: has {sorted(anchors)}, not 1 to 4", here)


def at_least(document: Document, report: Report, things: Collection[object], least: int, here: Location) -> None:
    """There are at least so many."""
    if len(things) < least:
        name = ".".join(str(part) for part in here)
        report.error(document, f"{name}: {len(things)} of them, at least {least}", here)


def marks(document: Document, report: Report, line: str, expected: int, here: Location) -> None:
    """A line asks so many questions."""
    found = question_marks(line)
    if found != expected:
        name = ".".join(str(part) for part in here)
        wanted = "exactly one is" if expected == 1 else "none is"
        report.error(document, f"{name}: {found} question marks, {wanted} wanted", here)


def known(document: Document, report: Report, signal: str, signals: Collection[str], here: Location) -> None:
    """A signal is one of these."""
    if signal not in signals:
        report.error(document, f"signal {signal!r}: not among {', '.join(sorted(signals)) or 'none'}", here)


def unique(document: Document, report: Report, ids: list[str], name: str) -> None:
    """None is there twice."""
    for repeated, number in Counter(ids).items():
        if number > 1:
            position = len(ids) - 1 - ids[::-1].index(repeated)
            report.error(document, f"{name}: {repeated!r} is there {number} times", [name, position])
