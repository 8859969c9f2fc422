"""The words around a verdict as the checks see them, beside what the words may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from agent.catalog.asking import sentences
from evals.scorers.behaviour.case import content

QUOTED = re.compile(r"\"([^\"]*)\"|“([^”]*)”")
_PLACE = re.compile(r"\([^()]*\bturns? \d+[^()]*\)|\bturns? \d+(?: and \d+)?\b", re.IGNORECASE)
_GENERIC = content(
    "candidate answer answers question questions round rounds interview interviewer committee decision level hire "
    "experience understanding knowledge skill skills ability approach problem problems solution work team project "
    "technical communication thinking thought reasoning engineer engineering machine learning model data system "
    "overall general good strong weak time way point points area areas aspect topic role job company member debrief "
    "said says say told tell gave give given show showed shown clear clearly made make asked ask explained "
    "described mentioned stated part parts named name step concept concepts detail details depth level practice "
    "evidence feedback potential quote "
)
"""Words that stand in any debrief: they tie a sentence to nobody."""


@dataclass(frozen=True)
class Words:
    """What was written, by part (`headline` and the lists of the form), and what it may rest on.

    `heard` is everything said in the rounds, `known` what else belongs to them (facts, notes, names), `full` what full
    answers have. `unasked` are names of signals that nobody
    asked about, `not_held` of rounds, `injected` instructions that stood in the material. `rounds` are the
    rounds that were held, for a committee; `quotable` what may be quoted.
    """

    parts: Mapping[str, Sequence[str]]
    heard: str
    known: str
    full: str
    quotable: Sequence[str]
    decision: str
    unasked: Sequence[str] = ()
    injected: Sequence[str] = ()
    rounds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_held: Sequence[str] = ()
    drilled: str = ""
    levels: Sequence[str] = ()
    names: Sequence[str] = ()

    def items(self, *parts: str) -> Iterator[str]:
        """What was written in these parts, one item after another."""
        return (item for part in parts for item in self.parts.get(part, ()) if item.strip())

    def sentences(self, *parts: str) -> Iterator[str]:
        """The sentences of these parts; what is quoted belongs to its sentence."""
        for item in self.items(*parts):
            masked = QUOTED.sub(lambda match: '"' + "_" * (len(match[0]) - 2) + '"', item)
            start = 0
            for sentence in sentences(masked):
                start = masked.index(sentence, start)
                yield item[start : start + len(sentence)]
                start += len(sentence)

    @cached_property
    def matter(self) -> set[str]:
        """The words of this round and its subject, without those that stand in any debrief."""
        return content(f"{self.heard} {self.known}") - _GENERIC

    @cached_property
    def missing(self) -> set[str]:
        """The words of full answers that nobody said."""
        return content(self.full) - content(self.heard) - _GENERIC

    @cached_property
    def practised(self) -> set[str]:
        """The words of exercises for what the rounds look for, and of full answers."""
        return (content(self.drilled) | self.missing) - _GENERIC

    def own(self, text: str) -> set[str]:
        """The words of a text outside its quotes that do not stand in any debrief and name nothing."""
        names = content(" ".join((*self.names, *self.rounds, *self.not_held)).replace("_", " "))
        return content(outside(text)) - _GENERIC - names - content(self.decision)

    def ties(self, text: str) -> int:
        """How many words of a text, outside its quotes, are of this round and its subject; figures count."""
        plain = outside(text)
        return len(content(plain) & self.matter) + len(re.findall(r"\d", plain))

    def names_something(self, text: str) -> bool:
        """Whether a text quotes, or names a signal, a round or the decision with what it is about."""
        quoted = any(len(quote.split()) >= 3 for quote in quotes_of(text))
        return quoted or any(named(name, outside(text)) for name in (*self.names, *self.rounds, *self.not_held))


def named(name: str, plain: str) -> bool:
    """Whether a text names a round or a signal, by its id or in words."""
    spoken = re.sub(r"[_-]", " ", name.lower())
    return re.search(rf"\b{re.escape(spoken)}\b", re.sub(r"[_-]", " ", plain.lower())) is not None


def outside(text: str) -> str:
    """A text without what it quotes and without turn numbers."""
    return " ".join(_PLACE.sub(" ", QUOTED.sub(" ", text)).split())


def quotes_of(text: str) -> list[str]:
    """What a text puts in double quotation marks."""
    return [(match[1] or match[2] or "").strip() for match in QUOTED.finditer(text)]
