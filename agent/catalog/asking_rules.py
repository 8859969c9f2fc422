"""The rules of what is asked: one thing, without a lesson, and found by phrasings that don't echo it.

All of it is for an author's eye (warnings): form says what is doubtful, an ear says what is wrong.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agent.catalog.asking import explains, is_ask, leads, sentences, things, unquoted
from agent.catalog.front_matter import Document, Location
from agent.catalog.report import Report
from agent.catalog.wording import content_words
from agent.domain.falsehoods import Falsehood
from agent.domain.knowledge import FailureMode, Probe

KEY_SHARE = 0.02  # a content word in more of all asks than this is nobody's key term
_FEWEST_ASKS = 3  # in a small collection: a word of at most so many asks is a key term all the same
GIVEN_AWAY = 0.5  # of the content words of `good`, as many in the statements before the question give it away
_FEWEST_WORDS = 3  # in `good`, below which a share says nothing


@dataclass(frozen=True, slots=True)
class Asked:
    """A probe, a failure mode or a falsehood where it stands: `here` is its place in the document, `phrasings` the name
    of the field that holds what was `said`."""

    id: str
    document: Document
    here: Location
    ask: str
    again: str
    good: str
    phrasings: str
    said: tuple[str, ...]

    @classmethod
    def of_probe(cls, document: Document, position: int, probe: Probe) -> Asked:
        """The probe at a position of a file."""
        here: Location = ["probes", position]
        return cls(probe.id, document, here, probe.ask, probe.again, probe.good, "when", probe.when)

    @classmethod
    def of_failure_mode(cls, document: Document, mode: FailureMode) -> Asked:
        """A failure mode, which is a whole file."""
        return cls(mode.id, document, [], mode.ask, mode.again, mode.good, "phrasings", mode.phrasings)

    @classmethod
    def of_falsehood(cls, document: Document, position: int, one: Falsehood) -> Asked:
        """The wrong statement at a position of a file; what is said may share its words with what is asked."""
        return cls(one.id, document, ["falsehoods", position], one.ask, one.again, one.so, "said", ())


def check_asked(everything: Sequence[Asked], report: Report) -> None:
    """Warn of each line that asks two things or teaches, and of each phrasing that holds a key term of its ask."""
    common = common_terms([asked.ask for asked in everything])
    for asked in everything:
        for name, line in (("ask", asked.ask), ("again", asked.again)):
            _one_thing(asked, name, line, report)
            _no_lesson(asked, name, line, report)
        keys = content_words(asked.ask) - common
        for position, phrasing in enumerate(asked.said):
            shared = keys & content_words(phrasing)
            if shared:
                what = f"{asked.phrasings}[{position}]: shares {', '.join(sorted(shared))} with ask"
                report.warn(asked.document, what, [*asked.here, asked.phrasings, position])


def common_terms(asks: Collection[str]) -> frozenset[str]:
    """The content words that so many asks hold that they are nobody's key term."""
    held = Counter(word for ask in asks for word in content_words(ask))
    most = max(_FEWEST_ASKS, math.floor(len(asks) * KEY_SHARE))
    return frozenset(word for word, number in held.items() if number > most)


def _one_thing(asked: Asked, name: str, line: str, report: Report) -> None:
    found = things(line)
    if len(found) > 1:
        report.warn(asked.document, f"{name}: asks two things, the second is {found[1]!r}", [*asked.here, name])


def _no_lesson(asked: Asked, name: str, line: str, report: Report) -> None:
    parts = sentences(unquoted(line))
    stated = [part for part in parts if not is_ask(part)]
    phrase = next((found for part in stated if (found := explains(part))), None)
    leading = next((found for part in parts if (found := leads(part))), None)
    if phrase is not None:
        report.warn(asked.document, f"{name}: explains before it asks ({phrase!r})", [*asked.here, name])
    if leading is not None:
        report.warn(asked.document, f"{name}: holds its own answer ({leading!r})", [*asked.here, name])
    wanted = content_words(asked.good)
    given = wanted & content_words(" ".join(stated))
    if len(given) >= _FEWEST_WORDS and len(given) >= GIVEN_AWAY * len(wanted):
        what = f"{name}: states what a good answer has ({', '.join(sorted(given))})"
        report.warn(asked.document, what, [*asked.here, name])
