"""Words of the candidate short enough to lead a question in with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.listening.said_before import without_lead

FEWEST, MOST = 5, 14
"""Words of a quote."""

_CLAUSE = re.compile(
    r"[,;:]\s|\s(?:and|but|because|so|since)\s"
    r"|(?<! in)(?<! of)(?<! at)(?<! to)(?<! on)(?<! by)(?<! for)(?<! with)(?<! from)\swhich\s"
)
_BETWEEN = re.compile(r"\bbetween\b(?:(?!\band\b).)*$", re.IGNORECASE)
"""Behind it "and" joins the two that something lies between, and no clause."""
_JOINS = re.compile(
    r"^(?:(?:and|but|because|so|since|which|then|also|though|yes|no|well|sorry|okay|ok|actually|honestly)[,:]? "
    r"|that (?:was|is) (?:wrong|not right)[,:]? )+",
    re.IGNORECASE,
)
"""What joins a clause to what was said before it."""
_QUOTE = re.compile(r"“([^”]+)”")
_ASKS = re.compile(r"(?:who|what|which|how|why|where|whether|did|does|do|is|are|was|were)\b", re.IGNORECASE)
"""How what asks begins, also without its mark: "who picked the seven, and was it before the results" states nothing."""
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
    return next((quote for sentence in _saying(said) for quote in _cut(sentence, _parts(sentence)[:1])), "")


def quoted_in(text: str) -> list[str]:
    """The candidate's words that a question of ours quotes, in their order."""
    return _QUOTE.findall(text)


def clauses(said: str) -> list[str]:
    """Each sentence of `said` that is short enough to be quoted, or those of its clauses that are, in their order.

    What is asked states nothing.
    """
    stated = [sentence for sentence in _saying(said) if not sentence.rstrip().endswith("?")]
    return [quote for sentence in stated for quote in _cut(sentence, []) or _cut("", _parts(sentence))]


def _saying(said: str) -> list[str]:
    from agent.grading.screening import screen

    kept = [span.text for span in screen(said).kept]
    return [without_lead(sentence) for sentence in kept if not _SAYS_NOTHING.match(sentence.replace("’", "'"))]


def _parts(sentence: str) -> list[str]:
    """The clauses of a sentence, in their order."""
    found, start = [], 0
    for match in _CLAUSE.finditer(sentence):
        if match.group().strip() == "and" and _BETWEEN.search(sentence, start, match.start()):
            continue
        found.append(sentence[start : match.start()])
        start = match.end()
    return [*found, sentence[start:]]


def _cut(sentence: str, parts: Sequence[str]) -> list[str]:
    """Those of a sentence and its parts that can be quoted."""
    found = []
    for cut in (sentence, *parts):
        words = _JOINS.sub("", cut.strip()).rstrip(".!?,;:").split()
        if FEWEST <= len(words) <= MOST and not _UNQUOTABLE.search(cut) and not _ASKS.match(words[0]):
            found.append(" ".join(words))
    return found
