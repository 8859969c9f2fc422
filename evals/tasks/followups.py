"""Presses on what a senior interviewer would press on: answers with one thing to probe, named by their author."""

from __future__ import annotations

from agent.domain.interview import Sought
from agent.domain.terms import RoundKind
from evals.rows import read_dataset
from evals.task import Result, Sample, Task, mean_of
from evals.world import Scope

DATASET = "followups"


def followups() -> Task:
    """How near the follow-ups come to the point that the author would press on, beside all others of the round.

    `beats@1`: the share of the round's follow-ups farther from that point than our first; a random one has 0.5.
    """
    return Task(
        name="followups",
        about="answers with one thing to press on: how near our follow-ups come to it",
        samples=samples,
        run=run,
        metrics=(
            mean_of("beats@1", 0.03),
            mean_of("beats@3", 0.03, about="the nearest of our first three"),
            mean_of("nearest@3", 0.02, about="cosine of the nearest of our first three"),
            mean_of("spoke", 0.05),
        ),
        dataset=DATASET,
    )


def samples() -> list[Sample]:
    """An answer each."""
    return [Sample(row["id"], row, row["asked"]) for row in read_dataset(DATASET)]


async def run(sample: Sample, scope: Scope) -> Result:
    """Search, and compare with everything that could be asked in such a round."""
    from agent.retrieval.documents import targets

    world, row = scope.world, sample.data
    kind = RoundKind(row["round"])
    found = await world.search.candidates(Sought(row["text"], round=kind, open_ask=row["asked"], k=12))
    asked = [follow_up for follow_up in found if follow_up.ask][:3]
    if not asked:
        return Result({"spoke": 0.0, "beats@1": 0.0, "beats@3": 0.0, "nearest@3": None}, [], passed=False)
    every = [t for t in targets(world.catalog, [kind]) if kind in t.rounds and t.ask]
    point = (await world.kept_vectors.embed([row["would_probe"]]))[0]
    near = (await world.kept_vectors.embed([f"{t.about}. {t.ask}" for t in every])) @ point
    ours = (await world.kept_vectors.embed([f"{f.about}. {f.ask}" for f in asked])) @ point
    beats = [float((near < value).mean()) for value in ours]
    scores = {"spoke": 1.0, "beats@1": beats[0], "beats@3": max(beats), "nearest@3": float(ours.max())}
    output = {"point": row["would_probe"], "asked": [f"{f.id}: {f.ask}" for f in asked]}
    return Result(scores, output, passed=max(beats) >= 0.9)
