"""The forms of a sum told with its units: each says what its parts come to, the plainest reading first.

A form yields nothing where the words between the numbers are not quite its own. `agent.grading.reckoning` asks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from math import prod

from agent.grading.amounts_said import Amount

Form = Callable[[str, Sequence[Amount], Amount], Iterator[float]]

_ABOUT = r"(?:(?:about|around|roughly|some|only|just|maybe|nearly|almost|approximately|already|like|ca|circa)\s)*"
_ABOUT += r"[$€£~≈]?"
_THEN = r"[\s,;:.]*(?:and |so |then |in total |altogether |overall )*"
_STRONG = re.compile(
    rf"{_THEN}(?:that |which |it |this |you |we |i |they )?(?:=|is|are|makes?|gives?(?: (?:me|us|you))?|equals?"
    r"|(?:comes (?:out )?|works out )(?:to|at)|adds up to|would be|will be"
    r"|(?:pay|get|spend|lose|end up with)|costs?(?: us| me)?)"
    rf"\s{_ABOUT}",
    re.IGNORECASE,
)
_WEAK = re.compile(
    rf"{_THEN}(?:that's|that is|so|so it's|it's|which is|means"
    rf"|(?:that |which |it |(?:we|you|i|they)(?:'d|'ll)? )?(?:needs?|takes?))\s{_ABOUT}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\s?,\s{_ABOUT}", re.IGNORECASE)
_TIMES = re.compile(
    r"[\s,]*(?:(?:and )?(?:at|for|with|in|on|over|by|times|x|×|\*|multiplied by|has|have|of"
    r"|(?:each|every) (?:\w+ ){1,2}?\w+))?\s?[$€£]?\Z",
    re.IGNORECASE,
)
"""Between two factors; a bare comma or "with" counts only where one of both is "each"."""
_OF_ONE = re.compile(r", |,? (?:and|for|and for|to|on) ")
_SPANS = {" for ": "time", " on ": "time", " to ": "rate"}
"""What one of two amounts has to be for a word to multiply them: "8 GPUs for 72 hours", "2 a week to 5 million"."""
_AT_PRICE = re.compile(r"\s(?:\w+ )?at\s[$€£]?", re.IGNORECASE)
"""Before a number without a unit that is a price where the result is money: "38,000 chats at 4.20 is 160,000 euro"."""
_SIGN = re.compile(r"\b(?:times|x|multiplied by|each|every|at)\b|[×*]", re.IGNORECASE)
_PLUS = re.compile(r"\s?(?:plus|\+)\s?", re.IGNORECASE)
_OVER = re.compile(r"\s?(?:divided by|÷|/)\s?", re.IGNORECASE)
_PART_OF = re.compile(r"\s(?:of|out of)(?: (?:the|our|my|those|these|all|about))*\s[$€£]?", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:out )?of (?:the |our )?\Z", re.IGNORECASE)
_AND_THERE = re.compile(
    r"(?:\s(?:is|are)(?: an?)? (?:[a-z-]+)?)?[,\s]+(?:and )?"
    r"(?:with|we have|there are|we see|we get|i have|out of)(?: about)? ",
    re.IGNORECASE,
)
_IS_SUCH = re.compile(r"^\s(?:is|are|were|was) [a-z]+(?=,)")
_RATIO = re.compile(
    r"[\s,]*(?:so |and |then |which makes |which means |the |our |my )*(?P<name>precision|recall|accuracy) "
    rf"(?:is|would be|comes to)\s{_ABOUT}",
    re.IGNORECASE,
)
_COUNTED = {"precision": ("true pos", "false pos"), "recall": ("true pos", "false neg")}
_BATCH = re.compile(
    r"[\s,]*(?:and )?(?:each|every|a|one|the) (?:batch|call|step|pass) takes (?:about |around )?", re.IGNORECASE
)
_AT_RATE = re.compile(r"[\s,]*(?:and )?(?:an?|the|for|for an?|at)?\s", re.IGNORECASE)
_HALF_LIFE = re.compile(r"\bhalf[- ]life (?:of|is) (?:about )?\Z", re.IGNORECASE)
_AFTER = re.compile(r"[\s,]*(?:and |so )?after (?:about )?", re.IGNORECASE)
_KEEPS = re.compile(
    r"\s(?:(?:an?|the|each|every|old|it)\s)?(?:[a-z-]+\s)?"
    r"(?:counts for|counts|it's (?:at|down to)|is worth|weighs|is down to|has|is at|is)"
    rf"\s(?:only\s)?{_ABOUT}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom (?:about )?\Z", re.IGNORECASE)
_TO = re.compile(r"\s?(?:up |down )?to (?:about )?", re.IGNORECASE)


def _between(clause: str, one: Amount, other: Amount) -> str:
    return clause[one.end : other.start]


def _stems(words: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", words.lower())}


def _named(clause: str, parts: Sequence[Amount], result: Amount) -> bool:
    """Whether the words before the last amount make it the result of the others, and it counts what they do."""
    gap = _between(clause, parts[-1], result)
    if _STRONG.fullmatch(gap):
        return True
    own, known = _stems(result.noun), _stems(clause[parts[0].start : parts[-1].end])
    fits = not own or bool(own & known) or result.dimension not in ("count", "share")
    if _WEAK.fullmatch(gap):
        return fits
    signed = len(parts) > 1 and "about" in gap and _SIGN.search(_between(clause, *parts[-2:])) is not None
    bare = _BARE.fullmatch(gap) is not None and (parts[-1].each or signed) and fits
    return bare and (result.dimension != "time" or parts[-1].dimension == "time")


def _rates(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """One rate in two periods: "10 million requests a day is about 120 a second"."""
    if len(parts) != 1:
        return
    (one,) = parts
    if not one.period or not result.period or one.period == result.period or one.dimension != result.dimension:
        return
    same = not result.noun or not one.noun or bool(_stems(one.noun) & _stems(result.noun))
    if same and _named(clause, parts, result):
        yield one.value / one.period * result.period


def _product(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """Factors with their units; a rate may be meant with its "a month" or without."""
    if len(parts) < 2 or result.each or any(part.dimension == "share" for part in (*parts, result)):
        return
    if not all(_joined(_between(clause, *both), *both) for both in pairwise(parts)):
        return
    if not _named(clause, parts, result):
        return
    dimensions = [part.dimension for part in parts]
    units = [dimension for dimension in dimensions if dimension not in ("time", "count")]
    timed = [part for part in parts if part.period]
    if len(units) > 1:
        return
    priced = not parts[-1].noun and _AT_PRICE.fullmatch(_between(clause, *parts[-2:])) is not None
    unit = units[0] if units else "money" if priced and result.dimension == "money" else "count"
    for applied in (some for count in range(len(timed) + 1) for some in combinations(timed, count)):
        times = dimensions.count("time") - len(applied)
        true = prod(part.value for part in parts) / prod(part.period or 1.0 for part in applied)
        if result.period and times == -1 and unit == result.dimension:
            yield true * result.period
        elif (times == 1 and not units and result.dimension == "time") or (times == 0 and unit == result.dimension):
            yield true
            if result.dimension == "count" and result.value < 1e3:
                yield from (true / 1e3, true / 1e6, true / 1e9)  # "40 times 25 is 1", said without its "thousand"


def _joined(gap: str, one: Amount, other: Amount) -> bool:
    """Whether the words between two amounts multiply them."""
    owned = bool(one.owner) and one.owner.rstrip("s") in _stems(other.noun)
    if owned and _OF_ONE.fullmatch(gap):
        return True
    if gap in _SPANS:
        return _SPANS[gap] in (one.dimension, other.dimension) or (_SPANS[gap] == "rate" and bool(one.period))
    if not gap.strip() or not _TIMES.fullmatch(gap):
        return False
    if gap.strip() == ",":
        return one.each or other.each
    return bool(_SIGN.search(gap)) or one.each or other.each or other.dimension != "count" or bool(other.period)


def _share_of(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """A share of a count, whichever comes first; what is left of it holds too."""
    if len(parts) != 2 or {part.dimension == "share" for part in parts} != {True, False}:
        return
    share, whole = sorted(parts, key=lambda part: part.dimension != "share")
    gap = _between(clause, *parts)
    behind = share is parts[1] and _OUT_OF.search(clause[: parts[0].start]) and not gap.strip(" ,")
    if not (_PART_OF.fullmatch(gap) or _AND_THERE.fullmatch(gap) or behind):
        return
    if result.dimension != whole.dimension or (result.period and result.period != whole.period):
        return
    gap = _IS_SUCH.sub("", _between(clause, parts[-1], result))
    counted = not result.noun or bool(_stems(result.noun) & _stems(clause[: result.start]))
    if not (_STRONG.fullmatch(gap) or (_WEAK.fullmatch(gap) and counted)):
        return
    true = share.value * whole.value
    yield from (true, whole.value - true)
    if whole.value < 1e3 <= result.value:
        yield from (true * 1e3, true * 1e6)  # "105", for 105 thousand


def _ratio(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """Precision and recall from counts."""
    if len(parts) != 2 or result.dimension != "share":
        return
    one, other = parts
    gap, named = _between(clause, one, other), _RATIO.fullmatch(_between(clause, other, result))
    if named is None or min(one.value, other.value) <= 0:
        return
    if re.fullmatch(r"\s(?:out )?of (?:the |our )?", gap) and one.value <= other.value:
        yield one.value / other.value
    first, second = _COUNTED.get(named["name"].lower(), ("", ""))
    listed = first and re.fullmatch(r",?\s(?:and|with|but|for every)\s", gap)
    if listed and other.noun.startswith(first) and one.noun.startswith(second):
        yield other.value / (one.value + other.value)
    elif listed and one.noun.startswith(first) and other.noun.startswith(second):
        yield one.value / (one.value + other.value)


def _quotient(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """A division by its name, what a batch makes a second, and how long an amount takes at a rate."""
    if len(parts) != 2 or not all(part.value for part in parts):
        return
    one, other = parts
    gap = _between(clause, one, other)
    if one.dimension != "count" or not _named(clause, parts, result):
        return
    if _BATCH.fullmatch(gap) and other.dimension == "time" and result.period and result.dimension == "count":
        yield one.value / other.value * result.period
    elif _OVER.fullmatch(gap) and other.dimension == result.dimension == "count":
        yield one.value / other.value
    elif result.dimension == "time" and other.dimension == "count" and bool(one.period) != bool(other.period):
        rate, whole = (one, other) if one.period else (other, one)
        same = not rate.noun or _stems(one.noun) & _stems(other.noun)
        if same and _AT_RATE.fullmatch(gap):
            yield whole.value / rate.value * (rate.period or 1.0)


def _total(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """A sum of things of one kind."""
    alike = len(parts) > 1 and len({part.dimension for part in (*parts, result)}) == 1
    added = alike and all(_PLUS.fullmatch(_between(clause, *both)) for both in pairwise(parts))
    if added and _named(clause, parts, result):
        yield sum(part.value for part in parts)


def _decay(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """What a half-life leaves."""
    if len(parts) != 2 or result.dimension != "share" or {part.dimension for part in parts} != {"time"}:
        return
    life, age = parts
    after = _AFTER.fullmatch(_between(clause, life, age)) and _KEEPS.fullmatch(_between(clause, age, result))
    if after and life.value and _HALF_LIFE.search(clause[: life.start]):
        yield 0.5 ** (age.value / life.value)


def _lift(clause: str, parts: Sequence[Amount], result: Amount) -> Iterator[float]:
    """The change from one share to another, where it is called relative."""
    if len(parts) != 2 or {part.dimension for part in (*parts, result)} != {"share"} or not parts[0].value:
        return
    one, other = parts
    relative = result.noun.startswith("relative") or "relative" in _between(clause, other, result)
    if relative and _FROM.search(clause[: one.start]) and _TO.fullmatch(_between(clause, one, other)):
        yield abs(other.value - one.value) / one.value


FORMS: tuple[Form, ...] = (_rates, _total, _product, _share_of, _ratio, _quotient, _decay, _lift)
