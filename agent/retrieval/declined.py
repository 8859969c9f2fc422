"""What a candidate says he leaves alone: a follow-up about that would press on what he does not do.

An embedder hears the subject and no refusal: "The schedule I leave alone" is as near to what is said of schedules as
"I'd start with the schedule".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.retrieval.chunking import sentences

if TYPE_CHECKING:
    from agent.retrieval.base import Vectors

_STANCE = (
    r"(?:know|think|see|expect|remember|recall|believe|mind|worry|care|hesitate|say|understand|feel|like|seem|trust|get"
    r"|have\s+(?:a|any|the|that|much|enough|more)|hear|find|mean)\b"
)
"""Verbs with which "I don't" says what somebody thinks, not what he leaves."""
_DECLINES = re.compile(
    rf"""
     \b(?:i|we|you|one)\s+(?:wo|would|do|should|need)n't\s+
        (?:(?:even|really|necessarily|yet|have\s+to|need\s+to|want\s+to)\s+)?(?!{_STANCE})
    |\b(?:i|we)(?:\s+(?:would|will|do|should)|'(?:d|ll))\s+(?:rather\s+|certainly\s+|definitely\s+)?
        not\s+(?!(?:so|too|that|be|{_STANCE}))
    |\b(?:i|we)(?:\s+(?:am|are)|'(?:m|re))\s+not\s+(?!{_STANCE})\w+ing\b
    |\b(?:i|we)(?:\s+(?:would|will)|'(?:d|ll))\s+never\b
    |\b(?:leave|left|leaving)\b(?:\s+[\w-]+){{0,5}}?\s+(?:alone|out|aside|as\s+(?:it|they)\s+(?:is|are)|untouched)\b
    |\bstays?\s+(?:as\s+(?:it|they)\s+(?:is|are)|untouched)\b
    |\b(?:is|are|was|were)(?:n't|\s+not)\s+(?:needed|necessary|required|an\s+option|worth|on\s+my\s+list|what\s+i)\b
    |\bno\s+(?:need|reason)\s+(?:to|for)\b|\bcan\s+wait\b|\bout\s+of\s+scope\b|\boff\s+the\s+table\b
    |(?<!n't\s)(?<!not\s)\bdecided\s+against\s+(?!you|me|us)
    |\b(?:i|we)(?:'d|\s+would|'ll|\s+will)?\s+skip(?:ped)?\b
    |^(?:and\s+|but\s+)?(?:no|not|without)\s+(?:further|more|any)\b
    |^no\s+[\w\s-]{{0,40}}?(?:from\s+me|for\s+now|yet|at\s+first|this\s+time)\b
    """.replace("'", "['’]"),
    re.IGNORECASE | re.VERBOSE,
)
_DENIES = re.compile(r"n['’]t\b|\b(?:not|no|never|nothing|nobody|without|alone|aside|skip)\b", re.IGNORECASE)
_IN_PLACE_OF = re.compile(
    r"(?:\b(?:instead\s+of|rather\s+than)\s+\w+ing|^instead\s+of|^rather\s+than)\b[^,;.]*?"
    r"(?=[,;.]|$|\s+(?:i|we)(?:['’]|\s))",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(
    r"(?:[,;:]\s+|\s+[-–]\s+)(?=(?:i|we|they|that|this|it|but|so|the|a|an|people|because|since|as|there)\b)"
    r"|\s+(?=(?:but|because|since)\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
"""A shorter rest says too little to be looked at ("Not now.")."""


def taken_up(text: str) -> tuple[str, list[str]]:
    """What is left of an answer without the clauses that leave something alone, and these.

    An answer that does nothing else is left as it is.
    """
    kept: list[str] = []
    declined: list[str] = []
    for sentence in sentences(text):
        rest, refused = _parted(sentence)
        declined += [clause for clause in refused if len(clause.split()) >= _FEWEST_WORDS]
        if not refused or len(rest.split()) >= _FEWEST_WORDS:
            kept.append(rest)
    if not kept or not declined:
        return text, []
    return "\n".join(kept), declined


def rest_shows(said: str, pieces: Sequence[str]) -> bool:
    """Whether what is left of an answer, as `windows` cuts it, is most of it, so that `rest` is near its vector."""
    return len(pieces) > 1 and 2 * len(pieces[0].split()) >= len(said.split())


def rest(said: str, whole: Vectors, declined: Sequence[str], refusals: Vectors) -> Vectors:
    """The vector of what is left of an answer, from that of all of it (d) and those of its `declined` clauses (n, d).

    Each counts by its words. All of an answer was embedded to hear what kind of message it is; what is left of it would
    take as long once more, and is found by the same (cosine 0.83 to 0.99, the same recall on the retrieval evals).
    """
    import numpy as np

    weights = np.array([len(clause.split()) for clause in declined], dtype=np.float32)
    left = len(said.split()) * whole - weights @ refusals
    vector: Vectors = (left / max(float(np.linalg.norm(left)), 1e-12)).astype(np.float32)
    return vector


def denies(text: str) -> bool:
    """Whether a phrasing says itself that something is not so or not done: a refusal may be what it waits for."""
    return _DENIES.search(text) is not None


def _parted(sentence: str) -> tuple[str, list[str]]:
    """The sentence without what it leaves alone, and that."""
    core = _IN_PLACE_OF.sub("", sentence).strip(" ,")
    clauses = [clause.strip() for clause in _NEXT_CLAUSE.split(core) if clause.strip()]
    refused = [clause for clause in clauses if _DECLINES.search(clause)]
    if not refused:
        return (sentence, []) if core == sentence.strip(" ,") else (core, [sentence])
    return ", ".join(clause for clause in clauses if clause not in refused), refused
