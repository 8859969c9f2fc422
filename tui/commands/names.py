"""Names that a user types: what exists, and the nearest where it does not."""

from __future__ import annotations

from collections.abc import Iterable

import click

from agent.errors import NotFoundError
from agent.reports.text import one_line, shortened


def unknown(noun: str, given: str, known: Iterable[str]) -> str:
    """The line for a name that does not exist."""
    from difflib import get_close_matches

    names = list(known)
    by_fold = {name.casefold(): name for name in names}
    near = get_close_matches(given.casefold().replace("-", "_"), by_fold, 1, 0.6)
    near = near or get_close_matches(given.casefold(), by_fold, 1, 0.6)
    meant = f"did you mean {by_fold[near[0]]}? " if near else ""
    there = f"There are: {', '.join(names)}." if names else "There are none."
    return f"There is no {noun} {shortened(one_line(given), 60)!r}{'; ' + meant if meant else '. '}{there}"


def require(noun: str, given: str, known: Iterable[str]) -> None:
    """Raise NotFoundError where `given` is none of `known`."""
    names = list(known)
    if given not in names:
        raise NotFoundError(unknown(noun, given, names))


class Name(click.ParamType[str]):
    """One of a vocabulary, in any case."""

    def __init__(self, noun: str, known: Iterable[str], metavar: str = "") -> None:
        self.name = noun
        self._known = {str(name).casefold(): str(name) for name in known}
        self._metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What `--help` shows in its place."""
        return self._metavar or "|".join(self._known.values())

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as we write it."""
        found = self._known.get(value.casefold())
        if found is None:
            raise NotFoundError(unknown(self.name, value, self._known.values()))
        return found
