"""Value types to plain JSON data and back, for results that are kept."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A frozen value type as plain data that `json.dumps` takes."""
    return dataclasses.asdict(value)


def from_plain(kind: type[T], plain: Any) -> T:
    """The value type that `to_plain` was given."""
    adapter: TypeAdapter[T] = _adapter(kind)  # type: ignore[arg-type]
    return adapter.validate_python(plain)


@lru_cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
