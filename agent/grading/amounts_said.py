"""Amounts as they are said in a rough sum: "12 thousand tickets a month", "$3 per million", "2 bytes each"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Literal

from agent.listening.amounts import NUMBER_WORDS, parse

Dimension = Literal["count", "time", "bytes", "money", "share"]

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
WORDS = {**NUMBER_WORDS, "thirteen": 13, "fourteen": 14, "sixteen": 16, "seventeen": 17, "eighteen": 18,
         "nineteen": 19, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
FACTORS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "hundred": 1e2}
DIGITS = r"\d+(?:[.,]\d+)*"
SPELLED = rf"(?:{_TENS})[- ](?:{_ONES})|" + "|".join(sorted(WORDS, key=len, reverse=True))

_PERIODS = {"ms": 1e-3, "millisecond": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0,
            "h": 3600.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0,
            "month": 2.628e6, "year": 3.1536e7}  # fmt: skip
_SIZES = {"bit": 0.125, "byte": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15, "kilobyte": 1e3,
          "megabyte": 1e6, "gigabyte": 1e9, "terabyte": 1e12, "petabyte": 1e15, "gig": 1e9, "meg": 1e6}  # fmt: skip
_MONEY = {"dollar": 1.0, "euro": 1.0, "pound": 1.0, "buck": 1.0, "cent": 0.01}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "hundredth": 100}
_PERIOD = "|".join(f"{name}s?" for name in sorted(_PERIODS, key=len, reverse=True))
_UNIT = "|".join(f"{name}s?" for name in sorted((*_PERIODS, *_SIZES, *_MONEY), key=len, reverse=True))
_NO_NOUN = (
    "is are was were be and or but not if to than over per by plus minus times x divided squared into out each "
    "apiece every a an the that that's which so for at in with on make makes made come comes came give gives "
    "equal equals take takes took would will of from after before then we i it it's you they have has had because "
    "since while when counts count need needs precision recall this about roughly around total get gets means "
    "adds multiplied works qps rps"
)
_NOUN = rf"(?:\s(?!(?:{_NO_NOUN.replace(' ', '|')})\b)[a-z][\w'-]*){{0,3}}"
AMOUNT = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<one>one|1|a) (?:in|out of) (?P<many>(?:an? )?(?:hundred|thousand|million)|(?:"
    + DIGITS
    + rf"|{SPELLED})(?:\s?(?:k|m|hundred|thousand|million))?)(?![\w,])"
    rf"(?P<of>{_NOUN})"
    r"|(?P<part>(?:a |one )?(?:half|third|quarter|fifth|tenth|hundredth))(?=\s(?:of\b|if\b)|[.,;!]|\Z)"
    r"|(?P<money>[$€£])?(?:(?P<halved>half) an? (?=million|billion|thousand)|an? (?=hundred|thousand|million|billion)"
    rf"|(?P<number>{DIGITS}|(?:{SPELLED})\b))"
    r"(?P<halves>\sand a half\b)?(?P<factor>(?:[\s-]?(?:k|m|bn|b|thousand|million|billion|hundred)\b){0,2})"
    r"(?:\s?(?P<share>%|percent\b|per cent\b|pct\b))?"
    rf"(?P<before>(?:\s(?:gpu|cpu|a100|h100|machine|person|engineer|node|core)s?)?)(?:[\s-]?(?P<unit>{_UNIT})\b)?"
    rf"(?P<noun>{_NOUN})"
    r"(?:(?P<qps>\s(?<=\s)(?:qps|rps)\b)"
    rf"|\s?(?:per|an?|every|each|/)\s?(?P<period>{_PERIOD})\b"
    rf"|\s(?:per|a)\s(?P<batch>million|thousand|billion|1,?000|1k|1m)\b"
    rf"(?:\s(?!(?:{_NO_NOUN.replace(' ', '|')})\b)[a-z]+s\b)?"
    r"|\s(?P<each>each|apiece|(?:per|a|an) (?P<owner>(?!lot|bit|half|time)[a-z][\w-]*)))?"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and its place in the text.

    `value` is in seconds, bytes, whole money or as a share. `noun` is what it counts, in lower case, `period` the
    seconds of "a day" (None without one); `each` where it holds for one of something, `owner` what that is called.
    `one` is what 1 of its unit is worth, `unit` how that was said.
    """

    start: int
    end: int
    value: float
    dimension: Dimension
    noun: str
    period: float | None
    each: bool
    owner: str = ""
    one: float = 1.0
    unit: str = ""


def amounts_said(text: str) -> Iterator[Amount]:
    """The amounts of a text in their order."""
    for match in AMOUNT.finditer(text):
        yield _amount(match)


def value_of(number: str, factor: str) -> float:
    """A number as it is written or spelled, times the words behind it: "12" and "hundred thousand"."""
    written = number.lower()
    value = parse(written) if written[0].isdigit() else float(sum(WORDS[word] for word in re.split(r"[- ]", written)))
    return value * factor_of(factor)


def factor_of(words: str) -> float:
    """What the words behind a number multiply it by: 1e5 for "hundred thousand"."""
    return prod({**FACTORS, "b": 1e9}[word] for word in words.lower().replace("-", " ").split())


def _amount(match: re.Match[str]) -> Amount:
    start, end = match.span()
    if match["one"]:
        many = re.fullmatch(rf"(?:an? )?(?P<number>{DIGITS}|(?:{SPELLED})\b)?(?P<factor>.*)", match["many"].lower())
        assert many is not None
        size = value_of(many["number"] or "1", many["factor"])
        return Amount(start, end, 1 / size if size else 0.0, "share", match["of"].strip().lower(), None, False)
    if match["part"]:
        return Amount(start, end, 1 / _PARTS[match["part"].lower().split()[-1]], "share", "", None, False)
    unit = (match["unit"] or "").lower()
    dimension, one = _measure(unit, match)
    written = value_of(match["number"] or "1", "") + (0.5 if match["halves"] else 0.0)
    value = written * factor_of(match["factor"]) * (0.5 if match["halved"] else 1.0) * one
    if match["batch"]:
        value /= factor_of("k" if match["batch"].lower() in ("thousand", "1000", "1,000", "1k") else "m")
    named = (match["period"] or "").lower()
    period = _PERIODS.get(named, _PERIODS.get(named.rstrip("s"))) if named else 1.0 if match["qps"] else None
    noun = f"{match['before']}{match['noun']}".strip().lower()
    said = f"{match['before']} {match['unit'] or ''}" if unit else "%" if match["share"] else ""
    per = match.group()[match.end("noun") - start :] if period else ""
    each = bool(match["each"] or match["batch"])
    return Amount(
        start, end, value, dimension, noun, period, each, (match["owner"] or "").lower(), one, f"{said}{per}".strip()
    )


def _measure(unit: str, match: re.Match[str]) -> tuple[Dimension, float]:
    """What an amount is of, and what 1 of its unit is worth."""
    single = unit if unit in _PERIODS else unit.rstrip("s")
    if match["share"]:
        return "share", 0.01
    if match["money"] or single in _MONEY:
        return "money", _MONEY.get(single, 1.0)
    if single in _SIZES:
        return "bytes", _SIZES[single]
    return ("time", _PERIODS[single]) if single in _PERIODS else ("count", 1.0)
