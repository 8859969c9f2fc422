"""Signals with words of their own: pay, notice and place are named where they are spoken of, and nearness tells less.

An answer shows such a signal only where one of its sentences, or what it was asked, has one of these words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import Pattern

from agent.domain.knowledge import Rubric
from agent.grading.answers import Measured
from agent.grading.candour import HONESTY
from agent.grading.remarks import without_quotes
from agent.grading.shapes import last_question
from agent.listening.interview_talk import asks_interviewer

_OWN: dict[str, Pattern[str]] = {
    "terms": re.compile(
        r"[€$£]|\b(?:pay(?:s|ing|ment)?|paid|salar(?:y|ies)|base|bonus(?:es)?|stock|options?|equity|strike"
        r"|sign(?:ing)?[- ]?on|compensation|package|range|band|budget|money|euros?|dollars?|pounds?|offers?|floor"
        r"|(?:my|the|of|some|no|months?'?|weeks?'?) notice|notice (?:period|is|of)|resign|earliest"
        r"|start(?:ing)? (?:date|on|in|by|at|any|immediately|first|from|earlier|later)"
        r"|(?:could|can|would|will) (?:i |you |we )?(?:start|begin|sign)|first of [a-z]+|visa"
        r"|(?:work )?permit|sponsor\w*"
        r"|office|remote(?:ly)?|(?:at|from) home|on[- ]site|hybrid|days a week|part[- ]time|full[- ]time|hours a week"
        r"|level|title|seniority|contract|conditions?|terms?|holidays?|vacation|leave days|pension|relocat\w+"
        r"|commut\w+"
        r"|other (?:process(?:es)?|compan(?:y|ies)|interviews?)|process(?:es)? (?:elsewhere|with)|decide by|answer by"
        r"|deadline)\b",
        re.IGNORECASE,
    ),
    "motivation": re.compile(
        r"\b(?:leav(?:e|es|ing)|left|quit|mov(?:e|es|ed|ing)|join(?:ed|ing)?|stay(?:s|ed|ing)?|switch(?:ed"
        r"|ing)?|go(?:ing)?"
        r"|chang(?:e|ed|ing)|reasons?|why|because|since|want(?:s|ed)?|wish|would like|i'd like|like to"
        r"|looking|look (?:for|around)"
        r"|tired|bored|interest\w*|attract\w*|appeal\w*|drawn|excit\w*|passion\w*|curious|care[sd]?"
        r"|next (?:job|role|step)"
        r"|instead|equal (?:money|pay)|stop me|give up|gave up|lose|losing|miss|risk|frozen|applied|apply"
        r"|opportunit\w+"
        r"|challenge|impact|grow\w*|learn\w*|mission|your (?:\w+ )?(?:team|company|product|paper|data|model"
        r"|problem|app|ad))\b",
        re.IGNORECASE,
    ),
}


_ASKED = {
    "terms": _OWN["terms"],
    "motivation": re.compile(
        r"\bwhy\b|\b(?:leav(?:e|ing)|left|quit|mov(?:e|ing)|join|stay|switch|reason|looking for|your mind|make you)\b",
        re.IGNORECASE,
    ),
}
"""Words of a question that is about such a signal: what answers it may have none."""


def spoken_of(signal: str, measured: Measured) -> frozenset[int]:
    """The places of an answer's sentences that can stand for a signal: all where it has no words of its own.

    Of one that has, those with such a word, or all where the question has one; none that only asks.
    """
    pattern = _OWN.get(signal)
    every = frozenset(range(len(measured.sentences)))
    if pattern is None:
        return every
    exchange = measured.exchange
    asked = _ASKED[signal].search(without_quotes(last_question(exchange.heard or exchange.ask))) is not None
    said = {at: measured.sentences[at][1].text.replace("’", "'") for at in every}
    return frozenset(at for at, text in said.items() if (asked or pattern.search(text)) and not asks_interviewer(text))


_FOR_FAILURE = re.compile(
    r"\b(?:least proud|rather not repeat|regret\w*|(?:your|the) (?:worst|biggest|last) (?:mistake|failure|error)"
    r"|(?:went|gone) (?:badly|wrong)|(?:did|have) you (?:get|got|do|done) wrong|still not right)\b",
    re.IGNORECASE,
)
"""A question for what went badly: its answer stands for what the question was to raise, or for honesty."""


def away_from(
    signal: str, rating: int, answers: Sequence[Measured], owned: Sequence[frozenset[int]], rubric: Rubric
) -> list[frozenset[int]]:
    """The places in each answer that are evidence of something else than a signal of this rating.

    What is `owned` to is a strength of honesty alone. What was answered to a question for what went badly is one of
    honesty and of what that question was to raise.
    """
    strength = rating >= 3 and signal not in HONESTY
    for_failure = strength and any(one.id in HONESTY for one in rubric.signals)
    found = []
    for own, one in zip(owned, answers, strict=True):
        every = frozenset(range(len(one.sentences)))
        told = for_failure and signal != one.exchange.signal and _FOR_FAILURE.search(one.exchange.heard) is not None
        apart = frozenset[int]() if rating >= 3 and signal in HONESTY else own
        found.append(every if told else apart | (every - spoken_of(signal, one)))
    return found
