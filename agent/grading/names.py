"""Names are data: what somebody is called, where he is from and for whom he worked decides nothing.

A sentence embedder hears a name, so the same answer would be worth a little more or less from another person. What only
introduces is no answer (`introduces`), and any other name is taken out before an answer is embedded or counted. Only
capitals tell a name: where everything is typed in lower case, introductions alone are found.
"""

from __future__ import annotations

import re
from re import Match

from agent.grading import lexicon

STAND_IN = "X"
"""What stands where a name stood: a word of the embedder's vocabulary that means nothing."""

_DATES = re.split(
    r"\s+",
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter""",
)
_KEPT = frozenset((*_DATES, *(f"{date}s" for date in _DATES), "none", "true", "false", *lexicon.STOP))
"""Capitalised and no names: they say when, are code, or begin a sentence."""

_PART = r"[^\W\d_]+(?:[-'’][^\W\d_]{2,})*"
_WORD = re.compile(_PART)
_RUN = re.compile(rf"\b{STAND_IN}(?:,? {STAND_IN})+\b")
_INSIDE = re.compile(r"[\w,;)%]['’\"”]? [\"“‘(]?$")
_ACTS = re.compile(
    r",? (?:here(?=,)|from|and I|(?:then |once |always )?(?:said|told|asked|thought|wanted|wrote|argued|suggested"
    r"|proposed|insisted))\b"
)
"""Every sentence begins with a capital: what follows it there tells a name."""

_PLACE = rf"{_PART}(?: {_PART})?"
_CLAUSE = re.compile(r"\s*(?:[,;:.!–—]|\band\b)\s*")
_GREETS = re.compile(r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|so|okay|ok|nice to meet you)", re.IGNORECASE)
_INTRODUCES = re.compile(
    rf"(?:my name(?:'s| is)|call me) {_PLACE}|(?:originally )?from {_PLACE}|"
    r"(?:(?:i(?:'m| am| come| was born| was raised| grew up| live)|born|raised|based)(?: originally)?|originally) "
    rf"(?:from|in) {_PLACE}",
    re.IGNORECASE,
)
_IS_CALLED = re.compile(r"(?:I'm|I am|This is) (?P<who>.+)")
_HERE = re.compile(rf"(?P<who>{_PLACE}) here", re.IGNORECASE)


def without_names(text: str) -> str:
    """The text with `STAND_IN` for every name; days and months are none, nor is what has capitals throughout.

    What is a name in one place is one wherever it begins a sentence.
    """
    found = [one for one in _WORD.finditer(text) if _is_name(one.group())]
    told = {one.group() for one in found if _told(text, one)}

    def put(one: Match[str]) -> str:
        return STAND_IN if one.group() in told else one.group()

    return _RUN.sub(STAND_IN, _WORD.sub(put, text))


def _told(text: str, word: Match[str]) -> bool:
    """Whether a capital stands inside a sentence, or what follows it at its beginning tells a name."""
    start, end = word.span()
    return bool(_INSIDE.search(text, max(0, start - 4), start) or _ACTS.match(text, end))


def introduces(sentence: str) -> bool:
    """Whether a sentence only says who somebody is: "Ada here, I'm from Leeds." """
    plain = sentence.replace("’", "'").strip(" \"'.!")
    clauses = [clause for clause in _CLAUSE.split(plain) if clause and not _GREETS.fullmatch(clause)]
    here = _HERE.fullmatch(clauses[0]) if len(clauses) > 1 else None
    if here is not None and (" " not in here["who"] or _are_names(here["who"])):
        del clauses[0]
    return bool(clauses) and _says_who(clauses[0]) and all(_says_who(one) or _are_names(one) for one in clauses[1:])


def _says_who(clause: str) -> bool:
    called = _IS_CALLED.fullmatch(clause)
    return _INTRODUCES.fullmatch(clause) is not None or (called is not None and _are_names(called["who"]))


def _are_names(clause: str) -> bool:
    return all(_is_name(word) for word in clause.split())


def _is_name(word: str) -> bool:
    return len(word) > 1 and word.removeprefix("Mc").istitle() and word.lower() not in _KEPT
