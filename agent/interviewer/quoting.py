"""Words of the candidate short enough to lead a question in with."""

from __future__ import annotations

import re

from agent.grading.screening import screen

FEWEST, MOST = 5, 14
"""Words of a quote."""

_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|because|so|since|which)\s")
_UNQUOTABLE = re.compile(r"[`\n“”\"?]")
_SAYS_NOTHING = re.compile(
    r"(?:(?:well|so|ok|okay|yes|no|hm+|honestly|sorry)[,.]? )*"
    r"(?:no idea|no clue|i(?: really| honestly)? (?:don't|do not) know|not sure|good question|let me think|depends"
    r"|it depends|i'm stuck|i am stuck|i have to pass)\b",
    re.IGNORECASE,
)
"""To be quoted with "no idea" helps nobody."""


def short_quote(said: str) -> str:
    """The first sentence of `said` that says something, or its first clause; '' where no short one can be cut.

    What is no part of an answer, such as orders to whoever grades, is never repeated.
    """
    for sentence in (span.text for span in screen(said).kept):
        if _SAYS_NOTHING.match(sentence.replace("’", "'")):
            continue
        for cut in (sentence, *_CLAUSE.split(sentence)[:1]):
            words = cut.strip().rstrip(".!?,;:").split()
            if FEWEST <= len(words) <= MOST and not _UNQUOTABLE.search(cut):
                return " ".join(words)
    return ""
