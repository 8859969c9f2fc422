"""Questions about one sentence that the candidate has just said: where its figure comes from, what in it was his.

They need no knowledge of the subject, only his words. Each is asked about a quote, and each at most once in a round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

from agent.catalog.wording import content_words
from agent.domain.code import talk
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.terms import ANSWERS, Move, RoundKind
from agent.interviewer import phrases
from agent.interviewer.cases import names_figures
from agent.interviewer.quoting import clauses, quoted_in
from agent.interviewer.variants import spoken, unheard
from agent.listening.words import sentences

KINDS = ("decision", "ownership", "figure", "offer", "pay")
"""Kinds of sentence that are worth a second look, best first."""
_WITH_A_FIGURE = ("figure", "offer", "pay")
_OF_A_DEED = ("decision", "ownership")
"""About something done together with others and judged by what came of it; who bargains tells no such story."""
_MARK = ".drill-"
_FIGURE = re.compile(
    r"(?<![\w.,-])(?:[€$£]\s?)?\d[\d.,]*(?:\s?(?:%|percent|k|m|ms|s|x|gb|mb|tb)\b|\s?%| (?!january|february|march|april"
    r"|may|june|july|august|september|october|november|december)[a-z])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTE = re.compile(r"“[^”]*”")
_PAY = re.compile(
    r"\b(?:base|salar(?:y|ies)|pay|paid|offer(?:s|ed)?|compensation|package|sign-on|signing|bonus|equity|options|stock"
    r"|shares|grant|rsus?)\b",
    re.IGNORECASE,
)
"""A figure of pay was not measured: nothing moves it but somebody's word."""
_OFFERED = re.compile(r"\boffer(?:s|ed)?\b", re.IGNORECASE)
"""... and he whom somebody else offered it did not arrive at it."""
_RESULT = re.compile(
    r"%|\bpercent\b|\bfrom \d[\d.,]*\s?\w* to \d|\b(?:fell|rose|mov(?:ed|es)|went|grew|dropp?(?:ed|s)?"
    r"|gain(?:ed|s)?|sav(?:ed|es)|lost|took|takes|costs?|brought|reach(?:ed|es)|missed|caught|found|halved|doubled|improved|reduced|increased"
    r"|decreased|worse|better|more|less|fewer|higher|lower|faster|slower|up|down|was|were|only|p\d\d|latency|recall|precision"
    r"|auc|accuracy|error)\b",
    re.IGNORECASE,
)
"""A figure that came out of something: what was merely set (a batch of 64) moves by itself for nobody."""
_CHOSEN = re.compile(
    r"\bsample of\b"
    r"|\b(?:checked|labell?ed|sampled|drew|picked|read) (?:only |about |just )?(?:an? |the )?(?:\w+ )?\d",
    re.IGNORECASE,
)
"""... and how many he looked at was set by himself."""
_SEASONS = (
    "spring|summer|autumn|winter|january|february|march|april|june|july|august|september|october|november|december"
)
_TOLD = (
    ("cost you", r"\b(?:cost|lost|paid|wasted|threw|(?:hours?|days?|weeks?|months?)(?= |[.,;]|$))\b"),
    ("which period", rf"\b(?:hours?|days?|weeks?|weekend|months?|quarters?|years?|since|{_SEASONS})\b"),
    ("number come from", r"\b(?:i|we) (?:measured|counted|timed|asked)\b|\bfrom the (?:logs?|dashboards?|database)\b"),
    ("compare it with", r"\bfrom \d[\d.,]*\s?\w* to \d|\b(?:compared|against|versus|instead of|baseline)\b"),
)
"""What some of the questions ask for, by words of theirs, and how an answer tells it beforehand."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SUPPOSED = re.compile(
    r"\b(?:would|will|could|should|might|may|must|shall|cannot|if|unless|within|let's|let us|going to)\b"
    r"|\b(?:plan|want|hope) to\b|['’](?:d|ll)\b",
    re.IGNORECASE,
)
"""What is planned, wanted or supposed has cost nothing yet, and its figures were chosen and not found."""
_DID = re.compile(
    r"\bi (?:then |also |just |first |finally )?(?!need|want|work|tri|lik|us|notic|learn|realis|realiz|seem|happen|help"
    r"|look|calculat|check|communicat|compar|comput|count|deriv|estimat|explain|guess|measur|present|reckon|recall|remember|wait|liv|stay|join|attend|talk|discuss|mention|hop|wish|believ|assum|expect|miss|ask|call|watch|start)[a-z]+ed\b"
)
"""Something he did that could have been left, or done in another way."""
_CODE = re.compile(r"[<>=^{}\[\]]|\w\(|\w_\w")
_HANGS = re.compile(
    r"(?:if|with|without|when|while|at|of|as|to|by|for|from|that|what|where|whether|than)\b", re.IGNORECASE
)
"""How half a sentence begins that says nothing by itself."""


def drill(view: RoundView, allowed: Allowed) -> Reply | None:
    """A question about a sentence of the newest answer, the best of `KINDS` first.

    Of sentences of a kind, one that something known resembles comes first, then the one that says most. None after
    another such question, where nothing was answered, where no such sentence is short enough to be quoted, and where
    every way of asking was used in this round.
    """
    if is_open(view) or view.message not in ANSWERS:
        return None
    near = [follow_up.said for follow_up in allowed.follow_ups if follow_up.said]
    found = [(kind, not any(quote in sentence for sentence in near), quote) for kind, quote in _found(view)]
    lead = unheard(phrases.STAYING_WITH, view.transcript.turns, view.seed)
    found.sort(key=lambda item: (KINDS.index(item[0]), item[1], -len(content_words(item[2]))))
    for kind, _, quote in found:
        ask = unheard(_untold(phrases.DRILLS[kind], quote, view), view.transcript.turns, view.seed)
        if lead and ask:
            id = f"{view.question.id}{_MARK}{kind}-{sha256(quote.encode('utf-8', 'replace')).hexdigest()[:8]}"
            return Reply(f"{lead.format(said=quote)} {ask}", Move.DEEPEN, id, (view.question.id,))
    return None


def _untold(asks: Sequence[str], quote: str, view: RoundView) -> list[str]:
    """Those of `asks` that the sentence of a quote, or the one after it, doesn't answer."""
    said = sentences(talk(view.transcript.turns[-1].text))
    place = next((at for at, sentence in enumerate(said) if quote in sentence), 0)
    around = " ".join(said[place : place + 2])
    told = [about for about, tells in _TOLD if re.search(tells, around, re.IGNORECASE)]
    return [ask for ask in asks if not any(about in ask for about in told)]


def is_open(view: RoundView) -> bool:
    """Whether the question to be answered is one of these."""
    return _MARK in (view.open_probe or "")


def again(view: RoundView) -> str | None:
    """The open one in other words; None where they were all said."""
    kind = (view.open_probe or "").partition(_MARK)[2].partition("-")[0]
    quotes = quoted_in(view.open_ask)
    lead = unheard(phrases.STILL_WITH, view.transcript.turns, view.seed)
    ask = unheard(phrases.DRILLS_AGAIN.get(kind, ()), view.transcript.turns, view.seed)
    return f"{lead.format(said=quotes[0])} {ask}" if quotes and lead and ask else None


def _found(view: RoundView) -> Iterator[tuple[str, str]]:
    """Sentences and clauses of the newest answer that can be quoted and were not yet, each with its kind."""
    newest = talk(view.transcript.turns[-1].text)
    heard = spoken(view.transcript.turns)
    claimed = [claim for claim in view.claims if claim.quote in newest]
    for quote in clauses(newest):
        if (
            _HANGS.match(quote)
            or _SUPPOSED.search(quote)
            or _CODE.search(quote)
            or any(quote in text for text in heard)
        ):
            continue
        own = _stated(quote) if any(quote in claim.quote for claim in claimed) else []
        kind = own[0] if own else _kind(quote)
        if kind in _OF_A_DEED and view.question.round is RoundKind.NEGOTIATION:
            continue
        reckoned = kind != "offer" and _was_to_reckon(view)  # what somebody else offered is no sum
        if kind is not None and not (kind in _WITH_A_FIGURE and (reckoned or _is_no_figure_of_his(quote, heard, view))):
            yield kind, quote


def _stated(quote: str) -> list[str]:
    """The decision or the ownership that this very part of a claim states: "I said so" decides nothing."""
    from agent.listening.ledger import ClaimLedger  # as all of listening with the first message, not before

    return [claim.kind for claim in ClaimLedger().extract(quote, round_id="", seq=0) if claim.kind != "figure"]


def _is_no_figure_of_his(quote: str, heard: Sequence[str], view: RoundView) -> bool:
    """Beside code a figure is an index or a sum on paper; and one that the interviewer named is handed back to him."""
    named = set(_NUMBER.findall(" ".join(heard)))
    return view.spec.code or set(_NUMBER.findall(quote)) <= named


def _was_to_reckon(view: RoundView) -> bool:
    """Whether the open follow-up gave figures to reckon with: what comes out is a sum on paper."""
    return view.open_probe is not None and names_figures(_QUOTE.sub("", view.open_ask))


def _kind(quote: str) -> str | None:
    if _DID.search(quote.lower()):
        return "decision"
    if not _FIGURE.search(_YEAR.sub(" ", quote)):
        return None
    if _PAY.search(quote):
        return "offer" if _OFFERED.search(quote) else "pay"
    return "figure" if _RESULT.search(quote) and not _CHOSEN.search(quote) else None
