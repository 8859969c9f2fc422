"""What a candidate says that is not so: sums that don't come out, and wrong statements that knowledge names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from agent.catalog.wording import content_words
from agent.catalog.wordings import Statements
from agent.domain.falsehoods import FALSEHOODS, SUMS, FalsehoodSet
from agent.domain.terms import RoundKind
from agent.grading.amounts_said import amounts_said
from agent.grading.exchanges import Exchange
from agent.grading.sums import wrong_sums
from agent.listening.confirming import owns_up

_NEAR = 0.12
"""Share by which the result of a sum done again may be off."""
_NEW_WORDS = 2
"""Words of what is so, and neither of the statement nor of the question, that put a statement right."""
_STAYS = re.compile(
    r"\b(?:as i said|like i said|i stand by|i stick|still think|i'm sure|still stands)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Untrue:
    """A statement that is not so: its words, the question it calls for and what is so.

    `ask` and `again` are '' for a sum, which is asked for once more. `about` says what it is about.
    """

    id: str
    quote: str
    so: str
    about: str
    ask: str = ""
    again: str = ""
    signal: str | None = None
    true: float | None = None
    sounds_right: str = ""

    @property
    def is_sum(self) -> bool:
        """Whether it is a sum."""
        return self.true is not None


@dataclass(frozen=True, slots=True)
class Said:
    """Something untrue in a round: the index of its turn, and of the turn that put it right, None where none did."""

    untrue: Untrue
    turn: int
    righted: int | None


def untruths(text: str, kind: RoundKind, known: Sequence[FalsehoodSet]) -> tuple[Untrue, ...]:
    """What in a text is not so, wrong statements first; each quote stands in it."""
    statements = Statements(text)
    found: list[Untrue] = []
    for held in known:
        for one in held.falsehoods:
            heard = next((place for wording in one.heard if (place := statements.hear(wording)) is not None), None)
            if heard is not None:
                quote, id = text[heard.start : heard.end], FALSEHOODS + one.id
                right = " ".join((one.so, *one.unsaid))
                about = one.claims.rstrip(".")
                found.append(Untrue(id, quote, one.so, about, one.ask, one.again, held.signals.get(kind), None, right))
    for wrong in wrong_sums(text):
        id = SUMS + sha256(wrong.quote.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        found.append(Untrue(id, wrong.quote, f"It comes to {wrong.words}.", "a sum", true=wrong.true))
    return tuple(found)


def said_untrue(exchanges: Sequence[Exchange], kind: RoundKind, known: Sequence[FalsehoodSet]) -> tuple[Said, ...]:
    """What was said in a round that is not so, each once and as it stood at the end: the answer after it may put it
    right, a later one say it again."""
    answers = [exchange for exchange in exchanges if not exchange.aside]
    found: dict[str, Said] = {}
    for place, exchange in enumerate(answers):
        after = answers[place + 1] if place + 1 < len(answers) else None
        for part in exchange.parts:
            for untrue in untruths(part.screened.text, kind, known):
                if untrue.quote not in part.text or (untrue.id in found and found[untrue.id].righted is None):
                    continue
                right = after is not None and puts_right(after.text, untrue, kind, known)
                found[untrue.id] = Said(untrue, part.turn, after.parts[0].turn if after is not None and right else None)
    return tuple(found.values())


def puts_right(answer: str, untrue: Untrue, kind: RoundKind, known: Sequence[FalsehoodSet]) -> bool:
    """Whether an answer takes something back, or says what is so instead. In doubt it does."""
    if untrue.true is not None:
        return any(
            _is(amount.value, untrue.true) or _is(amount.value / amount.one, untrue.true)
            for amount in amounts_said(answer)
        )
    if any(other.id == untrue.id for other in untruths(answer, kind, known)) or _STAYS.search(answer):
        return False
    words = content_words(untrue.sounds_right) - content_words(untrue.quote) - content_words(untrue.ask)
    return owns_up(answer) or len(words & content_words(answer)) >= _NEW_WORDS


def _is(value: float, true: float) -> bool:
    return abs(value - true) <= _NEAR * abs(true)
