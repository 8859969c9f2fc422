"""What the candidate stated about himself and his systems, kept across rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CHALLENGE = "claims."
"""How the id of a contradiction that is asked about begins."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, an ownership or a decision, with the words it was stated in.

    `subject` is the normalised thing a figure measures ("p99 latency"), `value` is in `unit` after normalisation
    (milliseconds, persons, currency per year); both are None for ownership and decisions.
    """

    kind: Literal["figure", "ownership", "decision"]
    round_id: str
    seq: int
    quote: str
    subject: str | None = None
    value: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two figures for the same thing that can't both hold."""

    earlier: Claim
    later: Claim

    @property
    def id(self) -> str:
        """The id under which the contradiction is asked about, once per session: "claims.p99-latency"."""
        return CHALLENGE + (self.later.subject or "figure").replace(" ", "-")
