"""The claims ledger: figures, ownership and decisions that a candidate states, and figures that can't both hold.

Only what is stated is kept, with its words; `figures` says what counts as stated. To accuse a candidate of a
contradiction that isn't one is worse than to miss one, so figures are held against each other only where they speak of
the same thing (`scope`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.domain.claims import Claim, Conflict
from agent.listening.figures import BY_SUBJECT, figures
from agent.listening.scope import past, scope

_I = r"\bi(?:'ve| have|’ve)?(?: (?:also|then|just|alone|first|mostly|personally|finally|myself|single-handedly|once))?"
_OWNERSHIP = re.compile(
    rf"{_I} (?:owned|own|led|built|designed|implemented|ran(?! (?:into|out|away|late|over))"
    r"|wrote(?! (?:to|him|her|them|you|down|back|an? (?:e-?mail|mail|note|message|letter)))"
    r"|was (?:\w+ )?(?:responsible for|in charge of))\b|\b(?:my part was|i'm the (?:one|owner)|i was the only)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    rf"{_I} (?:decided|chose|rolled back|rolled it back|reverted|paused|stopped|killed|shipped|refused|pushed back"
    r"|vetoed|picked(?! up)|cut(?! (?:myself|my|short))|told (?:\w+ ){1,3}(?:no|to stop|we (?:won't|will not)))\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|imagine|suppose|as though|pretend|wish)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\d)[^.!?\n]+)*[.!?]?")
_NEAR_ENOUGH = 0.25
"""Difference up to which a figure without its limit is taken for one with it; a total is further off from a base."""
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|^[ \t]*>.*$", re.DOTALL | re.MULTILINE)
_STATEMENTS: tuple[tuple[Literal["ownership", "decision"], re.Pattern[str]], ...] = (
    ("ownership", _OWNERSHIP),
    ("decision", _DECISION),
)


class ClaimLedger:
    """Extracts claims and finds figures that contradict each other. Pure."""

    def extract(self, text: str, *, round_id: str, seq: int) -> list[Claim]:
        """The claims in a message; every quote is an exact substring of `text`."""
        claims = [
            Claim("figure", round_id, seq, figure.quote, figure.subject, figure.value, figure.unit)
            for figure in figures(text)
        ]
        said = list(_sentences(text))
        for kind, pattern in _STATEMENTS:
            claims += [Claim(kind, round_id, seq, sentence) for sentence in said if pattern.search(sentence)]
        return claims

    def conflicts(self, claims: Sequence[Claim], seq: int) -> list[Conflict]:
        """Figures of message `seq` that differ from an earlier one for the same thing by more than it tolerates.

        A message that gives two figures for one thing itself ("p99 was 40 ms, now it's 12") explains a change and is
        not held against the candidate, neither then nor later.
        """
        settled = [claim for claim in claims if claim.kind == "figure" and not _explained(claim, claims)]
        found = []
        for claim in (claim for claim in settled if claim.seq == seq):
            earlier = [other for other in settled if other.seq < seq and _comparable(other, claim)]
            if earlier and all(_differ(claim, other) for other in earlier):
                found.append(Conflict(earlier[-1], claim))
        return found


def _explained(claim: Claim, claims: Sequence[Claim]) -> bool:
    return any(o is not claim and o.seq == claim.seq and o.subject == claim.subject for o in claims)


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether both figures, `one` the earlier, are of the same thing, as far as their words tell."""
    quantity = BY_SUBJECT.get(one.subject or "")
    if one.subject != other.subject or quantity is None or not _same_unit(one.unit, other.unit):
        return False
    limits, others = scope(one.quote), scope(other.quote)
    if quantity.unsaid and _far(one, other) <= _NEAR_ENOUGH:
        others |= limits & {quantity.unsaid}
    if limits != others or "?" in limits:
        return False
    if quantity.of_a_model and one.round_id != other.round_id and not limits:
        return False
    return not quantity.drifts or past(one.quote) == past(other.quote)


def _same_unit(one: str | None, other: str | None) -> bool:
    """An amount without a currency fits any."""
    money = {"money", "$", "€", "£", "CHF"}
    return one == other or ("money" in (one, other) and {one, other} <= money)


def _differ(one: Claim, other: Claim) -> bool:
    return _far(one, other) > BY_SUBJECT[one.subject or ""].tolerance


def _far(one: Claim, other: Claim) -> float:
    """The difference of two figures as a share of the larger one."""
    assert one.value is not None
    assert other.value is not None
    largest = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) / largest if largest else 0.0


def _sentences(text: str) -> Iterator[str]:
    """The sentences that state something, code and cited lines left out; exact parts of `text`."""
    masked = _CODE.sub(lambda match: "\n" * len(match.group()), text)
    for match in _SENTENCE.finditer(masked):
        said = match.group()
        if not said.rstrip().endswith("?") and not _SUPPOSED.search(said):
            yield said.strip()
