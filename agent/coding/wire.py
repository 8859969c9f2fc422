"""How values cross between our process and the confined one: as JSON with marks, never as pickles.

Behind the JSON and the end of its line come the bytes of all arrays, in turn. Both sides use it, and the confined one
has the standard library alone: nothing else is imported here. What comes from there is hostile: decoding builds plain
values and NumPy arrays, and runs no code of anybody.
"""

from __future__ import annotations

import base64
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, KeysView, Mapping, Sequence, Set, ValuesView
from typing import Any

DEEPEST = 40
"""How deep values may be nested."""
MOST_VALUES = 3_000_000
"""Values, lists among them, that are taken in at once: a few bytes sent can be a hundred in memory."""
LARGEST_ARRAY = 8_000_000
"""Elements of an array, where an empty side counts as one: it can be walked along the others."""
MOST_LETTERS = 50_000_000
"""Values times the longest text: NumPy makes an array of texts as wide as the longest one."""
_SAME_HASH = 1_000
LARGEST_BITS = 2_000_000
"""The longest whole number that crosses, in bits."""
_SAFE_BITS = 1_000  # whole numbers up to here are written in digits
_SMALL = 1 << 60
_KINDS = "biufcSU"  # of NumPy's element types, those without objects in them


class UnsentError(Exception):
    """A value that can't cross; the message is what it is, as in "a function"."""


def dumps(value: Any) -> bytes:
    """A value as bytes. Raises UnsentError."""
    out = _Writer()
    text = json.dumps(out.coded(value, 0), separators=(",", ":"), allow_nan=False)
    return b"".join([text.encode("utf-8", "surrogatepass"), b"\n", *out.arrays])


def loads(data: bytes, *, answer: bool = False, arrays: bool = True) -> Any:
    """The value of these bytes. Raises ValueError where they are none, or would fill our memory.

    An `answer` comes from the confined process, and has no long text among many values. `arrays`: whether there can be
    any; two of them that are compared fill our memory too, by one side each.
    """
    end = data.find(b"\n")
    text, rest = (data, b"") if end < 0 else (data[:end], memoryview(data)[end + 1 :])
    values = sum(map(text.count, (b",", b"[", b"{")))
    if values > MOST_VALUES:
        raise ValueError("no value: too many at once")
    if answer and values * _longest_text(text) > MOST_LETTERS:
        raise ValueError("no value: too long a text among too many")
    try:
        return _Reader(rest if arrays else None).decoded(json.loads(text.decode("utf-8", "surrogatepass")))
    except ValueError:
        raise
    except Exception as error:  # noqa: BLE001 - NumPy has more kinds than one can list
        raise ValueError(f"no value: {type(error).__name__}") from None


def _longest_text(text: bytes) -> int:
    plain = text.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
    return max(map(len, plain.split(b'"')[1::2]), default=0)


class _Writer:
    """Makes plain JSON of values; `arrays` are the bytes that go behind it."""

    def __init__(self) -> None:
        self.arrays: list[Any] = []

    def coded(self, value: Any, depth: int) -> Any:
        """A value as JSON can hold it."""
        if depth > DEEPEST:
            raise UnsentError("something nested without end")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            return _whole(value)
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if kind is list:
            if value and all(type(item) is tuple for item in value):
                return {"r": [self._items(item, depth + 1) for item in value]}
            return self._items(value, depth)
        if kind is tuple:
            return {"t": self._items(value, depth)}
        return self._uncommon(value, depth)

    def _items(self, values: Any, depth: int) -> list[Any]:
        """Each coded; what is sent as it is, most of a large input, without a call for it."""
        return [
            item
            if (kind := type(item)) is str or kind is bool or (kind is int and -_SMALL < item < _SMALL)
            else self.coded(item, depth + 1)
            for item in values
        ]

    def _uncommon(self, value: Any, depth: int) -> Any:
        numpy = sys.modules.get("numpy")
        scalar: Any = getattr(numpy, "generic", ())  # NumPy may be half loaded, by another thread
        array: Any = getattr(numpy, "ndarray", ())
        if isinstance(value, scalar):
            return self.coded(value.item(), depth + 1)
        if isinstance(value, array):
            return self._array(value, depth)
        if isinstance(value, (bool, int, float, str)):  # of a class made from one of them
            plain = next(base for base in (bool, int, float, str) if isinstance(value, base))
            return self.coded(plain(value), depth + 1)
        if isinstance(value, (bytes, bytearray)):
            return {"b": base64.b64encode(bytes(value)).decode()}
        if isinstance(value, Mapping):
            return {"d": [[self.coded(key, depth + 1), self.coded(item, depth + 1)] for key, item in value.items()]}
        if isinstance(value, tuple):
            return {"t": [self.coded(item, depth + 1) for item in value]}
        if isinstance(value, frozenset):
            return {"z": [self.coded(item, depth + 1) for item in value]}
        if isinstance(value, Set) and not isinstance(value, KeysView):
            return {"s": [self.coded(item, depth + 1) for item in value]}
        if isinstance(value, (Sequence, Iterator, KeysView, ValuesView)) or type(value).__name__ == "deque":
            return [self.coded(item, depth + 1) for item in value]
        raise UnsentError(f"a {type(value).__name__}"[:60])

    def _array(self, value: Any, depth: int) -> Any:
        if value.dtype.kind not in _KINDS:
            return self.coded(value.tolist(), depth + 1)
        self.arrays.append(value.tobytes())
        return {"a": [value.dtype.str, list(value.shape)]}


def _whole(value: int) -> Any:
    bits = value.bit_length()
    if bits <= _SAFE_BITS:
        return value
    if bits > LARGEST_BITS:
        raise UnsentError("a number with more than half a million digits")
    return {"i": hex(value)}


class _Reader:
    """Makes values of plain JSON; `arrays` are the bytes behind it, None where there can't be any."""

    def __init__(self, arrays: Any) -> None:
        self._arrays = arrays

    def decoded(self, coded: Any) -> Any:
        """The value of what JSON held."""
        if isinstance(coded, list):
            return self._unpacked(coded)
        if not isinstance(coded, dict):
            return coded
        ((mark, held),) = coded.items()
        match mark:
            case "t":
                return tuple(self._unpacked(held))
            case "r":
                rows = [tuple(self._unpacked(row)) for row in held]
                _refuse_collisions(rows)
                return rows
            case "d":
                held = list(held)
                return dict(
                    zip(
                        _spread(self.decoded(key) for key, _ in held),
                        (self.decoded(item) for _, item in held),
                        strict=True,
                    )
                )
            case "s":
                return set(_spread(map(self.decoded, held)))
            case "z":
                return frozenset(_spread(map(self.decoded, held)))
            case "b":
                return base64.b64decode(held, validate=True)
            case "f":
                return float(held)
            case "i":
                return int(held, 16)
            case "a":
                return self._array(*held)
        raise ValueError(f"no value: {str(mark)[:20]!r}")

    def _unpacked(self, coded: Any) -> list[Any]:
        items = [self.decoded(item) if (kind := type(item)) is dict or kind is list else item for item in coded]
        if len(items) > _SAME_HASH:
            _refuse_collisions(items)
        return items

    def _array(self, dtype: str, shape: list[int]) -> Any:
        import numpy

        if self._arrays is None:
            raise ValueError("no value: an array without NumPy")
        if (
            not re.fullmatch(r"[<>|=]?[biufcSU][0-9]{1,6}", dtype)
            or min(shape, default=0) < 0
            or math.prod(max(side, 1) for side in shape) > LARGEST_ARRAY
        ):
            raise ValueError("no value: an odd array")
        element = numpy.dtype(dtype)
        if element.kind not in _KINDS or element.hasobject:
            raise ValueError("no value: an array of objects")
        size = math.prod(shape) * element.itemsize
        own, self._arrays = self._arrays[:size], self._arrays[size:]
        return numpy.frombuffer(own, dtype=element).reshape([int(side) for side in shape]).copy()


def _refuse_collisions(items: list[Any]) -> None:
    """ValueError where so many different items have one hash that a set of them, made later, would take minutes.

    Texts are hashed with a secret, and small numbers are their own hash.
    """
    first: dict[int, Any] = {}
    others: Counter[int] = Counter()
    for item in items:
        if type(item) in (tuple, frozenset) or (type(item) is int and not -_SMALL < item < _SMALL):
            try:
                key = hash(item)
            except TypeError:  # a list in it: no set takes that
                continue
            if first.setdefault(key, item) != item:
                others[key] += 1
    if max(others.values(), default=0) > _SAME_HASH:
        raise ValueError("no value: made to collide")


def _spread(items: Any) -> list[Any]:
    """These items; ValueError where so many have one hash that a set of them would take minutes."""
    kept = list(items)
    if max(Counter(map(hash, kept)).values(), default=0) > _SAME_HASH:
        raise ValueError("no value: made to collide")
    return kept
