"""Whole rounds with candidates whom a model plays, a prompt for each: what no script says, held to the same rules."""

from __future__ import annotations

from dataclasses import replace

from evals.sitting import round_samples
from evals.task import Result, Sample, Task
from evals.tasks import interviewer_behaviour as scripted
from evals.world import Scope


def played_rounds() -> Task:
    """The checks of `interviewer_behaviour`; what a message meant is what the session's classifier reads in it."""
    return replace(
        scripted.interviewer_behaviour(),
        name="played_rounds",
        about="whole rounds with candidates played by the model, the same checks; only with a model",
        samples=samples,
        run=run,
    )


def samples() -> list[Sample]:
    """Every kind that can be held, by every candidate."""
    from agent.catalog.loader import Catalog
    from evals.candidates.scripted import PERSONAS

    return round_samples(Catalog().kinds(), tuple(f"played:{name}" for name in PERSONAS))


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit a round and check it. Raises ProviderError."""
    if scope.world.model_name is None:
        return Result(dict.fromkeys(("clean", *scripted.CHECKS)), "no model to play a candidate")
    return await scripted.run(sample, scope)
