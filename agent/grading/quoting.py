"""Which words of an answer stand for a rating: the sentence that speaks most for it, exactly as it was said."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from agent.domain.verdict import Evidence
from agent.grading.answers import Measured
from agent.grading.evidence import quotable
from agent.grading.exchanges import Exchange
from agent.grading.notes import says_nothing, telling
from agent.grading.showing import is_courtesy, shows
from agent.grading.spans import words
from agent.listening.interview_talk import asks_interviewer

_FEWEST = 5
"""Words of a quote that says something without its question; a shorter one stands alone where nothing else was said."""
_FENCES = ("```", "~~~")
"""What begins a line around code: it says nothing."""
_SHORT = 1.0
"""What a shorter sentence is short of in the choice of a quote."""
_ELSEWHERE, _ELSEWHERE_ASKED = 0.05, 0.3
"""How much more such a quote may be about another signal, in units of a topic; more in an answer that was asked for."""
_SHOWS = 1.0
"""What a strength gains by a sentence that has what its signal asks for: a figure, an act, a fault of one's own."""
ON_TOPIC = 1.5
"""What a sentence's being about a signal weighs in the choice of a quote, against its margin and what it holds."""


class Quote(NamedTuple):
    """A quote, and whether it says something of its signal by itself: no `scrap`, and not chiefly of another.

    One that is evidence of something else is `away`.
    """

    evidence: Evidence
    telling: bool
    scrap: bool
    away: bool = False


def quote_for(
    measured: Measured,
    signal: str,
    rating: int,
    unfit: frozenset[int],
    quoted: Collection[Evidence],
    away: frozenset[int] = frozenset(),
) -> Quote:
    """The sentence that speaks most for a rating, with its turn; without one, the first words of the turn.

    A good rating never rests on a sentence of `unfit` where the answer has another; nor any on one that was `quoted`,
    nor on one of `away`, which is evidence of something else.
    A poor one rests on no request for a fact where the answer has another sentence.
    It rests on one that only asks, or that says what is not known, where nothing else is left.
    """
    if not measured.sentences:
        return Quote(Evidence(*_first_words(measured.exchange)), False, True)
    sign = 1.0 if rating >= 3 else -1.0
    topics = _apart(measured, signal)
    about = zip(measured.margins[signal], measured.overall, topics, measured.sentences, strict=True)
    scores = [
        sign * (own + overall) / 2
        + ON_TOPIC * topic
        + telling(span.text, rating >= 3)
        - _SHORT * (len(words(span.text)) < _FEWEST)
        + _SHOWS * (rating >= 3 and shows(span.text, signal))
        for own, overall, topic, (_, span) in about
    ]
    texts = {part.turn: part.text for part in measured.exchange.parts}

    def place(at: int) -> Evidence:
        turn, span = measured.sentences[at]
        return Evidence(turn, quotable(texts[turn], span).text)

    spent = {at for at in range(len(scores)) if quoted and place(at) in quoted}
    empty = {at for at, (_, span) in enumerate(measured.sentences) if rating >= 3 and says_nothing(span.text)}
    polite = {at for at, (_, span) in enumerate(measured.sentences) if is_courtesy(span.text, signal)}
    asks = {at for at, (_, span) in enumerate(measured.sentences) if asks_interviewer(span.text)}
    best = max(
        range(len(scores)),
        key=lambda i: (
            i not in away,
            i not in polite,
            rating >= 3 or i not in asks,
            rating < 3 or i not in unfit,
            i not in spent,
            i not in empty,
            scores[i],
            -i,
        ),
    )
    evidence = place(best)
    scrap = best in empty or best in away or best in polite or len(words(evidence.quote)) < _FEWEST
    apart = _ELSEWHERE_ASKED if measured.exchange.signal == signal else _ELSEWHERE
    return Quote(evidence, not scrap and topics[best] >= -apart, scrap, best in away)


def _apart(measured: Measured, signal: str) -> list[float]:
    """For each sentence how much it is about a signal, less how much it is about the one it is most about."""
    others = [topics for other, topics in measured.topics.items() if other != signal]
    return [own - max((topics[at] for topics in others), default=0.0) for at, own in enumerate(measured.topics[signal])]


def _first_words(exchange: Exchange) -> tuple[int, str]:
    for part in exchange.parts:
        if part.screened.injection:
            continue
        for line in part.text.splitlines():
            if (said := line.strip()) and not said.startswith(_FENCES):
                return part.turn, said[:80].rstrip()
    return exchange.parts[0].turn, ""
