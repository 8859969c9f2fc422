"""What running a sample takes; light to import, since every task carries it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """What a sample took: model calls asked and replayed, tokens, and seconds of wall time.

    `cached` is part of `input`; `first_token` is the median over its calls of the seconds to their first piece, None
    where none was made.
    """

    calls: int = 0
    replayed: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    seconds: float = 0.0
    first_token: float | None = None
