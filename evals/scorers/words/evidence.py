"""What the words rest on: quotes, the given decision, and nothing that was never asked or never held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.terms import Decision, Level
from evals.scorers.behaviour.case import short
from evals.scorers.behaviour.verdict import named_decisions
from evals.scorers.words import lexicon
from evals.scorers.words.said import QUOTED, Words, named, outside, quotes_of
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


def quotes_stand_in_their_round(words: Words) -> Iterator[Finding]:
    """A quote that is put to a round was said in that round."""
    for item in words.items("headline", "agreement", "dissent", "would_flip"):
        matches = list(QUOTED.finditer(item))
        for place, match in enumerate(matches):
            last = place + 1 == len(matches)
            behind = item[match.end() : None if last else matches[place + 1].start()]
            before = item[matches[place - 1].end() if place else 0 : match.start()]
            name = _put_to(words, before, behind, last=last)
            quote = quotes_of(match[0])[0].rstrip(".,;…")
            if name is not None and not any(quote in text for text in words.rounds[name]):
                yield Finding("quotes_verbatim", None, f"not said in {name}: {short(quote)}")


def _put_to(words: Words, before: str, behind: str, *, last: bool) -> str | None:
    """The round that a quote is put to: named right behind it (and not with the next quote), else last before it."""
    either = "|".join(re.escape(name) for name in words.rounds)
    follows = re.match(rf"[\s,(]*(?:turns? \d+\)?[\s,]*)?(?:in|from|of|at)?\s*({either})\b", behind)
    with_next = follows and not last and re.fullmatch(r"[\s:,]*(?:had|with|gave|said)?[\s:,]*", behind[follows.end() :])
    if follows and not with_next:
        return follows[1]
    earlier = re.findall(rf"\b({either})\b", before)
    return earlier[-1] if earlier else None


def _rounds_in(words: Words, item: str) -> list[str]:
    plain = QUOTED.sub(" ", item)
    return [name for name in words.rounds if named(name, plain)]


def rounds_named(words: Words) -> Iterator[Finding]:
    """What the rounds agree on names the rounds, two or more."""
    for item in words.items("agreement"):
        if len(_rounds_in(words, item)) < 2:
            yield Finding("debrief_specific", None, f"names fewer than two rounds: {short(item)}")


def nothing_unasked_held_against(words: Words) -> Iterator[Finding]:
    """What nobody asked about is told as that, or not at all."""
    for sentence in words.sentences("headline", "strengths", "concerns", "would_flip"):
        plain = outside(sentence)
        if any(named(name, plain) for name in words.unasked) and not _told_as_missing(plain, lexicon.NOT_ASKED):
            yield Finding("unasked_is_null", None, f"nobody asked about it: {short(sentence)}")


def nothing_held_against_missing_rounds(words: Words) -> Iterator[Finding]:
    """A round that was not held is missing evidence, neither for nor against."""
    for sentence in words.sentences("headline", "agreement", "dissent", "would_flip", "drills"):
        plain = outside(sentence)
        if any(named(name, plain) for name in words.not_held) and not _told_as_missing(plain, lexicon.NOT_HELD):
            yield Finding("not_held_is_no_failure", None, f"was not held: {short(sentence)}")


def _told_as_missing(plain: str, missing: re.Pattern[str]) -> bool:
    """Whether it is said to be missing and no judgement is drawn from that; what is denied is not drawn."""
    if not (missing.search(plain) or lexicon.NEUTRAL.search(plain)):
        return False
    return not lexicon.JUDGED.search(lexicon.NEGATED.sub(" ", missing.sub(" ", lexicon.NEUTRAL.sub(" ", plain))))


def no_other_decision(words: Words) -> Iterator[Finding]:
    """No words argue for another decision or level than the given one, or name one; dissent may, with its quote."""
    given = Decision(words.decision.replace(" ", "_"))
    for item in words.items("headline", "strengths", "concerns", "agreement"):
        plain = outside(item)
        if named_decisions(plain) - {given} or _other_level(words, plain):
            yield Finding("decision_is_arithmetic", None, f"names another decision: {short(item)}")
        elif _argues(words, plain):
            yield Finding("decision_is_arithmetic", None, f"argues against the decision: {short(item)}")
    for item in words.items("would_flip"):
        if _argues(words, outside(item)):
            yield Finding("decision_is_arithmetic", None, f"argues against the decision: {short(item)}")
    for item in words.items("dissent"):
        if (named_decisions(outside(item)) - {given} or _argues(words, outside(item))) and not quotes_of(item):
            yield Finding("decision_is_arithmetic", None, f"dissent without its quote: {short(item)}")


def _argues(words: Words, plain: str) -> bool:
    """Whether a text argues against the decision, also by where it puts the bar."""
    for_hire = "no hire" not in words.decision and "hire" in words.decision
    return bool(lexicon.ARGUES.search(plain) or (lexicon.BELOW if for_hire else lexicon.ABOVE).search(plain))


def _other_level(words: Words, plain: str) -> bool:
    if not words.levels:
        return False
    low = re.sub(r"[_-]", " ", plain.lower())
    spoken = [name.replace("_", " ").lower() for name in _LEVELS if name not in words.levels]
    return any(re.search(rf"\b{name}\b(?! engineers?\b)", low) for name in spoken)
