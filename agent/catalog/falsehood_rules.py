"""The rules of wrong statements: each wording hears what it is for, and nothing that only sounds like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agent.catalog.front_matter import Document, Location
from agent.catalog.report import Report
from agent.catalog.rules import at_least, spoken
from agent.catalog.wordings import Statements, flaw_of
from agent.domain.falsehoods import Falsehood, FalsehoodSet

Found = Sequence[tuple[Document, FalsehoodSet]]


def check_falsehoods(sets: Found, report: Report) -> None:
    """Counts and wording of each, ids over all, and what each of their sentences is heard as."""
    every = [falsehood for _, held in sets for falsehood in held.falsehoods]
    often = Counter(falsehood.id for falsehood in every)
    for document, held in sets:
        at_least(document, report, held.signals, 1, ["signals"])
        at_least(document, report, held.falsehoods, 1, ["falsehoods"])
        for position, falsehood in enumerate(held.falsehoods):
            here: Location = ["falsehoods", position]
            if often[falsehood.id] > 1:
                report.error(document, f"id: {falsehood.id!r} is there {often[falsehood.id]} times", [*here, "id"])
            for name in ("heard", "said", "unsaid"):
                at_least(document, report, getattr(falsehood, name), 1, [*here, name])
            spoken(document, report, falsehood.ask, falsehood.again, here)
            for number, wording in enumerate(falsehood.heard):
                flaw = flaw_of(wording)
                if flaw is not None:
                    report.error(document, f"heard[{number}]: {flaw}", [*here, "heard", number])
            _check_sentences(document, falsehood, every, here, report)


def heard_in(text: str, falsehoods: Sequence[Falsehood]) -> list[str]:
    """The ids of the wrong statements that a text makes."""
    statements = Statements(text)
    return [one.id for one in falsehoods if any(statements.hear(wording) for wording in one.heard)]


def _check_sentences(
    document: Document, falsehood: Falsehood, every: Sequence[Falsehood], here: Location, report: Report
) -> None:
    for number, text in enumerate(falsehood.said):
        found = heard_in(text, every)
        if falsehood.id not in found:
            report.error(document, f"said[{number}]: is not heard", [*here, "said", number])
        others = [other for other in found if other != falsehood.id]
        if others:
            report.warn(document, f"said[{number}]: is heard as {', '.join(others)} too", [*here, "said", number])
    for number, text in enumerate(falsehood.unsaid):
        found = heard_in(text, every)
        if found:
            report.error(document, f"unsaid[{number}]: is heard as {', '.join(found)}", [*here, "unsaid", number])
