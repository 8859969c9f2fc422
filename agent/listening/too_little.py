"""One word where more was asked for: a letter, a hedge, or the name of a thing that nothing is said of."""

from __future__ import annotations

import re

from agent.domain.terms import MessageKind
from agent.listening.words import plain, tokens

_WANTS_MORE = re.compile(
    r"\bhow\b(?! (?:many|much|often|long|large|big|small|fast|slow|soon|far|old|high|low|sure|certain|likely)\b)"
    r"|\bwhy\b|\b(?:tell|walk|take|talk|show) (?:me|us)\b|\b(?:describe|explain)\b"
    r"|\bwhat (?:would|do|did|will|should|could|can) (?:you|we|they|one|i) (?:still |then |now |first )?"
    r"(?:do|change|say|tell|look|check|try|build|make|write|propose|suggest|learn)\b"
    r"|\bwhat (?:happens|happened|went wrong|goes wrong|breaks|broke|changes)\b"
)
"""A question that a name, a number or a yes does not answer."""
_WANTS_A_NAME = re.compile(r"(?:^|\b(?:and|so|but) )(?:where|who|whom)\b")
_LETTER_OFFERED = re.compile(r"(?<![\w.'’])[B-HJ-Z](?![\w'’])")
_HEDGES = frozenset(("maybe", "perhaps", "possibly", "probably", "depends", "whatever", "correct", "likely"))


def too_little(text: str, asked: str, open_ask: str) -> MessageKind | None:
    """What a message of one word is to the question `asked` of an ask where it can't be its answer; None where it may.

    A letter is nothing where no letters were offered, a hedge no answer, and neither is a single name or number where
    it was asked how, why or what happens, nor a number where a place or a person was. A word that asks is a question.
    """
    said = tokens(text)
    if len(said) != 1 or text.rstrip().endswith("?"):
        return None
    word = said[0]
    if len(word) == 1 and word.isalpha() and word.isascii():
        return None if _LETTER_OFFERED.search(open_ask) else MessageKind.NOTHING
    if word in _HEDGES or wants_more(asked) or (word.isdigit() and _WANTS_A_NAME.search(plain(asked))):
        return MessageKind.DODGE
    return None


def wants_more(asked: str) -> bool:
    """Whether what is asked can't be answered by one word."""
    return _WANTS_MORE.search(plain(asked)) is not None
