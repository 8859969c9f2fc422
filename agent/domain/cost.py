"""What a session cost: calls of a model, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PricedCall:
    """One request to a model. Tokens as the endpoint counted them, or ours where `estimated`.

    `round_id` is '' for the committee; `usd` is None where the model's price is unknown.
    """

    round_id: str
    purpose: str
    model: str
    input: int
    cached: int
    output: int
    estimated: bool
    usd: float | None


@dataclass(frozen=True, slots=True)
class Spending:
    """Sums over calls. `usd` counts those of known price; `unpriced` are the others."""

    calls: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    estimated: bool = False
    usd: float = 0.0
    unpriced: int = 0

    @property
    def words(self) -> str:
        """ "$0.031", "price unknown", or what is known with the number of calls that it leaves out."""
        if self.unpriced == self.calls:
            return "price unknown"
        about = "about " if self.estimated else ""
        rest = f" and {self.unpriced} calls of unknown price" if self.unpriced else ""
        return f"{about}{dollars(self.usd)}{rest}"


@dataclass(frozen=True, slots=True)
class Cost:
    """All calls of a session, in order."""

    calls: tuple[PricedCall, ...]

    @property
    def total(self) -> Spending:
        """What all of it cost."""
        return spending(self.calls)

    def rounds(self) -> dict[str, Spending]:
        """What each round cost, by its id, in the order of their first calls; '' is the committee."""
        ids = dict.fromkeys(call.round_id for call in self.calls)
        return {id: spending(call for call in self.calls if call.round_id == id) for id in ids}


def spending(calls: Iterable[PricedCall]) -> Spending:
    """The sums over some calls."""
    of = list(calls)
    return Spending(
        calls=len(of),
        input=sum(call.input for call in of),
        cached=sum(call.cached for call in of),
        output=sum(call.output for call in of),
        estimated=any(call.estimated for call in of),
        usd=sum(call.usd for call in of if call.usd is not None),
        unpriced=sum(call.usd is None for call in of),
    )


def dollars(usd: float) -> str:
    """US dollars with two digits, or as many as a small sum needs."""
    return f"${usd:.2f}" if usd >= 1 or usd == 0 else f"${usd:.2g}" if usd >= 0.0001 else "less than $0.0001"
