"""Fields of plain JSON data, each checked; what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from agent.errors import TranscriptError

E = TypeVar("E", bound=StrEnum)


def items_of(data: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    """The items of a list that may be missing or null."""
    value = data.get(key)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise TranscriptError(f"{where}.{key}: must be a list")
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    """Texts in a list that may be missing."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise TranscriptError(f"{where}: must be a list of strings")
    return tuple(value)


def optional(data: Mapping[str, Any], key: str, kind: Any, default: Any, where: str = "") -> Any:
    """The value of a field that may be missing or null. A bool is no number."""
    value = data.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        name = {str: "a string", int: "a whole number"}.get(kind, "a number")
        raise TranscriptError(f"{_at(where, key)}: must be {name}")
    return value


def choice(data: Mapping[str, Any], key: str, kind: type[E], default: E | None, where: str = "") -> Any:
    """One of the values of `kind`, the default where the field is missing or null."""
    value = data.get(key)
    if value is None:
        return default
    if not isinstance(value, str) or value not in {item.value for item in kind}:
        raise TranscriptError(f"{_at(where, key)}: must be {_alternatives(kind)}")
    return kind(value)


def required_choice(data: Mapping[str, Any], key: str, kind: type[E], where: str = "") -> E:
    """One of the values of `kind`, which has to be there."""
    if key not in data:
        raise TranscriptError(f"{_at(where, key)}: is missing; must be {_alternatives(kind)}")
    found: E | None = choice(data, key, kind, None, where)
    if found is None:
        raise TranscriptError(f"{_at(where, key)}: must be {_alternatives(kind)}")
    return found


def _alternatives(kind: type[StrEnum]) -> str:
    values = [item.value for item in kind]
    return f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 2 else " or ".join(values)


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
