"""Sums that a candidate does aloud, done again: "2 percent of 50,000 is 10,000".

To accuse a candidate of a sum that holds is worse than to miss one, so only forms that name both operands and the
result are read, and a result may be rounded as people round when they speak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.grading.amounts_said import DIGITS, SPELLED, factor_of, value_of
from agent.grading.reckoning import reckoned_wrong

ROUNDED = 0.12
"""Share of the true result by which a spoken one may be off: "a bit over 600" for 666 is rounding, 500 is not."""


def _number(name: str) -> str:
    """A number as a named group, with what multiplies it and whether it is a percentage."""
    return (
        rf"[$€£~≈]?(?<![\w.,/-])(?P<{name}>{DIGITS}|(?:{SPELLED})\b)"
        rf"(?:\s?(?P<{name}_factor>(?:hundred )?(?:k|m|bn|thousand|million|billion|hundred)\b))?"
        rf"(?:\s?(?P<{name}_share>%|percent\b|per cent\b|pct\b))?"
    )


_NOUNS = (
    r"(?:\s(?!(?:is|are|was|were|and|or|but|not|if|to|than|over|per|by|plus|minus|times|x|divided|squared|into|out|cannot|never)\b|\w+n't\b)"
    r"[a-z][\w'-]*){0,3}"
)
_GOES_ON = re.compile(
    r"(?:[-+*/×÷=^(]|\b(?:plus|minus|times|over|by|of|x|than|from|per|root|log|ln|and|to|or)\b)\s*[$€£~≈]?\Z",
    re.IGNORECASE,
)
"""Before a sum: it is part of a longer one, whose other parts are not read here."""
_IS = (
    r"\s?(?:,\s?)?(?:=|\b(?:is|are|makes?|gives?|equals|comes to|would be|will be"
    r"|(?:that's|that is|which is|so)"
    r"(?=[^a-z]*(?:k|m|bn|thousand|million|billion|hundred)?\s?(?:%|percent)?(?:[.,;!?]|\Z))))\s?"
    r"(?:(?:about|around|roughly|some|only|just|maybe|nearly|almost|approximately|already|over|under)\s)?"
)
_UNITS_OF_TIME = r"(?:ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?|months?|years?)\b"
_END = rf"(?!\s?{_UNITS_OF_TIME})(?![\d.,]*\d)(?!\s?(?:times|x|×|percentage|points?|out of|of)\b)"
_NO_UNIT = rf"(?!\s?{_UNITS_OF_TIME})"


def _form(middle: str, result: Callable[[float, float], float]) -> tuple[re.Pattern[str], Callable[..., float]]:
    pattern = rf"{_number('a')}{_NO_UNIT}{middle}{_number('b')}{_NO_UNIT}{_NOUNS}{_IS}{_number('c')}{_END}"
    return re.compile(pattern, re.IGNORECASE), result


_FORMS = (
    _form(rf"{_NOUNS}\s?(?:times|×|\*|\bx\b)\s?", lambda a, b: a * b),
    _form(rf"{_NOUNS}\s?(?:divided by|÷)\s?", lambda a, b: a / b),
    _form(r"\s?/\s?", lambda a, b: a / b),
    _form(r"\s?(?:plus|\+)\s?", lambda a, b: a + b),
    _form(r"\s?minus\s?", lambda a, b: a - b),
    _form(r"\s(?:of (?:the |our |those |these |all )?)", lambda a, b: a * b),
    _form(rf"{_NOUNS}\s(?:out of|in|of)\s", lambda a, b: a / b),
)
_MINUS, _PART_OF, _SHARE_OF = 4, 5, 6


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A sum that does not hold: where it stands in the text, what was said and what it comes to."""

    start: int
    end: int
    quote: str
    said: float
    true: float
    unit: str = ""

    @property
    def words(self) -> str:
        """The right result, as a person would write it."""
        for size, name in ((1e9, "billion"), (1e6, "million")):
            if abs(self.true) >= size:
                return f"{self.true / size:.3g} {name} {self.unit}".strip()
        number = f"{self.true:,.0f}" if abs(self.true) >= 100 else f"{self.true:.3g}"
        return f"{number} {self.unit}".strip().replace(" %", "%")


def wrong_sums(text: str) -> tuple[WrongSum, ...]:
    """The sums in a text that do not hold, in order, none twice."""
    found: dict[int, WrongSum] = {}
    for number, (pattern, result) in enumerate(_FORMS):
        for match in pattern.finditer(text):
            if _GOES_ON.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            wrong = _checked(match, result, number)
            if wrong is not None:
                found.setdefault(wrong.end, wrong)
    for told in reckoned_wrong(text):
        if not any(wrong.start < told.end and told.start < wrong.end for wrong in found.values()):
            found[told.end] = WrongSum(
                told.start, told.end, text[told.start : told.end], told.said, told.true, told.unit
            )
    return tuple(sorted(found.values(), key=lambda wrong: wrong.start))


def _checked(match: re.Match[str], result: Callable[[float, float], float], form: int) -> WrongSum | None:
    (a, a_share), (b, b_share), (c, c_share) = (_value(match, name) for name in "abc")
    if form == _PART_OF and (not a_share or b_share or c_share):
        return None  # "3 of 4 is ..." is a share, and is read as one
    if form == _SHARE_OF and (not c_share or a_share or b_share or a > b):
        return None
    if form not in (_PART_OF, _SHARE_OF) and c_share != (a_share and b_share) and not _mixed(a_share, b_share, form):
        return None
    if b == 0 and result(1, 1) == 1 and form in (1, 2, _SHARE_OF):
        return None
    if form == _MINUS and c > a >= 0 <= b:
        return None  # below zero: "in uint16, 3 minus 13 is 65,526"
    true = result(a, b)
    if any(abs(reading - c) <= _slack(match, reading, c) for reading in (true, *_other_readings(a, b, form))):
        return None
    scale = 100.0 if c_share else 1.0
    return WrongSum(match.start(), match.end(), match.group(), c * scale, true * scale)


def _mixed(a_share: bool, b_share: bool, form: int) -> bool:
    """A share times an amount is an amount; for other sums of a share and an amount nobody knows what was meant."""
    return form == 0 and a_share != b_share


def _other_readings(a: float, b: float, form: int) -> Iterator[float]:
    """What else the words can mean and still hold: a product of thousands said short ("40 times 25 is 1k")."""
    if form == 0:
        yield from (a * b / 1e3, a * b / 1e6)


def _slack(match: re.Match[str], true: float, said: float) -> float:
    """How far the result may be off: by rounding as people do, or by half of its last written digit."""
    written = match.group("c")
    digits = written.replace(",", "") if re.fullmatch(DIGITS, written) else ""
    trailing = len(digits) - len(digits.rstrip("0")) if "." not in digits else -len(digits.partition(".")[2])
    factor = _factor(match, "c") / (100 if match.group("c_share") else 1)
    return max(ROUNDED * abs(true), 0.51 * 10.0**trailing * factor if digits else 0.0, 1e-9 * abs(said))


def _value(match: re.Match[str], name: str) -> tuple[float, bool]:
    """A number with its factor, as a share where it is a percentage."""
    value = value_of(match.group(name), match.group(f"{name}_factor") or "")
    share = match.group(f"{name}_share") is not None
    return (value / 100 if share else value), share


def _factor(match: re.Match[str], name: str) -> float:
    return factor_of(match.group(f"{name}_factor") or "")
