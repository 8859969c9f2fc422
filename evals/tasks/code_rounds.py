"""Rounds in which code is handed in: right at once, wrong and mended, wrong and left so."""

from __future__ import annotations

from dataclasses import replace

from agent.domain.runs import all_passed
from agent.domain.terms import Level
from agent.domain.transcript import CodeRun
from evals.sitting import hold
from evals.task import Result, Sample, Task, mean_of
from evals.tasks.interviewer_behaviour import CHECKS as OF_ALL_ROUNDS
from evals.tasks.interviewer_behaviour import judged
from evals.world import Scope

CHECKS = (*OF_ALL_ROUNDS, "answer_kept_back", "runs_reported_truly")
_SHORT = {"level": Level.L4.value, "minutes": 20}
ENDS_RIGHT = {"right_at_once": True, "mends": True, "leaves_it": False}


def code_rounds() -> Task:
    """What is said of code while it fails, and what the debrief says of its runs."""
    return Task(
        name="code_rounds",
        about="rounds in which code is handed in and run: what is claimed of it, and that its answer is kept back",
        samples=samples,
        run=run,
        metrics=(
            mean_of("clean", 0.03, about="rounds in which no check fails"),
            *(mean_of(check, 0.02) for check in ("runs_told_truly", "answer_kept_back", "runs_reported_truly")),
            mean_of(
                "asked_about", 0.0, about="of rounds with code that fails, those in which an input of it is asked about"
            ),
            mean_of(
                "ran_as_meant", 0.0, about="rounds whose last version passes all checks where it is right, and else not"
            ),
        ),
        checks=CHECKS,
    )


def samples() -> list[Sample]:
    """Each question that there is code for, by those who hand it in."""
    from evals.candidates.lines import code
    from evals.candidates.scripted import CODERS

    return [
        Sample(
            f"{question}/{name}",
            {**_SHORT, "round": question.partition("-")[0], "question": question, "candidate": name},
            question,
        )
        for question in code()
        for name in CODERS
    ]


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit a round and check it; nothing is said of runs where code can't be run here."""
    sat = await hold(sample, scope)
    result = judged(sat, scope, CHECKS)
    turns = sat.rounds[0].transcript.turns
    runs: list[CodeRun] = [turn.run for turn in turns if turn.run is not None]
    scores = {**result.scores, "asked_about": None, "ran_as_meant": None}
    if runs:
        asked = any(".check-" in (turn.probe_id or "") for turn in turns)
        scores["ran_as_meant"] = float(all_passed(runs[-1]) is ENDS_RIGHT[sample.data["candidate"]])
        scores["asked_about"] = None if all(map(all_passed, runs)) else float(asked)
    ran = [f"{run.passed} of {run.passed + run.failed}" for run in runs]
    return replace(result, scores=scores, output={**result.output, "runs": ran})
