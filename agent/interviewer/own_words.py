"""The questions inside what a candidate says: each by itself, also where one sentence holds two."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"(?:\w+[,:]? ){0,2}?(?:what|which|who|whose|where|when|how|is|are|am|do|does|did|have|has|can|could|may|might|was"
    r"|were|will|would|should|shall|whether)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r",?\s+and\s+(?:also\s+)?(?=(?:what|how|who|whose|is|are|do|does|did|when|where|which|why|can|could|may|will|would"
    r"|has|have|should|whether)\b)",
    re.IGNORECASE,
)
_LATER = re.compile(r"\bhow (?:many|much|long|often|large|big)\b|,\s*(?:right|correct|yes|no)\?$", re.IGNORECASE)
"""What makes a sentence a question that does not begin as one."""
_LISTED = re.compile(r",?\s+and\s+|,\s+", re.IGNORECASE)
_QUESTION = re.compile(r"(?:[^?.!\n]|\.(?=\w))*\?")
"""A sentence with its mark; the dot of "5.9" or "df.shape" ends none."""
_ADDRESSED = re.compile(
    r"\b(?:do|did) (?:you|we) (?:happen to |already )?(?:know|have|see|measure|log|track|record|count)\b"
    r"(?! what i mean)"
    r"|\b(?:can|could|will|would|may) (?:you|i) (?:please )?(?:tell|show|print|give|share|say|run|see|get|have)\b",
    re.IGNORECASE,
)
_FEWEST = 4
"""Words from which a part that nothing answers is told to be open: "is that right?" asks for no fact."""


def asked_in(text: str) -> list[str]:
    """The questions in a message, double ones in two; the whole message where no question mark stands in it."""
    marked = [part.strip() for part in _QUESTION.findall(text) if part.strip()] or [text]
    return [part for question in marked for part in _DOUBLE.split(question) if len(part.split()) > 1]


def listed_in(question: str) -> list[str]:
    """The things that one question may ask for at once: "how many users, and the latency budget?"."""
    parts = [part.strip(" ?") for part in _LISTED.split(question)]
    return parts if len(parts) > 1 else []


def asks(sentence: str) -> bool:
    """Whether a sentence asks the interviewer something, and doesn't wonder aloud ("why not?").

    Without its mark it has to begin as a question: "Logistic regression would do" asks nothing.
    """
    begins = _ASKS.match(sentence)
    if "?" in sentence:
        return begins is not None or _LATER.search(sentence) is not None
    return begins is not None and " " not in begins.group()


def wants_a_fact(question: str) -> bool:
    """Whether a part of a message is a question that would be left open without an answer."""
    return asks(question) and len(question.split()) >= _FEWEST


def is_addressed(question: str) -> bool:
    """Whether a question inside an answer is put to the interviewer: "do you know the edit rate?"; one that the answer
    goes on to answer itself is not."""
    return _ADDRESSED.search(question) is not None
