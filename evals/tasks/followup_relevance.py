"""A judge beside the labels: which of two follow-ups presses on what an answer really said. Only with a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.domain.interview import Sought
from agent.domain.terms import RoundKind
from evals.metamorphic import drawn
from evals.rows import read_dataset
from evals.task import Result, Sample, Task, mean_of
from evals.world import Scope

if TYPE_CHECKING:
    from agent.retrieval.documents import Target
    from evals.judge import Choice

DATASET = "retrieval"
QUESTION = (
    "A candidate gave the text `answer`. A and B are follow-ups that an interviewer could ask next. Which of them "
    "presses on what this answer really said, left open or got wrong? Choose neither where both do so alike, or none."
)


def followup_relevance() -> Task:
    """How often our first follow-up is preferred to another one of the round, and how far the judge can be believed.

    `judge_agrees` is the judge against labels: a follow-up that a reader found acceptable beside one that he did not. A
    verdict that changes with the order, or is off the menu, is no verdict.
    """
    return Task(
        name="followup_relevance",
        about="a model as judge, in both orders: do our follow-ups press on the answer; does it agree with labels",
        samples=samples,
        run=run,
        metrics=(
            mean_of("ours_preferred", 0.05, about="our first follow-up beside another one of the round"),
            mean_of("judge_agrees", 0.05, about="of the judge's verdicts on labelled pairs, those like the label"),
            mean_of("unscored", 0.05, "lower", "of pairs, those without a verdict that holds in both orders"),
        ),
        dataset=DATASET,
    )


def samples() -> list[Sample]:
    """The answers to which there is something to ask."""
    return [Sample(row["id"], row, row.get("question_id") or "") for row in read_dataset(DATASET) if row["acceptable"]]


async def run(sample: Sample, scope: Scope) -> Result:
    """Ask the judge about two pairs, each in both orders. Raises ProviderError."""
    from agent.retrieval.documents import targets
    from evals.judge import Judge

    world, row = scope.world, sample.data
    if world.model_name is None:
        return Result({"ours_preferred": None, "judge_agrees": None, "unscored": None}, "no model to judge")
    kind = RoundKind(row["round"])
    every = [t for t in targets(world.catalog, [kind]) if kind in t.rounds and t.ask]
    labelled = next((t for t in every if t.id in row["acceptable"]), None)
    found = await world.search.candidates(Sought(row["answer"], round=kind, open_ask=row.get("asked") or "", k=12))
    ours = next((f for f in found if f.ask), None)
    other = _other(every, (*row["acceptable"], ours.id if ours else ""), row["answer"])
    judge = Judge(scope.model, world.model_name, world.prompts, scope.salt)
    pairs = [(labelled.ask if labelled else None, other.ask), (ours.ask if ours else None, other.ask)]
    on_label, on_ours = [await judge.prefer(QUESTION, one or "", two or "", about=row["answer"]) if one else None
                         for one, two in pairs]  # fmt: skip
    asked = [choice for (one, _), choice in zip(pairs, (on_label, on_ours), strict=True) if one]
    scores = {
        "ours_preferred": _first(on_ours),
        "judge_agrees": _first(on_label),
        "unscored": sum(choice is None for choice in asked) / len(asked) if asked else None,
    }
    output = {"ours": ours.id if ours else None, "other": other.id, "label": on_label, "verdict": on_ours}
    return Result(scores, output, passed=on_ours == "first")


def _first(choice: Choice | None) -> float | None:
    return None if choice is None else float(choice == "first")


def _other(every: Sequence[Target], taken: Sequence[str], answer: str) -> Target:
    """A follow-up of the round that is neither acceptable nor ours, drawn by the answer."""
    left = [target for target in every if target.id not in taken]
    return left[drawn(answer, "another follow-up", len(left))]
