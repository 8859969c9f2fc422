"""How values cross between our process and the confined one: as JSON with marks, never as pickles.

Both sides use it, and the confined one has the standard library alone: nothing else is imported here. What comes from
there is hostile: decoding builds plain values and NumPy arrays, and runs no code of anybody.
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
_SAME_HASH = 1_000
LARGEST_BITS = 2_000_000
"""The longest whole number that crosses, in bits."""
_SAFE_BITS = 1_000  # whole numbers up to here are written in digits
_KINDS = "biufcSU"  # of NumPy's element types, those without objects in them


class UnsentError(Exception):
    """A value that can't cross; the message is what it is, as in "a function"."""


def dumps(value: Any) -> bytes:
    """A value as bytes. Raises UnsentError."""
    return json.dumps(_coded(value, 0), separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")


def loads(data: bytes) -> Any:
    """The value of these bytes. Raises ValueError where they are none, or would fill our memory."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ValueError("no value: too many at once")
    try:
        return _decoded(json.loads(data.decode("utf-8", "surrogatepass")))
    except ValueError:
        raise
    except Exception as error:  # noqa: BLE001 - NumPy has more kinds than one can list
        raise ValueError(f"no value: {type(error).__name__}") from None


def _coded(value: Any, depth: int) -> Any:
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
        return [_coded(item, depth + 1) for item in value]
    if kind is tuple:
        return {"t": [_coded(item, depth + 1) for item in value]}
    return _uncommon(value, depth)


def _uncommon(value: Any, depth: int) -> Any:
    numpy = sys.modules.get("numpy")
    scalar: Any = getattr(numpy, "generic", ())  # NumPy may be half loaded, by another thread
    array: Any = getattr(numpy, "ndarray", ())
    if isinstance(value, scalar):
        return _coded(value.item(), depth + 1)
    if isinstance(value, array):
        return _array(value, depth)
    if isinstance(value, (bool, int, float, str)):  # of a class made from one of them
        plain = next(base for base in (bool, int, float, str) if isinstance(value, base))
        return _coded(plain(value), depth + 1)
    if isinstance(value, (bytes, bytearray)):
        return {"b": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, Mapping):
        return {"d": [[_coded(key, depth + 1), _coded(item, depth + 1)] for key, item in value.items()]}
    if isinstance(value, tuple):
        return {"t": [_coded(item, depth + 1) for item in value]}
    if isinstance(value, frozenset):
        return {"z": [_coded(item, depth + 1) for item in value]}
    if isinstance(value, Set) and not isinstance(value, KeysView):
        return {"s": [_coded(item, depth + 1) for item in value]}
    if isinstance(value, (Sequence, Iterator, KeysView, ValuesView)) or type(value).__name__ == "deque":
        return [_coded(item, depth + 1) for item in value]
    raise UnsentError(f"a {type(value).__name__}"[:60])


def _whole(value: int) -> Any:
    bits = value.bit_length()
    if bits <= _SAFE_BITS:
        return value
    if bits > LARGEST_BITS:
        raise UnsentError("a number with more than half a million digits")
    return {"i": hex(value)}


def _array(value: Any, depth: int) -> Any:
    if value.dtype.kind not in _KINDS:
        return _coded(value.tolist(), depth + 1)
    held = value.copy(order="C")
    return {"a": [held.dtype.str, list(held.shape), base64.b64encode(held.tobytes()).decode()]}


def _decoded(coded: Any) -> Any:
    if isinstance(coded, list):
        return [_decoded(item) for item in coded]
    if not isinstance(coded, dict):
        return coded
    ((mark, held),) = coded.items()
    match mark:
        case "t":
            return tuple(_decoded(item) for item in held)
        case "d":
            held = list(held)
            return dict(
                zip(_spread(_decoded(key) for key, _ in held), (_decoded(item) for _, item in held), strict=True)
            )
        case "s":
            return set(_spread(map(_decoded, held)))
        case "z":
            return frozenset(_spread(map(_decoded, held)))
        case "b":
            return base64.b64decode(held, validate=True)
        case "f":
            return float(held)
        case "i":
            return int(held, 16)
        case "a":
            return _decoded_array(*held)
    raise ValueError(f"no value: {str(mark)[:20]!r}")


def _spread(items: Any) -> list[Any]:
    """These items; ValueError where so many have one hash that a set of them would take minutes."""
    kept = list(items)
    if max(Counter(map(hash, kept)).values(), default=0) > _SAME_HASH:
        raise ValueError("no value: made to collide")
    return kept


def _decoded_array(dtype: str, shape: list[int], data: str) -> Any:
    import numpy

    if (
        not re.fullmatch(r"[<>|=]?[biufcSU][0-9]{1,6}", dtype)
        or math.prod(max(side, 1) for side in shape) > LARGEST_ARRAY
    ):
        raise ValueError("no value: an odd array")
    element = numpy.dtype(dtype)
    if element.kind not in _KINDS or element.hasobject:
        raise ValueError("no value: an array of objects")
    flat = numpy.frombuffer(base64.b64decode(data, validate=True), dtype=element)
    return flat.reshape([int(side) for side in shape]).copy()
