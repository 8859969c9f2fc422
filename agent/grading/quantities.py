"""Which figures of an answer are quantities, and which only name something or are a part of a formula: a version, an
index, a status, a shape, an exponent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.grading.lexicon import FIGURE

_PLAIN = re.compile(r"\d+(?:[.,:/]\d+)*")
"""A number with no unit to it."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NAMED_BY = re.compile(
    r"(?:\b(?:versions?|apps?|releases?|build|python|lines?|cell|ind(?:ex|ices)|positions?|rows?|columns?|axis|dim|port"
    r"|seed|shape|turn|option|case|class|table|chapter|level|status|http)(?: (?:number|no\.|of))?[ #]+|\bv|\[)$",
    re.IGNORECASE,
)
"""What stands before a number that names something: "line 40", "app 5.9", "x[3"."""
_RAISED_TO = re.compile(r"\d ?(?:\^|\*\*) ?[-(]?$|\b(?:\d+|two|ten) to the (?:power (?:of )?)?$", re.IGNORECASE)
"""What stands before an exponent: "2^24", "2 to the 24"."""
_IS_RAISED = re.compile(r" ?(?:\^|\*\*) ?[-(\w]| to the (?:power|\d)")
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)*")
_OF_A_VERSION = re.compile(
    r"['’]s\b|(?:\.x)?\s+(?:requests?|payloads?|clients?|apps?|callers?|users?|responses?|traffic|release|build)\b",
    re.I,
)
_IN_A_VERSION = re.compile(r"\b(?:on|in)\s$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)]|(?:and|or|but)\b)", re.IGNORECASE)
"""What makes "missing in 5.9." and "wrong on 5.8, I think" a version: a quantity would go on with what it counts."""
_STATUS = re.compile(
    r"\b(?:an?|returns?|the) [45]\d\d(?=$|[.,;:!?)]| (?:errors?|responses?|back|with|and|or|for|when|if)\b)", re.I
)
_NUMBERED = re.compile(r"\(\s*(?:\d+\s*,\s*)+(?:\d+\s*)?\)")
"""A shape or an index: "(12, 4)"."""
_COUNTS = re.compile(r"[ -](?!(?:is|was|has|as|its|this|and|of|in|on|to|or|the|at|by)\b)[a-z]{3,}", re.IGNORECASE)


def quantities(text: str) -> Iterator[re.Match[str]]:
    """The figures in `text` that say how much or how many, in their order."""
    away = [match.span() for pattern in (_STATUS, _NUMBERED) for match in pattern.finditer(text)]
    for match in FIGURE.finditer(text):
        if not any(start <= match.start() < end for start, end in away) and not _names(match, text):
            yield match


def _names(figure: re.Match[str], text: str) -> bool:
    said = figure.group().strip()
    if not _PLAIN.fullmatch(said):
        return False
    before, after = text[: figure.start()], text[figure.end() :]
    if _RAISED_TO.search(before) or _IS_RAISED.match(after):
        return True
    if _NAMED_BY.search(before) or (after[:1] == "]" and "[" in before):
        return True
    if "," in said and not _THOUSANDS.fullmatch(said):
        return not _COUNTS.match(after)
    in_one = _IN_A_VERSION.search(before) is not None and _ENDS.match(after) is not None
    return _VERSION.fullmatch(said) is not None and (in_one or _OF_A_VERSION.match(after) is not None)
