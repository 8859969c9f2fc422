"""What a model's tokens cost: the table that ships, and the user's own before it. None is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from agent.errors import UsageError
from agent.llm.base import Usage

_MILLION = 1_000_000
_KEYS = {"model", "host", "input", "cached", "output", "source", "checked"}


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens of a model at a host ('' is any). `model` may end in * for any ending."""

    model: str
    host: str
    input: float
    cached: float
    output: float
    source: str = ""
    checked: str = ""

    def fits(self, model: str, host: str) -> bool:
        """Whether this is the price of that model at that host."""
        named = model.startswith(self.model[:-1]) if self.model.endswith("*") else model == self.model
        return named and self.host in ("", host)

    def of(self, usage: Usage) -> float:
        """What these tokens cost."""
        fresh = usage.input - usage.cached
        return (fresh * self.input + usage.cached * self.cached + usage.output * self.output) / _MILLION

    def most(self, input: int, output: int) -> float:
        """The most a request can cost: nothing of it cached, and the whole output used."""
        return (input * max(self.input, self.cached) + output * self.output) / _MILLION


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices, those that count first in front."""

    prices: tuple[Price, ...]

    def find(self, model: str, host: str) -> Price | None:
        """The price of a model at a host, None where it is unknown."""
        return next((price for price in self.prices if price.fits(model, host)), None)


def load_prices(own: Path) -> PriceTable:
    """The user's table at `own`, where there is one, before the one that ships.

    Raises:
        UsageError: the user's table can't be read or breaks its form.
    """
    shipped = resources.files("agent.llm").joinpath("prices.yaml").read_text("utf-8")
    mine: tuple[Price, ...] = ()
    if own.exists():
        try:
            mine = _read(own.read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise UsageError(f"The price table {own} can't be read: {str(error).splitlines()[0]}.") from None
    return PriceTable((*mine, *_read(shipped)))


def _read(text: str) -> tuple[Price, ...]:
    data = yaml.load(text, yaml.CSafeLoader)  # as safe, and every session waits for it
    rows = data.get("prices") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise ValueError("it must hold a list `prices`")
    return tuple(_price(row) for row in rows)


def _price(row: Any) -> Price:
    if not isinstance(row, dict) or not {"model", "input", "output"} <= set(row) <= _KEYS:
        raise ValueError(f"a price has model, input and output, and may have {', '.join(sorted(_KEYS))}")
    row = {"cached": row["input"], "host": "", "source": "", "checked": "", **row}
    figures = {name: row[name] for name in ("input", "cached", "output")}
    if any(isinstance(value, bool) or not isinstance(value, int | float) or value < 0 for value in figures.values()):
        raise ValueError(f"the prices of {row['model']} must be numbers of 0 or more")
    return Price(
        str(row["model"]), str(row["host"]), float(row["input"]), float(row["cached"]), float(row["output"]),
        str(row["source"]), str(row["checked"]),
    )  # fmt: skip


def unknown_price(models: Sequence[str], host: str, own: Path) -> UsageError:
    """Why a limit can't be kept, and what to do."""
    names = " and ".join(dict.fromkeys(models))
    return UsageError(
        f"--max-cost can't be kept: the price of {names} at {host} is unknown, and none is guessed. Nothing was sent. "
        f"Put it into {own}: prices: [{{model: {models[0]}, input: …, cached: …, output: …}}], US dollars per million "
        "tokens (0 for a server of your own)."
    )
