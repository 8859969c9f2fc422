"""Every word of a verdict rests on something: quotes that were said, a decision that is computed."""

from __future__ import annotations

from evals.sitting import hold, plain_rounds, round_samples
from evals.task import Result, Sample, Task, mean_of
from evals.world import Scope

CHECKS = ("quotes_verbatim", "decision_is_arithmetic", "injection_flagged")
CANDIDATES = ("strong", "solid", "shaky", "injector", "we_inflated")


def debrief_grounding() -> Task:
    """Quotes stand in their turn character by character, every decision follows from its ratings."""
    return Task(
        name="debrief_grounding",
        about="verdicts of simulated rounds: quotes verbatim, decision = arithmetic, flags that are due",
        samples=samples,
        run=run,
        metrics=(*(mean_of(check, 0.0) for check in CHECKS), mean_of("quotes_a_rating", 0.2)),
        checks=("quotes_verbatim", "decision_is_arithmetic", "injection_flagged"),
    )


def samples() -> list[Sample]:
    """Every kind by five candidates."""
    from agent.catalog.loader import Catalog

    return round_samples(Catalog().kinds(), CANDIDATES)


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit a round and look at its scorecard."""
    from evals.scorers.behaviour import CHECKS as ALL
    from evals.scorers.behaviour.case import Case

    sat = await hold(sample, scope)
    case = Case(sat.rounds[0], scope.world.catalog)
    found = tuple(finding for check in CHECKS for finding in ALL[check](case))
    failed = {finding.check for finding in found}
    rated = [signal for signal in sat.rounds[0].scorecard.signals if signal.rating is not None]
    scores: dict[str, float | None] = {check: float(check not in failed) for check in CHECKS}
    scores["quotes_a_rating"] = sum(len(signal.evidence) for signal in rated) / len(rated) if rated else None
    output = {"decision": sat.rounds[0].scorecard.verdict.decision.value, "rated": len(rated)}
    return Result(scores, output, found, plain_rounds(sat), passed=not found)
