"""Finds the probe that fits: an answer -> the follow-ups a senior interviewer would accept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from agent.domain.terms import Level, RoundKind
from evals.rows import read_dataset
from evals.scorers.intervals import Figure, figure
from evals.task import Metric, Record, Result, Sample, Task, mean_of
from evals.world import Scope, World

DATASET = "retrieval"
DEPTHS = (1, 3, 8)
MEASURES = (*(f"recall@{k}" for k in DEPTHS), "mrr", "abstained", "precision")
SPLITS = ("tune", "test")
METHOD_NAMES = ("shipped", "dense", "bm25", "fused", "random")
FULL, THIN = "", "thinned/"
"""All phrasings; and those alone that resemble no test answer."""
PARTS = (("tune", FULL), ("test", FULL), ("test", THIN))


def retrieval() -> Task:
    """Recall at 1, 3 and 8 and abstention of the search beside its halves and chance, also where phrasings are thinned.

    `recall@k` is the share of answers with an acceptable follow-up among the first k.
    """
    return Task(
        name="retrieval",
        about="an answer -> what to probe next: recall, MRR and abstention of five methods",
        samples=samples,
        run=run,
        metrics=tuple(_metrics()),
        dataset=DATASET,
        report=report,
    )


def samples() -> list[Sample]:
    """One for each answer; those to one question belong together."""
    return [Sample(row["id"], row, row.get("question_id") or row["round"]) for row in read_dataset(DATASET)]


async def run(sample: Sample, scope: Scope) -> Result:
    """Ask every method, over all phrasings and over the thinned ones."""
    from evals.retrieval.methods import Asked

    row = sample.data
    asked = Asked(
        id=sample.id,
        round=RoundKind(row["round"]),
        question_id=row.get("question_id"),
        asked=row.get("asked") or "",
        level=Level(row["level"]) if row.get("level") else None,
        answer=row["answer"],
    )
    found: dict[str, list[str]] = {}
    for variant, methods in (await scope.world.once(DATASET, lambda: _made(scope.world))).items():
        for name, method in methods.items():
            found[f"{variant}{name}"] = await method.rank(asked, max(DEPTHS))
    acceptable = row["acceptable"]
    scores: dict[str, float | None] = {}
    for name, ids in found.items():
        scores |= {f"{row['split']}/{name}/{what}": value for what, value in _scores(ids, acceptable).items()}
    first = found["shipped"][:1]
    passed = first[0] in acceptable if first and acceptable else bool(acceptable) == bool(first)
    output = {"acceptable": acceptable, "earlier": row.get("earlier"), "split": row["split"], "found": found}
    return Result(scores, output, passed=passed)


async def _made(world: World) -> dict[str, dict[str, Any]]:
    from agent.retrieval.search import ProbeSearch
    from evals.retrieval.methods import METHODS, Pool
    from evals.retrieval.thinned import thinned

    await world.search.prepare()
    answers = [row["answer"] for row in read_dataset(DATASET) if row["split"] == "test"]
    thin = await thinned(world.catalog, world.embedder, answers)
    full_pool, thin_pool = Pool(world.catalog, world.embedder), Pool(thin, world.embedder)
    thin_search = ProbeSearch(thin, world.embedder, None)
    return {
        FULL: {name: make(full_pool, world.search) for name, make in METHODS.items()},
        THIN: {name: make(thin_pool, thin_search) for name, make in METHODS.items()},
    }


def _scores(ids: Sequence[str], acceptable: Sequence[str]) -> dict[str, float | None]:
    if not acceptable:
        return {"abstained": float(not ids)}
    places = [place for place, name in enumerate(ids, 1) if name in acceptable]
    found: dict[str, float | None] = {f"recall@{k}": float(any(place <= k for place in places)) for k in DEPTHS}
    found["mrr"] = 1.0 / places[0] if places else 0.0
    found["spoke"] = float(bool(ids))
    return found


def _metrics() -> list[Metric]:
    found: list[Metric] = []
    for split in SPLITS:
        for variant in (variant for own, variant in PARTS if own == split):
            for method in METHOD_NAMES:
                name = f"{split}/{variant}{method}"
                tolerance = 0.02 if method == "shipped" else 1.0  # a yardstick that moves is no regression
                found += [mean_of(f"{name}/recall@{k}", tolerance) for k in DEPTHS]
                found.append(mean_of(f"{name}/mrr", tolerance))
        found.append(
            mean_of(f"{split}/shipped/abstained", about="of answers with nothing to probe, so many left alone")
        )
        found.append(_when_it_speaks(split, "shipped", "precision"))
        found.append(_when_it_speaks(split, "shipped", "abstention_precision"))
    return found


def _when_it_speaks(split: str, method: str, what: str) -> Metric:
    """`precision`: of what it spoke to, the share with something to probe; of abstentions, the share that was right."""

    def of(records: Sequence[Record]) -> float | None:
        chosen = [record for record in records if record.output["split"] == split]
        spoke = [bool(record.output["found"][method]) for record in chosen]
        there = [bool(record.output["acceptable"]) for record in chosen]
        if what == "precision":
            right = [has for says, has in zip(spoke, there, strict=True) if says]
        else:
            right = [not has for says, has in zip(spoke, there, strict=True) if not says]
        return sum(right) / len(right) if right else None

    return Metric(f"{split}/{method}/{what}", of, 0.03)


def report(records: Sequence[Record]) -> list[str]:
    """Every method in every variant as a table with intervals, then by the earlier labels, then what was missed."""
    return [*table(records), *by_earlier_labels(records), *missed(records)]


def table(records: Sequence[Record]) -> list[str]:
    """A line a method: recall, MRR, abstention, precision, for both halves and for the test half thinned.

    `precision` is the share of what was spoken to that leaves something to probe; intervals hold 95% of resamples.
    """
    lines = []
    for split, variant in PARTS:
        chosen = [record for record in records if record.output["split"] == split]
        if not chosen:
            continue
        lines.append(f"{split} half, {'phrasings near its answers removed' if variant else 'all phrasings'}:")
        lines.append(f"  {'':8}" + "".join(f"{name:21}" for name in MEASURES).rstrip())
        for method in METHOD_NAMES:
            shown = [_cell(figure(_measure(split, f"{variant}{method}", name), chosen)) for name in MEASURES]
            lines.append(f"  {method:8}" + "".join(f"{cell:21}" for cell in shown).rstrip())
    return lines


def _measure(split: str, method: str, name: str) -> Metric:
    return _when_it_speaks(split, method, name) if name == "precision" else mean_of(f"{split}/{method}/{name}")


def _cell(found: Figure) -> str:
    if found.value is None:
        return "-"
    return f"{found.value:.3f}" + (f" [{found.low:.2f}, {found.high:.2f}]" if found.low is not None else "")


def by_earlier_labels(records: Sequence[Record]) -> list[str]:
    """The shipped search by what was acceptable before knowledge was reworded: a line a half.

    What a label is worth: how often the first choice of a reading is among those of the other stands behind it.
    """
    lines = []
    for split in SPLITS:
        chosen = [record for record in records if record.output["split"] == split and record.output.get("earlier")]
        if not chosen:
            continue
        found = [_scores(record.output["found"]["shipped"], record.output["earlier"]) for record in chosen]
        shares = [f"recall@{k} {_mean(one[f'recall@{k}'] for one in found):.3f}" for k in DEPTHS]
        pairs = [(record.output["acceptable"], record.output["earlier"]) for record in chosen]
        agree = [_mean(float(one[0] in other) for one, other in order) for order in (pairs, [p[::-1] for p in pairs])]
        lines.append(
            f"{split} half by the earlier labels ({len(chosen)}): {', '.join(shares)}; "
            f"first choice among the other's {agree[0]:.2f} and {agree[1]:.2f}"
        )
    return lines


def _mean(values: Iterable[float | None]) -> float:
    listed = [value or 0.0 for value in values]
    return sum(listed) / len(listed)


def missed(records: Sequence[Record]) -> list[str]:
    """The answers whose acceptable follow-up the shipped search did not find among eight."""
    lines = []
    for record in records:
        wanted, found = record.output["acceptable"], record.output["found"]["shipped"]
        if wanted and not set(wanted) & set(found):
            lines.append(f"{record.sample}: wanted {', '.join(wanted)}; first was {found[0] if found else 'nothing'}")
    return lines[:10]
