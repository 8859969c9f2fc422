"""How near what scripted candidates say comes to what the grader has examples of: their independence as a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.domain.terms import RoundKind
from evals.task import Metric, Record, Result, Sample, Task, mean_of
from evals.world import Scope

NEAR = 0.8
"""Cosine from which two answers say the same thing in nearly the same words."""


def scripted_answers() -> Task:
    """The cosine of each scripted answer to the nearest example or phrasing of its round."""
    return Task(
        name="scripted_answers",
        about="scripted answers beside knowledge's examples of their round: cosine to the nearest",
        samples=samples,
        run=run,
        metrics=(
            mean_of("nearest_cosine", 0.03, "lower"),
            Metric("largest_cosine", _largest, 0.05, "lower"),
            mean_of("near", 0.02, "lower", f"of answers, those with an example at {NEAR} or nearer"),
        ),
        report=report,
    )


def samples() -> list[Sample]:
    """Each kind."""
    from agent.catalog.loader import Catalog

    return [Sample(kind.value, {"round": kind.value}) for kind in Catalog().kinds()]


async def run(sample: Sample, scope: Scope) -> Result:
    """Embed both and compare."""
    from evals.candidates.lines import ABILITIES, answers

    kind, world = RoundKind(sample.data["round"]), scope.world
    said = [line for pool in ABILITIES for line in answers(kind)[pool]]
    known = list(dict.fromkeys(_known(kind, scope)))
    near = await world.kept_vectors.embed(said) @ (await world.kept_vectors.embed(known)).T
    best = near.max(axis=1)
    place = int(best.argmax())
    scores = {"nearest_cosine": float(best.mean()), "near": float((best >= NEAR).mean())}
    output = {"largest": float(best[place]), "answer": said[place], "example": known[int(near[place].argmax())]}
    return Result(scores, output, passed=bool(best[place] < NEAR))


def _known(kind: RoundKind, scope: Scope) -> Iterator[str]:
    catalog = scope.world.catalog
    for signal in catalog.rubric(kind).signals:
        yield from (*signal.good, *signal.bad)
    for question in catalog.questions(kind):
        yield from (example.text for example in (*question.good, *question.bad))
        yield from (phrasing for probe in question.probes for phrasing in probe.when)


def _largest(records: Sequence[Record]) -> float | None:
    return max((record.output["largest"] for record in records), default=None)


def report(records: Sequence[Record]) -> list[str]:
    """The nearest pair of each round."""
    listed = sorted(records, key=lambda record: -record.output["largest"])
    return [
        f"{record.sample}: {record.output['largest']:.2f} \"{record.output['answer'][:70]}\" beside "
        f"\"{record.output['example'][:70]}\"" for record in listed
    ]  # fmt: skip
