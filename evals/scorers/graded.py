"""Checks of a grade against what its transcript was written to hold: a hint, an echo, a limit, a mistake taken back.

They look at what the grader wrote before the program mended it, where a model wrote; a quote that nobody said is then
a finding of `quotes_verbatim` and the rating beside it still counts as given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.domain.verdict import Scorecard
from evals.scorers.behaviour.case import content
from evals.task import Finding

_FAR = 2
_OFF = 0.6
"""Mean distance from the labels of a round from which ratings no longer agree; careful readers differ by less."""
_MOVED = 0.5
"""Mean change of a round's ratings from which its style moved them."""
_REPEATED = 0.7
"""Share of a quote's words that stood in the hint, from which it only repeats it."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One signal as it was rated: the rating, and the quotes with their turns."""

    rating: int | None = None
    quotes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Given:
    """A grade of a row of datasets/grading_rules.jsonl."""

    row: Mapping[str, Any]
    signals: Mapping[str, Rated]
    flags: frozenset[str]

    @property
    def marks(self) -> Mapping[str, Any]:
        """What the transcript was written to hold."""
        marks: Mapping[str, Any] = self.row["marks"]
        return marks

    def of(self, signal: str) -> Rated:
        """How a signal was rated; one that was left out was not observed."""
        return self.signals.get(signal, Rated())

    def off(self) -> list[int]:
        """How far each labelled rating is from its label; not observed counts as one step off."""
        labels = {signal: right["rating"] for signal, right in self.row["right"].items()}
        given = {signal: self.of(signal).rating for signal in labels}
        return [1 if given[signal] is None else int(given[signal] or 0) - label for signal, label in labels.items()]


def given(row: Mapping[str, Any], card: Scorecard, answers: Sequence[tuple[str, str]]) -> Given:
    """The grade as it was written, (purpose, text) of each answer; the scorecard's where no model wrote one."""
    raw = written(answers, "grade")
    if raw is None or "signals" not in raw:
        rated = {s.id: Rated(s.rating, tuple((e.turn, e.quote) for e in s.evidence)) for s in card.signals}
        return Given(row, rated, frozenset(flag.value for flag in card.flags))
    rated = {
        item["signal"]: Rated(item["rating"], tuple((quote["turn"], quote["quote"]) for quote in item["evidence"]))
        for item in raw["signals"]
    }
    return Given(row, rated, frozenset(raw["flags"]))


def written(answers: Sequence[tuple[str, str]], purpose: str) -> dict[str, Any] | None:
    """The first answer to a purpose as it was written, before the program mended it; None where that is no form."""
    text = next((text for name, text in answers if name == purpose), None)
    if text is None:
        return None
    try:
        raw = json.loads(text)
    except ValueError:
        return None
    return raw if isinstance(raw, dict) else None


def rating_agreement(case: Given) -> Iterator[Finding]:
    """Ratings agree with the labels: none is two steps off, and over the round they are near."""
    off = [abs(step) for step in case.off()]
    if max(off) >= _FAR or sum(off) / len(off) >= _OFF:
        yield Finding("rating_agreement", None, f"{sum(off) / len(off):.1f} steps off on average, {max(off)} at most")


def style_changes_nothing(cases: Sequence[Given]) -> Iterator[Finding]:
    """The same content said in other ways gets the ratings of the plain way; the first case is the plain one."""
    plain, *others = cases
    for other in others:
        moved = [(other.of(signal).rating or 0) - (plain.of(signal).rating or 0) for signal in plain.row["right"]]
        if abs(sum(moved)) / len(moved) >= _MOVED or max(map(abs, moved)) >= _FAR:
            yield Finding("style_changes_nothing", None, f"{other.row['manner']}: moved by {moved}")


def hints_count_less(case: Given) -> Iterator[Finding]:
    """What only repeats a hint raises no rating, and what the interviewer said is no evidence."""
    signal = case.marks.get("hinted")
    if signal is None:
        return
    rated, label = case.of(signal), case.row["right"][signal]["rating"]
    if (rated.rating or 0) > label:
        yield Finding("hints_count_less", None, f"{signal} is rated {rated.rating} after a hint")
    hint = content(case.marks["hint"][1])
    for name, other in case.signals.items():
        for turn, quote in other.quotes:
            said = content(quote)
            if (other.rating or 0) > 1 and said and len(said & hint) >= _REPEATED * len(said):
                yield Finding("hints_count_less", turn, f"{name} rests on the hint: {quote}")


def unasked_is_null(case: Given) -> Iterator[Finding]:
    """What nobody asked about is not observed; what was asked about and evaded is rated, by the evasion."""
    unasked, evaded = case.marks.get("unasked"), case.marks.get("evaded")
    if unasked and case.of(unasked).rating is not None:
        yield Finding("unasked_is_null", None, f"{unasked} was not asked about and is rated {case.of(unasked).rating}")
    if not evaded:
        return
    rated, (turn, _) = case.of(evaded), case.marks["evasion"]
    if rated.rating != 1:
        yield Finding("unasked_is_null", turn, f"{evaded} was evaded and is rated {rated.rating or 'not observed'}")
    elif not any(_stands_in(case, turn, quote) for _, quote in rated.quotes):
        yield Finding("unasked_is_null", turn, f"{evaded} was evaded, and something else is quoted")


def honest_limits_rated(case: Given) -> Iterator[Finding]:
    """Not knowing, with a way to find out, is rated as judgement; arguing about a rating as nothing."""
    if "limit" in case.marks:
        signal, (turn, _) = case.marks["limit_of"], case.marks["limit"]
        rated = case.of(signal)
        if (rated.rating or 0) < 2 or not any(_stands_in(case, turn, quote) for _, quote in rated.quotes):
            yield Finding("honest_limits_rated", turn, f"{signal} is rated {rated.rating or 'not observed'}")
    if "arguing" in case.marks:
        signal, (turn, _) = case.marks["arguing_of"], case.marks["arguing"]
        if (case.of(signal).rating or 0) > case.row["right"][signal]["rating"]:
            yield Finding("honest_limits_rated", turn, f"{signal} is rated {case.of(signal).rating} after an argument")
        for name, other in case.signals.items():
            if any(_stands_in(case, turn, quote) for _, quote in other.quotes):
                yield Finding("honest_limits_rated", turn, f"{name} rests on arguing about the rating")


def questions_rated_as_asking(case: Given) -> Iterator[Finding]:
    """What he asked about, and then made nothing of, is not rated where no anchor speaks of asking."""
    asking = case.marks.get("asking")
    if asking and case.of(asking).rating is not None:
        turn, _ = case.marks["question"]
        yield Finding("questions_rated_as_asking", turn, f"{asking} is rated {case.of(asking).rating} for a question")


def contradiction_flagged(case: Given) -> Iterator[Finding]:
    """What cannot both hold raises its flag and counts against the signal; what was corrected does neither."""
    raised = "contradiction" in case.flags
    if raised != ("contradiction" in case.row["flags"]):
        yield Finding("contradiction_flagged", None, "flagged without a reason" if raised else "not flagged")
    standing, corrected = case.marks.get("standing"), case.marks.get("corrected")
    if standing and (case.of(standing).rating or 0) > 2:
        yield Finding("contradiction_flagged", None, f"{standing} is rated {case.of(standing).rating} all the same")
    if not corrected:
        return
    rated, (_, mistake) = case.of(corrected), case.marks["mistake"]
    if (rated.rating or 0) < case.row["right"][corrected]["rating"]:
        yield Finding("contradiction_flagged", None, f"{corrected} is rated {rated.rating} by a mistake taken back")
    for turn, quote in rated.quotes:
        if content(quote) <= content(mistake):
            yield Finding("contradiction_flagged", turn, f"rests on the mistake that was taken back: {quote}")


def _stands_in(case: Given, turn: int, quote: str) -> bool:
    return quote.rstrip(".,;… ") in case.row["turns"][turn]["text"]


CHECKS = (
    rating_agreement,
    hints_count_less,
    unasked_is_null,
    honest_limits_rated,
    contradiction_flagged,
    questions_rated_as_asking,
)


def findings(case: Given) -> list[Finding]:
    """Everything that any check of a single grade finds."""
    return [finding for check in CHECKS for finding in check(case)]
