"""Whole simulated rounds, held to the rules of behaviour, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence

from evals.simulation import Sat
from evals.sitting import hold, plain_rounds, round_samples
from evals.task import Finding, Result, Sample, Task, mean_of
from evals.world import Scope

CHECKS = (
    "one_question_a_turn", "no_repeated_probe", "depth_reached", "signals_left_open", "ledger_used", "twist_put",
    "no_praise", "no_teaching", "no_solution_leak", "plain_speech", "nothing_backstage", "header_well_formed",
    "injection_ignored", "talk_share", "clock_kept", "no_early_close", "dodge_pressed_once", "hints_only_when_due",
    "hints_for_the_stuck", "runs_told_truly",
    "clarify_answered_from_facts", "honest_machine",
)  # fmt: skip


def interviewer_behaviour() -> Task:
    """Every kind of round with every kind of candidate: in how many rounds each check holds."""
    return Task(
        name="interviewer_behaviour",
        about="whole simulated rounds: what the interviewer may never do, and what he must",
        samples=samples,
        run=run,
        metrics=(
            mean_of("clean", 0.03, about="rounds in which no check fails"),
            *(mean_of(check, 0.02) for check in CHECKS),
            mean_of("given_ask_two", 0.05, "lower", "of follow-ups in knowledge's words, those that ask two things"),
        ),
        checks=CHECKS,
    )


def samples() -> list[Sample]:
    """Every kind that can be held, by every scripted candidate."""
    from agent.catalog.loader import Catalog
    from evals.candidates.scripted import PERSONAS

    return round_samples(Catalog().kinds(), tuple(PERSONAS))


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit a round and check it."""
    return judged(await hold(sample, scope), scope, CHECKS)


def judged(sat: Sat, scope: Scope, checks: Sequence[str]) -> Result:
    """What these checks find in a session."""
    from evals.scorers.behaviour import findings
    from evals.scorers.behaviour.asking import given_double
    from evals.scorers.behaviour.case import Case

    found: list[Finding] = []
    for held in sat.rounds:
        found += [finding for finding in findings(Case(held, scope.world.catalog)) if finding.check in checks]
    failed = {finding.check for finding in found}
    scores: dict[str, float | None] = {
        "clean": float(not found),
        **{check: float(check not in failed) for check in checks},
    }
    doubles = [given_double(Case(held, scope.world.catalog)) for held in sat.rounds]
    asked = sum(count for _, count in doubles)
    scores["given_ask_two"] = sum(double for double, _ in doubles) / asked if asked else None
    output = {"decision": sat.rounds[0].scorecard.verdict.decision.value, "turns": len(sat.rounds[0].transcript.turns)}
    return Result(scores, output, tuple(found), plain_rounds(sat), passed=not found)
