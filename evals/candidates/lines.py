"""What scripted candidates say, by round kind and ability: read from answers/, written without sight of knowledge/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from agent.domain.terms import RoundKind

ABILITIES = ("strong", "solid", "shaky", "weak", "terse")


@cache
def answers(kind: RoundKind) -> Mapping[str, tuple[str, ...]]:
    """The answers of a round kind, by ability."""
    return _read(kind.value)


@cache
def anywhere() -> Mapping[str, tuple[str, ...]]:
    """What fits any round, by what it is for."""
    return _read("anywhere")


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody says who hands in code for one question: his plan, a wrong version, words on what is wrong, a right
    version, and what he says afterwards."""

    plan: str
    wrong: str
    words: str
    right: str
    talk: tuple[str, ...]


@cache
def code() -> Mapping[str, Handed]:
    """The code that is handed in, by the question's id."""
    text = files("evals").joinpath("candidates", "answers", "code.yaml").read_text(encoding="utf-8")
    return {id: Handed(**{**held, "talk": tuple(held["talk"])}) for id, held in yaml.safe_load(text).items()}


def _read(name: str) -> Mapping[str, tuple[str, ...]]:
    text = files("evals").joinpath("candidates", "answers", f"{name}.yaml").read_text(encoding="utf-8")
    return {pool: tuple(line.strip() for line in lines) for pool, lines in yaml.safe_load(text).items()}
