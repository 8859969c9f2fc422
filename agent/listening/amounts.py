"""Numbers with their units, as people type them, and what they amount to."""

from __future__ import annotations

import re

TIME = frozenset({"ms", "s", "min", "h"})
SHARE = frozenset({"", "%"})
MONEY = frozenset({"money"})
PERIOD = frozenset({"days"})
COUNT = frozenset({""})

_SCALE = {
    "ms": ("ms", 1.0), "millisecond": ("ms", 1.0), "milliseconds": ("ms", 1.0), "msec": ("ms", 1.0),
    "s": ("s", 1e3), "sec": ("s", 1e3), "secs": ("s", 1e3), "second": ("s", 1e3), "seconds": ("s", 1e3),
    "min": ("min", 6e4), "mins": ("min", 6e4), "minute": ("min", 6e4), "minutes": ("min", 6e4),
    "h": ("h", 3.6e6), "hour": ("h", 3.6e6), "hours": ("h", 3.6e6),
    "%": ("%", 1.0), "percent": ("%", 1.0), "pct": ("%", 1.0),
    "day": ("days", 1.0), "days": ("days", 1.0), "week": ("days", 7.0), "weeks": ("days", 7.0),
    "month": ("days", 30.0), "months": ("days", 30.0),
}  # fmt: skip
_CURRENCIES = {
    "$": "$", "usd": "$", "dollars": "$", "dollar": "$", "€": "€", "eur": "€", "euro": "€", "euros": "€",
    "£": "£", "gbp": "£", "pounds": "£", "chf": "CHF", "francs": "CHF",
}  # fmt: skip
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
NUMBER = re.compile(
    r"(?P<before>[$€£]\s?)?(?<![\w.,@])(?P<number>\d+(?:[.,]\d+)*|(?:" + "|".join(NUMBER_WORDS) + r")\b)"
    r"(?:\s?(?P<factor>(?:k|m|thousand|million)\b))?"
    r"(?:\s?(?P<unit>%|(?:ms|msec|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hours?|percent|pct|days?|weeks?"
    r"|months?)\b(?:'|’)?))?"
    r"(?:\s?(?P<after>[$€£]|(?:usd|dollars?|eur|euros?|gbp|pounds|chf|francs)\b))?",
    re.IGNORECASE,
)


def measure(match: re.Match[str], units: frozenset[str]) -> tuple[float, str] | None:
    """A match of NUMBER as an amount in one of `units`, with its unit; None where it carries another."""
    value = _worth(match.group("number").lower())
    factor = (match.group("factor") or "").lower()
    value *= {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get(factor, 1.0)
    written = (match.group("unit") or "").lower().rstrip("'’")
    unit, scale = _SCALE.get(written, ("", 1.0))
    currency = (match.group("before") or match.group("after") or "").strip().lower()
    if units == MONEY:
        return _money(value, _CURRENCIES.get(currency, "money")) if not unit else None
    if currency or unit not in units:
        return None
    if "%" in units:
        return _share(value, unit)
    return value * scale, "ms" if unit in TIME else unit


def _money(value: float, unit: str) -> tuple[float, str] | None:
    """A yearly amount: "95" among salaries is 95,000."""
    if value < 30:
        return None
    return (value * 1000 if value < 1000 else value), unit


def _share(value: float, unit: str) -> tuple[float, str] | None:
    """Shares are kept as shares: "AUC 82%", "82" and "0.82" are 0.82."""
    if unit == "%":
        return value / 100, "share"
    if 0 < value <= 1:
        return value, "share"
    return (value / 100, "share") if 20 <= value <= 100 else None


def parse(number: str) -> float:
    """12, 0.82, 1,200 or 0,82: a comma before exactly three digits parts thousands, else it is a decimal comma."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", number):
        return float(number.replace(",", ""))
    parts = re.split(r"[.,]", number)
    return float(parts[0] if len(parts) == 1 else f"{''.join(parts[:-1])}.{parts[-1]}")


def values(text: str) -> set[float]:
    """The figures of a text by their value; "one" is mostly a pronoun."""
    said = [match.group("number").lower() for match in NUMBER.finditer(text)]
    return {_worth(word) for word in said if word != "one"}


def _worth(number: str) -> float:
    return float(NUMBER_WORDS[number]) if number in NUMBER_WORDS else parse(number)
