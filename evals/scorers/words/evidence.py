"""What the words rest on: quotes, the given decision, and nothing that was never asked or never held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.terms import Decision, Level
from evals.scorers.behaviour.case import short
from evals.scorers.behaviour.verdict import named_decisions
from evals.scorers.words import lexicon
from evals.scorers.words.said import QUOTED, Words, outside, quotes_of
from evals.task import Finding

_FEWEST_WORDS = 4
_LEVELS = {level.value: level for level in Level}


def words_quote_what_was_said(words: Words) -> Iterator[Finding]:
    """What stands in double quotation marks was said, character by character; strengths and concerns have a quote."""
    for item in words.items("headline", "strengths", "concerns", "would_flip", "agreement", "dissent"):
        for quote in quotes_of(item):
            if not any(quote.rstrip(".,;…") in text for text in words.quotable):
                yield Finding("quotes_verbatim", None, f"nobody said: {short(quote)}")
    for item in words.items("strengths", "concerns", "agreement", "dissent"):
        quotes = [quote for quote in quotes_of(item) if len(quote.split()) >= _FEWEST_WORDS]
        if not quotes:
            yield Finding("quotes_verbatim", None, f"rests on no quote: {short(item)}")
        elif not re.search(r"\bturns? \d+", QUOTED.sub(" ", item)):
            yield Finding("quotes_verbatim", None, f"a quote without its turn: {short(item)}")
        elif words.rounds and not _rounds_in(words, item):
            yield Finding("quotes_verbatim", None, f"a quote without its round: {short(item)}")


def _rounds_in(words: Words, item: str) -> list[str]:
    plain = QUOTED.sub(" ", item).lower()
    return [name for name in words.rounds if _names(name, plain)]


def _names(name: str, plain: str) -> bool:
    """Whether a text names a round or a signal, by its id or in words."""
    spoken = re.sub(r"[_-]", " ", name.lower())
    return spoken in re.sub(r"[_-]", " ", plain.lower())


def rounds_named(words: Words) -> Iterator[Finding]:
    """What the rounds agree on names the rounds, two or more."""
    for item in words.items("agreement"):
        if len(_rounds_in(words, item)) < 2:
            yield Finding("debrief_specific", None, f"names fewer than two rounds: {short(item)}")


def nothing_unasked_held_against(words: Words) -> Iterator[Finding]:
    """What nobody asked about is told as that, or not at all."""
    for sentence in words.sentences("headline", "strengths", "concerns", "would_flip"):
        plain = outside(sentence)
        if any(_names(name, plain) for name in words.unasked) and not _told_as_missing(plain, lexicon.NOT_ASKED):
            yield Finding("unasked_is_null", None, f"nobody asked about it: {short(sentence)}")


def nothing_held_against_missing_rounds(words: Words) -> Iterator[Finding]:
    """A round that was not held is missing evidence, neither for nor against."""
    for sentence in words.sentences("headline", "agreement", "dissent", "would_flip"):
        plain = outside(sentence)
        if any(_names(name, plain) for name in words.not_held) and not _told_as_missing(plain, lexicon.NOT_HELD):
            yield Finding("not_held_is_no_failure", None, f"was not held: {short(sentence)}")


def _told_as_missing(plain: str, missing: re.Pattern[str]) -> bool:
    """Whether it is said to be missing and no judgement is drawn from that; what is denied is not drawn."""
    return bool(missing.search(plain)) and not lexicon.JUDGED.search(lexicon.NEGATED.sub(" ", missing.sub(" ", plain)))


def no_other_decision(words: Words) -> Iterator[Finding]:
    """No words argue for another decision or level than the given one, or name one; dissent may, with its quote."""
    given = Decision(words.decision.replace(" ", "_"))
    for item in words.items("headline", "strengths", "concerns", "agreement"):
        plain = outside(item)
        if named_decisions(plain) - {given} or _other_level(words, plain):
            yield Finding("decision_is_arithmetic", None, f"names another decision: {short(item)}")
        elif lexicon.ARGUES.search(plain):
            yield Finding("decision_is_arithmetic", None, f"argues against the decision: {short(item)}")
    for item in words.items("would_flip"):
        if lexicon.ARGUES.search(outside(item)):
            yield Finding("decision_is_arithmetic", None, f"argues against the decision: {short(item)}")
    for item in words.items("dissent"):
        if (named_decisions(outside(item)) - {given} or lexicon.ARGUES.search(outside(item))) and not quotes_of(item):
            yield Finding("decision_is_arithmetic", None, f"dissent without its quote: {short(item)}")


def _other_level(words: Words, plain: str) -> bool:
    if not words.level:
        return False
    low = re.sub(r"[_-]", " ", plain.lower())
    spoken = [name.replace("_", " ").lower() for name in _LEVELS if name != words.level]
    return any(re.search(rf"\b{name}\b(?! engineers?\b)", low) for name in spoken)
