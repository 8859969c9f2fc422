"""What was learnt about endpoints, kept on disk so that each model of each endpoint is found out about once.

A cache: a file that is damaged, or can't be written, costs the finding out and nothing else. `mockloop doctor` finds
out anew.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from agent.llm.dialect import Dialect
from agent.llm.structured import Rung


class KnownDialects:
    """Dialects by address and model, in a JSON file. An address holds no credentials."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: dict[str, Any] | None = None

    def find(self, address: str, model: str) -> Dialect | None:
        """What was learnt about a model of an endpoint, None where that is nothing."""
        found = self._all().get(_key(address, model))
        return _dialect(found) if isinstance(found, dict) else None

    def keep(self, address: str, model: str, dialect: Dialect) -> None:
        """Keep what was learnt. What another process learnt meanwhile about others stays."""
        self._read = None
        everything = {**self._all(), _key(address, model): {**asdict(dialect), "rung": int(dialect.rung)}}
        self._read = everything
        partial = self._path.with_name(f"{self._path.name}.partial")
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(everything, indent=1, sort_keys=True), "utf-8")
            partial.replace(self._path)

    def _all(self) -> dict[str, Any]:
        if self._read is None:
            try:
                data = json.loads(self._path.read_text("utf-8"))
            except (OSError, ValueError):
                data = {}
            self._read = data if isinstance(data, dict) else {}
        return self._read


def _key(address: str, model: str) -> str:
    return f"{address} {model}"


def _dialect(kept: dict[str, Any]) -> Dialect | None:
    """A kept dialect, None where it is none of this version's."""
    default = Dialect()
    if set(kept) != {field.name for field in fields(Dialect)}:
        return None
    for name, value in kept.items():
        if type(value) is not (int if name == "rung" else type(getattr(default, name))):
            return None
    try:
        return Dialect(**{**kept, "rung": Rung(kept["rung"])})
    except ValueError:
        return None
