"""Whether an answer passes by two statements that were held against each other: one of them has to be taken back."""

from __future__ import annotations

import re

from agent.catalog.wording import content_words

_SHORT = 6
"""Words; a shorter answer ("The second one.") is taken for one that settles it."""
_SETTLES = re.compile(
    r"\bthe (?:first|second|former|latter|earlier|later|old(?:er)?|new(?:er)?|low(?:er)?|high(?:er)?|two|other) ?"
    r"(?:ones?|numbers?|figures?|values?|of|is|was|holds|counts|stands|[.,;]|$)"
    r"|\b(?:both (?:are|hold|were|is)|neither|wrong(?:ly)?|mis(?:spoke|said|took|read|remember\w*)|mistake"
    r"|correct(?:ion|ed)?|i meant|sorry|typo|mixed|mixing|confus\w+|apolog\w+|contradict\w*|inconsisten\w*|i said"
    r"|you said|rounded)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTE = re.compile(r"“([^”]+)”|\"([^\"]+)\"")


def settles(challenge: str, text: str) -> bool:
    """Whether `text` says anything to `challenge`, which quotes two statements; in doubt it does.

    Enough is one of their figures or words, or a word for choosing, correcting or telling them apart.
    """
    quoted = " ".join(one or other for one, other in _QUOTE.findall(challenge)) or challenge
    if len(text.split()) < _SHORT or _SETTLES.search(text):
        return True
    if set(_FIGURE.findall(quoted)) & set(_FIGURE.findall(text)):
        return True
    return bool(content_words(_FIGURE.sub(" ", quoted)) & content_words(_FIGURE.sub(" ", text)))
