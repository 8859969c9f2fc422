"""Programs that know nothing of a problem but what goes in and what kind of thing comes out.

Made for every problem from its call and from what a right program gives back in the checks: a constant, something of
the arguments, nothing at all, or something of the right shape with nothing in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np


def _same(value: Any) -> Any:
    return value


Answer = Callable[[tuple[Any, ...], Any], Any]
"""What a trivial program gives back for these arguments; the right result is there for its shape alone."""
_CONSTANTS: dict[str, Any] = {
    "nothing": None, "0": 0, "1": 1, "2": 2, "a half": 0.5, "True": True, "False": False, "NaN": float("nan"),
    "an empty text": "", "an empty list": [], "an empty dict": {}, "an empty array": np.zeros(0), "[0]": [0], "[1]": [1],
    "[[]]": [[]], "0 and 0": (0, 0), "two empty lists": ([], []), "a zero in an array": np.zeros(1),
}  # fmt: skip
_OF_ONE: dict[str, Callable[[Any], Any]] = {
    "{} itself": _same,
    "{} reversed": lambda value: value[::-1],
    "{} sorted": sorted,
    "{} made flat": lambda value: [item for part in value for item in part],
    "the length of {}": len,
    "the places of {}": lambda value: list(range(len(value))),
    "the places of {} in one": lambda value: [list(range(len(value)))],
    "the places of {} one by one": lambda value: [[place] for place in range(len(value))],
    "zeros like {}": lambda value: np.zeros(np.shape(value)),
    "the sum of {}": sum,
    "the largest of {}": max,
}
_FILLED: dict[str, Callable[[int, Any], Any]] = {
    "zeros": lambda place, value: value * 0,
    "ones": lambda place, value: value * 0 + 1,
    "a count": lambda place, value: value * 0 + place,
    "False": lambda place, value: False,
    "NaN": lambda place, value: value * float("nan"),
}
_MOST_SEEN = 24
"""Results of a right program that are given back whatever is asked."""


def few_trivial_programs() -> dict[str, Answer]:
    """Two of them, for inputs that take their time."""
    return {"zeros of the right shape": _shaped(_FILLED["zeros"]), "the first argument": _of_one(_same, 0)}


def trivial_programs(parameters: list[str], results: Iterable[Any]) -> dict[str, Answer]:
    """The programs by name, for a function of these parameters; `results` are what a right program gives back."""
    found = {name: _constant(value) for name, value in _CONSTANTS.items()}
    found |= {f"always {value!r}": _constant(value) for value in _seen(results)}
    for place, name in enumerate(parameters):
        found |= {words.format(name): _of_one(change, place) for words, change in _OF_ONE.items()}
    for place, (one, two) in enumerate(itertools.pairwise(parameters)):
        found[f"{one} up to {two}"] = _cut(place, place + 1)
    return found | {f"{name} of the right shape": _shaped(filled) for name, filled in _FILLED.items()}


def _constant(value: Any) -> Answer:
    return lambda given, like: value


def _of_one(change: Callable[[Any], Any], place: int) -> Answer:
    return lambda given, like: change(given[place])


def _cut(one: int, two: int) -> Answer:
    return lambda given, like: given[one][: given[two]]


def _shaped(filled: Callable[[int, Any], Any]) -> Answer:
    return lambda given, like: _like(like, filled)


def _seen(results: Iterable[Any]) -> Iterator[Any]:
    """Different results, short ones."""
    known: set[str] = set()
    for result in results:
        text = repr(result)
        if len(text) < 200 and text not in known and len(known) < _MOST_SEEN:
            known.add(text)
            yield result


def _like(value: Any, filled: Callable[[int, Any], Any], place: int = 0) -> Any:
    """Something of the shape of a value."""
    if isinstance(value, np.ndarray):
        return np.full(value.shape, float(filled(place, value.flat[0])) if value.size else 0.0)
    if isinstance(value, (list, tuple)):
        return [_like(item, filled, at) for at, item in enumerate(value)]
    if isinstance(value, dict):
        return {key: _like(item, filled) for key, item in value.items()}
    if isinstance(value, str):
        return ""
    return None if value is None else filled(place, value)
