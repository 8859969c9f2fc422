"""The claims ledger: figures, ownership and decisions that a candidate states, and figures that can't both hold.

Only what is stated is kept, with its words. A figure counts where a known quantity and a number with a fitting unit
stand in one clause; what is only supposed ("say p99 is 40 ms", "if we had 10 engineers") is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.domain.claims import Claim, Conflict

TOLERANCE = 0.15
"""Figures for one thing that differ by less are the same figure said twice (12 ms, "about 13")."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """Something people put figures on. `words` finds its name, `units` what a number of it may carry."""

    subject: str
    words: str
    units: frozenset[str]


_TIME = frozenset({"ms", "s", "min", "h"})
_QUANTITIES = (
    _Quantity("p99 latency", r"p\s?99(?!\.\d)(?:\s+latency)?|99th percentile", _TIME),
    _Quantity("p95 latency", r"p\s?95(?:\s+latency)?|95th percentile", _TIME),
    _Quantity("p50 latency", r"p\s?50(?:\s+latency)?|median latency", _TIME),
    _Quantity("latency", r"(?<!median )latency|response time", _TIME),
    _Quantity("requests per second", r"qps|rps|(?:requests?|queries) (?:per|a|each) second", frozenset({""})),
    _Quantity("AUC", r"(?:roc[- ]?)?auc(?:[- ]roc)?", frozenset({"", "%"})),
    _Quantity("precision", r"precision(?: at \d+)?", frozenset({"", "%"})),
    _Quantity("recall", r"recall(?: at \d+)?", frozenset({"", "%"})),
    _Quantity("F1", r"f1(?:[- ]score)?", frozenset({"", "%"})),
    _Quantity("accuracy", r"accuracy", frozenset({"", "%"})),
    _Quantity("click-through rate", r"ctr|click[- ]through(?: rate)?", frozenset({"%"})),
    _Quantity("conversion rate", r"conversion(?: rate)?", frozenset({"%"})),
    _Quantity("positive rate", r"positive rate|base rate|prevalence", frozenset({"%"})),
    _Quantity("team size", r"engineers|people on (?:the|my|our) team|team of", frozenset({""})),
    _Quantity("base salary", r"base(?: salary| pay)?", frozenset({"$"})),
    _Quantity("notice period", r"notice(?: period)?", frozenset({"days", "weeks", "months"})),
    _Quantity("years of experience", r"years? of experience|years? in (?:ml|machine learning)", frozenset({""})),
)  # fmt: skip
_SCALE = {
    "ms": ("ms", 1.0), "millisecond": ("ms", 1.0), "milliseconds": ("ms", 1.0), "msec": ("ms", 1.0),
    "s": ("ms", 1e3), "sec": ("ms", 1e3), "second": ("ms", 1e3), "seconds": ("ms", 1e3),
    "min": ("ms", 6e4), "minute": ("ms", 6e4), "minutes": ("ms", 6e4),
    "h": ("ms", 3.6e6), "hour": ("ms", 3.6e6), "hours": ("ms", 3.6e6),
    "%": ("%", 1.0), "percent": ("%", 1.0), "pct": ("%", 1.0),
    "day": ("days", 1.0), "days": ("days", 1.0), "week": ("days", 7.0), "weeks": ("days", 7.0),
    "month": ("days", 30.0), "months": ("days", 30.0),
}  # fmt: skip
_FAMILY = {"ms": _TIME, "days": frozenset({"days", "weeks", "months"}), "%": frozenset({"%"}), "$": frozenset({"$"})}
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?P<currency>[$€£])?(?<![\w.])(?P<number>\d+(?:[.,]\d+)*|" + "|".join(_WORDS) + r")"
    r"\s?(?P<factor>(?:k|m)\b|thousand\b|million\b)?"
    r"\s?(?P<unit>%|ms\b|msec\b|milliseconds?\b|s\b|secs?\b|seconds?\b|min\b|minutes?\b|h\b|hours?\b|percent\b|pct\b"
    r"|days?\b|weeks?\b|months?\b)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^.;!?\n,]+(?:[.,](?=\d)[^.;!?\n,]+)*")
_JOINT = re.compile(r"\s+(?:and|but|because|so|while|whereas)\s+", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:if|say|assume|assuming|suppose|imagine|would|could|should|might|target|goal|budget|limit"
    r"|at most|at least|under|below|above|over|maybe|i'd|we'd|let's|hypothetical\w*|wanted|want|aim|aiming|from)\b",
    re.IGNORECASE,
)
_OWNERSHIP = re.compile(
    r"\b(?:i (?:owned|own|led|built|wrote|designed|ran|was responsible for|was in charge of)|my part was)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\bi (?:decided|chose|rolled back|reverted|paused|stopped|killed|shipped|told|refused|pushed back|picked|cut)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\d)[^.!?\n]+)*[.!?]?")


_STATEMENTS: tuple[tuple[Literal["ownership", "decision"], re.Pattern[str]], ...] = (
    ("ownership", _OWNERSHIP),
    ("decision", _DECISION),
)


class ClaimLedger:
    """Extracts claims and finds figures that contradict each other. Pure."""

    def extract(self, text: str, *, round_id: str, seq: int) -> list[Claim]:
        """The claims in a message; every quote is an exact substring of `text`."""
        claims = [
            Claim("figure", round_id, seq, quote, subject, value, unit)
            for quote, subject, value, unit in _figures(text)
        ]
        for kind, pattern in _STATEMENTS:
            sentences = (match.group().strip() for match in _SENTENCE.finditer(text))
            claims += [Claim(kind, round_id, seq, said) for said in sentences if pattern.search(said)]
        return claims

    def conflicts(self, claims: Sequence[Claim], seq: int) -> list[Conflict]:
        """Figures of message `seq` that differ from an earlier one for the same thing by more than TOLERANCE.

        A message that gives two figures for one thing itself ("p99 went from 40 to 12 ms") explains a change and is
        not held against the candidate.
        """
        newest = [claim for claim in claims if claim.seq == seq and claim.kind == "figure"]
        found = []
        for claim in newest:
            if sum(other.subject == claim.subject for other in newest) > 1:
                continue
            earlier = [c for c in claims if c.seq < seq and c.subject == claim.subject and c.unit == claim.unit]
            if earlier and all(_differ(claim, other) for other in earlier):
                found.append(Conflict(earlier[-1], claim))
        return found


def _differ(one: Claim, other: Claim) -> bool:
    assert one.value is not None
    assert other.value is not None
    return abs(one.value - other.value) > TOLERANCE * max(abs(one.value), abs(other.value))


def _clauses(text: str) -> list[str]:
    """What is stated by itself: "our p99 is 40 ms and the budget is 50" states the first and supposes nothing of it."""
    return [part for clause in _CLAUSE.findall(text) for part in _JOINT.split(clause)]


def _figures(text: str) -> list[tuple[str, str, float, str]]:
    found = []
    for words in _clauses(text):
        if _SUPPOSED.search(words):
            continue
        for quantity in _QUANTITIES:
            name = re.search(rf"\b(?:{quantity.words})\b", words, re.IGNORECASE)
            measured = _number_near(words, name, quantity) if name else None
            if measured is not None:
                found.append((words.strip(), quantity.subject, *measured))
                break
    return found


def _number_near(words: str, name: re.Match[str], quantity: _Quantity) -> tuple[float, str] | None:
    """The number of the clause that stands nearest to the quantity's name and carries a unit it may carry."""
    numbers = [m for m in _NUMBER.finditer(words) if m.end() <= name.start() or m.start() >= name.end()]
    numbers.sort(key=lambda m: max(name.start() - m.end(), m.start() - name.end()))
    for match in numbers:
        value, unit = _value(match)
        if unit in quantity.units or _FAMILY.get(unit, frozenset()) & quantity.units:
            return _normalised(value, unit, quantity)
        if quantity.units == frozenset({"$"}) and unit == "" and value >= 30:
            return (value * 1000 if value < 1000 else value), "$"
    return None


def _value(match: re.Match[str]) -> tuple[float, str]:
    number = match.group("number").lower()
    value = float(_WORDS[number]) if number in _WORDS else _parse(number)
    factor = (match.group("factor") or "").lower()
    value *= {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get(factor, 1.0)
    if match.group("currency"):
        return value, "$"
    unit, scale = _SCALE.get((match.group("unit") or "").lower(), ("", 1.0))
    return value * scale, unit


def _parse(number: str) -> float:
    """12, 0.82, 1,200 or 0,82: a comma before exactly three digits parts thousands, else it is a decimal comma."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return float(number.replace(",", ""))
    parts = re.split(r"[.,]", number)
    return float(parts[0] if len(parts) == 1 else f"{''.join(parts[:-1])}.{parts[-1]}")


def _normalised(value: float, unit: str, quantity: _Quantity) -> tuple[float, str]:
    """Shares are kept as shares: "AUC 82%" is 0.82."""
    if quantity.units == frozenset({"", "%"}):
        return (value / 100 if unit == "%" or value > 1 else value), "share"
    return value, unit
