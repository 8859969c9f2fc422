"""Short rounds that each hold one thing which a rule of grading is about: the echo of a hint, an honest limit."""

from __future__ import annotations

from evals.graded import DATASET, IN_THE_LOOP, graded_loop, graded_row, graded_styles, rows
from evals.task import Finding, Result, Sample, Task, mean_of
from evals.world import Scope

OF_RULES = {
    "G1": "rating_agreement", "G4": "style_changes_nothing", "G6": "hints_count_less", "G7": "unasked_is_null",
    "G9": "honest_limits_rated", "G10": "contradiction_flagged", "G11": "questions_rated_as_asking",
}  # fmt: skip
OF_WORDS = ("debrief_specific", "unasked_is_null", "quotes_verbatim", "decision_is_arithmetic", "injection_flagged")
OF_A_COMMITTEE = (*OF_WORDS, "not_held_is_no_failure")
CHECKS = tuple(dict.fromkeys((*OF_RULES.values(), *OF_A_COMMITTEE)))
COMMITTEE = "committee"


def grading_rules() -> Task:
    """In how many of these rounds each check holds. The words are checked where a model writes them."""
    return Task(
        name="grading_rules",
        about="short rounds written for one rule of grading each, and a committee over two: what is kept",
        samples=samples,
        run=run,
        metrics=(mean_of("clean", 0.05), *(mean_of(check, 0.05) for check in CHECKS)),
        dataset=DATASET,
        checks=CHECKS,
    )


def samples() -> list[Sample]:
    """A row each; the same content in several manners is one sample, a committee over two rows another."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows():
        found.setdefault(row.get("pair") or row["id"], []).append(row)
    held = [row for row in rows() if row["id"] in IN_THE_LOOP]
    return [Sample(name, {"rows": listed}) for name, listed in {**found, COMMITTEE: held}.items()]


async def run(sample: Sample, scope: Scope) -> Result:
    """Grade it and check."""
    found, applied = await checked(sample, scope)
    failed = {finding.check for finding in found}
    scores: dict[str, float | None] = {check: float(check not in failed) if check in applied else None
                                       for check in CHECKS}  # fmt: skip
    return Result({"clean": float(not found), **scores}, None, tuple(found), passed=not found)


async def checked(sample: Sample, scope: Scope) -> tuple[list[Finding], set[str]]:
    """What the checks find in a sample, and which of them say something of it. Raises ProviderError."""
    listed = sample.data["rows"]
    by_model = scope.world.model_name is not None
    if sample.id == COMMITTEE:
        return await graded_loop(listed, scope), set(OF_A_COMMITTEE) if by_model else set()
    if len(listed) > 1:
        return await graded_styles(listed, scope), {OF_RULES["G4"]}
    _, found = await graded_row(listed[0], scope)
    applied = {OF_RULES[rule] for rule in listed[0]["rules"] if rule in OF_RULES} | {"rating_agreement"}
    return found, applied | (set(OF_WORDS) if by_model else set())
