"""Rules of wording: what can be said about a sentence without knowing what it means."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_COMMON_WORDS = """
a about above after again all almost also always am an and another any anybody anyone anything are aren't as ask at
away back be because been before being both but by call came can can't come could couldn't day did didn't do does
doesn't doing don't done down each else even ever every everybody everyone everything few first for from get gets
getting give given go goes going gone good got had has have haven't having he her here him his how i i'd i'll i'm
i've if in instead into is isn't it it's its itself just keep kind know last let like little look made make makes
many maybe me mean more most much must my myself need never new next no nobody none nor not nothing now of off often
on once one only or other our out over own part people per put really right said same saw say says see seen she
should since so some somebody someone something sometimes still such sure take tell than that that's the their them
then there there's these they they're thing things think this those three through time to too took two under until
up us use used using very want wanted was wasn't way we we'd we'll we're we've week well went were what what's when
where which while who whole whom whose why will with without won't work would wouldn't yes yet you you'd you'll
you're you've your yours
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_ENDINGS = ("ingly", "edly", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e", "y")


def words(text: str) -> list[str]:
    """The words of a text in lower case, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def content_words(text: str) -> set[str]:
    """Rough stems of the words that carry meaning: "label" and "labelling" are the same."""
    return {_stem(word) for word in words(text) if word not in _COMMON and len(word) > 2}


def question_marks(text: str) -> int:
    """How many questions a text asks, counted by its marks."""
    return text.count("?")


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou"
    return word[:-1] if doubled else word
