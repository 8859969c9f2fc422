"""The rules of characters, backgrounds and frameworks: what their schemas can't say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from agent.catalog.front_matter import Document, Location
from agent.catalog.report import Report
from agent.catalog.rules import at_least, known, marks, unique
from agent.domain.frameworks import Framework
from agent.domain.people import BackgroundProfile, Character
from agent.domain.terms import Background, RoundKind

_PRAISE = re.compile(
    r"\b(?:great|good (?:point|answer|question)|nice|excellent|perfect|interesting|awesome|love (?:it|that)|well done"
    r"|makes sense|fair enough|thanks? (?:you )?for (?:that|the answer))\b",
    re.IGNORECASE,
)
_SAID = "{said}"


def check_character(document: Document, character: Character, report: Report) -> None:
    """What he says around his questions asks nothing and praises nothing; an interruption quotes the candidate."""
    for name, least in (("openings", 3), ("lead_ins", 4), ("pressing", 4), ("presses_on", 1)):
        at_least(document, report, getattr(character, name), least, [name])
    for name in ("openings", "lead_ins", "staying", "pressing", "interruptions"):
        lines: tuple[str, ...] = getattr(character, name)
        unique(document, report, list(lines), name)
        for position, line in enumerate(lines):
            marks(document, report, line, 0, [name, position])
            praise = _PRAISE.search(line)
            if praise:
                report.error(document, f"{name}.{position}: praises ({praise.group()!r})", [name, position])
            if (name == "interruptions") != (line.count(_SAID) == 1):
                what = "has no {said}" if name == "interruptions" else "has a {said}"
                report.error(document, f"{name}.{position}: {what}", [name, position])
    if bool(character.interruptions) != (character.interrupts_after is not None):
        report.error(document, "interruptions and interrupts_after go together", ["interruptions"])
    if character.interruptions:
        at_least(document, report, character.interruptions, 3, ["interruptions"])


def check_background(document: Document, background: BackgroundProfile, report: Report) -> None:
    """Each sentence for a debrief says where it was heard."""
    if background.id not in set(Background):
        report.error(document, f"id: {background.id!r} is not among {', '.join(Background)}", ["id"])
    for name, least in (("signals", 1), ("claims", 1), ("reframes", 2)):
        at_least(document, report, getattr(background, name), least, [name])
    for position, reframe in enumerate(background.reframes):
        here: Location = ["reframes", position]
        at_least(document, report, reframe.heard, 3, [*here, "heard"])
        at_least(document, report, reframe.rounds, 1, [*here, "rounds"])
        if reframe.says.count("{quote}") != 1 or reframe.says.count("{turn}") != 1:
            report.error(document, f"reframes.{position}.says: needs {{quote}} and {{turn}} once each", [*here, "says"])


def check_framework(document: Document, framework: Framework, report: Report) -> None:
    """Steps that can be told apart, patterns that compile."""
    at_least(document, report, framework.steps, 3, ["steps"])
    at_least(document, report, framework.rounds, 1, ["rounds"])
    ids = [step.id for step in framework.steps]
    unique(document, report, ids, "steps")
    for name in ("until", "key"):
        step_id = getattr(framework, name)
        if step_id is not None and step_id not in ids:
            report.error(document, f"{name}: {step_id!r} is no step", [name])
    if not 1 <= framework.at_least <= len(ids):
        report.error(document, f"at_least: {framework.at_least} of {len(ids)} steps", ["at_least"])
    for position, step in enumerate(framework.steps):
        here: Location = ["steps", position]
        at_least(document, report, step.heard, 3, [*here, "heard"])
        for number, pattern in enumerate(step.patterns):
            try:
                re.compile(pattern)
            except re.error as error:
                what = f"steps.{position}.patterns.{number}: {error}"
                report.error(document, what, [*here, "patterns", number])


def check_chairs(
    characters: Iterable[tuple[Document, Character]], kinds: Collection[RoundKind], report: Report
) -> None:
    """Every kind of round is held by exactly one character where nobody else is named."""
    seats: dict[RoundKind, str] = {}
    last: Document | None = None
    for document, character in characters:
        last = document
        for position, kind in enumerate(character.rounds):
            if kind in seats:
                report.error(document, f"rounds: {kind} is held by {seats[kind]} too", ["rounds", position])
            seats[kind] = character.id
    for kind in kinds:
        if last is not None and kind not in seats:
            report.error(last, f"rounds: nobody holds {kind}", ["rounds"])


def check_signals(
    document: Document, signals: Collection[str], every: Collection[str], here: str, report: Report
) -> None:
    """Signals that some rubric has."""
    for position, signal in enumerate(signals):
        known(document, report, signal, every, [here, position])
