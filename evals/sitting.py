"""A simulated round or loop as a sample: what the tasks over whole interviews share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.domain.request import StartRequest
from agent.domain.terms import Context, Level, RoundKind
from agent.domain.verdict import RoundDocument
from agent.reports.json import session_document
from evals.candidates.base import Candidate
from evals.candidates.scripted import CODERS, PERSONAS, Script
from evals.grading import plain_card
from evals.simulation import Held, Sat, sit
from evals.task import Sample
from evals.world import Scope

LEVELS = tuple(Level)


def round_samples(kinds: Sequence[RoundKind], personas: Sequence[str]) -> list[Sample]:
    """A round of each kind with each candidate; level and question change from kind to kind.

    Each kind begins with another candidate, so that a few samples spread over all of them differ in both.
    """
    found = []
    for row, kind in enumerate(kinds):
        first = row % len(personas)
        for persona in (*personas[first:], *personas[:first]):
            data = {"round": kind.value, "candidate": persona, "level": LEVELS[1 + row % 3].value, "seed": row}
            found.append(Sample(f"{kind.value}/{persona}", data, f"{kind.value}"))
    return found


def request_of(data: Mapping[str, Any]) -> StartRequest:
    """What a sample asks to hold."""
    return StartRequest(
        loop=data.get("loop"),
        round=data.get("round"),
        level=Level(data.get("level", "L4")),
        context=Context(data["context"]) if data.get("context") else None,
        question=data.get("question"),
        minutes=data.get("minutes"),
        seed=data.get("seed", 0),
    )


def candidate_of(persona: str, scope: Scope) -> Callable[[RoundKind], Candidate]:
    """Makes that candidate for each round: a scripted one, or `played:NAME`, played by the run's model."""
    if persona.startswith("played:"):
        from evals.candidates.played import Played

        return lambda kind: Played(persona.removeprefix("played:"), kind, scope)
    return lambda _: Script({**PERSONAS, **CODERS}[persona], scope.world.embedder)


async def hold(sample: Sample, scope: Scope) -> Sat:
    """Sit a sample to its end. Raises ProviderError."""
    return await sit(request_of(sample.data), candidate_of(sample.data["candidate"], scope), scope)


def plain_rounds(sat: Sat) -> tuple[dict[str, Any], ...]:
    """The transcripts of a session as a run keeps them, each with its verdict and what the candidate meant."""
    document = session_document(sat.document)
    listed = [document["transcript"]] if isinstance(sat.document, RoundDocument) else document["transcripts"]
    return tuple(
        {**plain, "verdict": plain_card(held.scorecard), "meant": _meant(held)}
        for plain, held in zip(listed, sat.rounds, strict=True)
    )


def _meant(held: Held) -> dict[str, str]:
    return {
        str(moment.turn): f"{moment.line.kind.value}{', injects' if moment.line.injects else ''}"
        for moment in held.moments
    }
