"""Where models are asked, and what was learnt about them there."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from agent.errors import UsageError
from agent.llm.dialect import Dialect
from agent.llm.structured import Rung

_DEFAULT_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask. `base_url` None is OpenAI itself; local servers need no key.

    Raises UsageError where the base URL is no address.
    """

    base_url: str | None = None
    api_key: SecretStr | None = None
    host: str = field(init=False)
    address: str = field(init=False)  # without credentials

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host = parts.hostname if parts.scheme in ("http", "https") else None
            port = parts.port
        except ValueError:
            host, port = None, None
        if not host:
            raise UsageError(
                "The base URL is not an address; nothing was sent. It looks like http://127.0.0.1:8000/v1."
            )
        object.__setattr__(self, "host", f"{host}:{port}" if port else host)
        object.__setattr__(self, "address", f"{parts.scheme}://{self.host}{parts.path.rstrip('/')}")

    @property
    def url(self) -> str:
        """The base URL, OpenAI's own where none is named."""
        return self.base_url or _DEFAULT_URL

    @property
    def secret(self) -> str:
        """The key as it is sent, '' where there is none."""
        return self.api_key.get_secret_value().strip() if self.api_key else ""


class KnownDialects:
    """Dialects by address and model, kept in a JSON file so that each is found out about once.

    An address holds no credentials. The file is a cache: one that is damaged, or can't be written, costs the finding
    out and nothing else. `mockloop doctor` finds out anew.
    """

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
