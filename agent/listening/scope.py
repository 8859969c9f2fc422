"""What a stated figure holds for: which system, which data, which time.

Two figures for one thing contradict each other only where they speak of the same: "the ranker's p99 is 12 ms" and
"p99 of the whole page is 40 ms" do not.
"""

from __future__ import annotations

import re

_TIME_OR_PLACE = re.compile(
    r"\b(?:old|new|newer|previous|former|first|second|third|original|originally|initial|initially|before|after|now|later"
    r"|earlier|used to be|v\d+|version \d+|baseline|random|chance|train|training|validation|val|test|holdout|offline"
    r"|online|dev|cv|cross-validation|peak|off-peak|average|mean|median|max|worst|best|cold|warm|cached|uncached|gpu|cpu"
    r"|mobile|web|desktop|android|ios|staging|local|laptop|synthetic|simulated|batch|streaming|internal|external|network"
    r"|total|overall|net|gross|bonus|(?:19|20)\d\d|january|february|march|april|june|july|august|september|october"
    r"|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|summer|winter|spring|autumn"
    r"|q[1-4]|launch|class|macro|micro|weighted)\b"
)
_OF = re.compile(
    r"\b(?:of|for|in|on|at|with|without|during|per|across|within)\s+((?:[a-z][\w'’-]*\s*){1,4})", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^\W*((?:[a-z][\w'’-]*\s+){1,4}?)(?:has|had|have|hits?|runs?|ran|serves?|served|gets?|got|reach(?:es|ed)|does|did"
    r"|is at|was at|sits|sat|stays|stayed)\b",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"((?:[a-z][\w'’-]*\s+){1,2})"
    r"(?:p\s?99|p\s?95|p\s?50|latency|response time|qps|rps|auc|precision|recall|f1|accuracy"
    r"|ctr|conversion|notice|base|offer)\b",
    re.IGNORECASE,
)
_AT_K = re.compile(r"\b(?:precision|recall)\s?(?:@|at )\s?(\d+|k)\b|(?:pr|roc)[- ]?auc", re.IGNORECASE)
_OFFERED_BY = re.compile(r"\boffer (?:from|by|with) ((?:[a-z][\w'’-]*\s*){1,2})", re.IGNORECASE)
_OF_AN_OFFER = re.compile(r"\boffer\b.*\bbase\b")
_PRONOUN = frozenset({"it", "they", "this", "that", "one", "he", "she"})
_WEAK = re.compile(
    r"a|about|accuracy|actual|actually|almost|always|an|and|another|answer|api|approx|approximately|are|around|as|at"
    r"|auc|back|base|be|been|being|believe|circa|company|competing|constant|conversion|ctr|current|currently|day|days"
    r"|eight|end|endpoint|engineers|exactly|employer|experience|f1|final|firm|five|for|four|general|get|good|got|had|has|have"
    r"|here|hit|hits|honestly|i|i've|in|is|just|k|know|latency|least|live|load|luckily|me|measured|mine"
    r"|minute|minutes|model|models|moment|month|months|ms|my|nearly|nine|no|normal|notice|of|offer|ok|on|one"
    r"|only|or|other|our|own|p50|p95|p99|pay|people|per|percent|period|place|practice|precision|present|prod"
    r"|production|proud|qps|ran|rate|reached|real|really|recall|remember|request|requests|response|roc|roughly"
    r"|rps|runs|s|sadly|salary|sat|saw|score|sec|second|seconds|serve|served|service|services|serving|seven"
    r"|since|sits|six|so|some|stable|stands|state|stayed|stays|steady|still|stood|system|systems|team|ten|thousand|the"
    r"|then|there|think|three|time|today|two|typically|us|usually|value|was|we|week|weeks|well|were|what|when"
    r"|whose|with|writing|year|years|yes"
)
"""Words that limit nothing: function words, verbs of measuring, and nouns such as "the system"."""


def scope(quote: str) -> frozenset[str]:
    """What the figure in `quote` is limited to, as words; empty where it is not. A "?" is something unnamed."""
    low = quote.lower().replace("’", "'")
    found = {match.group() for match in _TIME_OR_PLACE.finditer(low)}
    found |= {match.group() for match in _AT_K.finditer(low)}
    for pattern in (_OF, _MODIFIER, _OFFERED_BY):
        for match in pattern.finditer(low):
            found |= _named(match.group(1))
    found |= {"base"} if _OF_AN_OFFER.search(low) else set()
    subject = _SUBJECT.match(low)
    if subject is not None:
        found |= _named(subject.group(1))
        found |= {"?"} & ({"?"} if set(subject.group(1).split()) & _PRONOUN else set())
    return frozenset(found)


def past(quote: str) -> bool:
    """Whether the figure is told of the past."""
    return bool(re.search(r"\b(?:was|were|had|used|ran|served|led|managed|got|back then|then)\b", quote, re.IGNORECASE))


def _named(words: str) -> set[str]:
    plain = (re.sub(r"(?:'s|s')$", "", word.strip("'-")) for word in words.split())
    return {word.rstrip("s") for word in plain if word and not _WEAK.fullmatch(word) and word not in _PRONOUN}
