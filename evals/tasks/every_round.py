"""Every round kind and every loop, sat to the end by five candidates from strong to silent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any

from agent.domain.terms import Move, Role
from agent.domain.verdict import RoundDocument
from evals.grading import step
from evals.scorers.wordings import wordings
from evals.simulation import Held
from evals.sitting import hold, plain_rounds, round_samples
from evals.task import Finding, Metric, Record, Result, Sample, Task, mean_of
from evals.world import Scope


def every_round() -> Task:
    """Documents valid, no wording repeated within a round, and verdicts in the order of ability."""
    return Task(
        name="every_round",
        about="all rounds and loops to the end by five candidates: valid documents, no wording twice, order of ability",
        samples=samples,
        run=run,
        metrics=(
            mean_of("document_valid", 0.0),
            mean_of("no_wording_twice", 0.01),
            Metric(
                "ability_order", _ordered, 0.03, about="of pairs of candidates in a round, those in the right order"
            ),
            Metric("ability_reversed", _reversed, 0.01, "lower", "of such pairs, those in the wrong order"),
        ),
        checks=("no_repeated_probe",),
        report=report,
    )


def samples() -> list[Sample]:
    """Each kind, then each loop whose rounds can be held, by five candidates."""
    from agent.catalog.loader import Catalog
    from evals.candidates.scripted import FROM_STRONG_TO_SILENT

    catalog = Catalog()
    kinds = catalog.kinds()
    found = round_samples(kinds, FROM_STRONG_TO_SILENT)
    for loop in catalog.loops():
        if {planned.kind for planned in loop.rounds} <= set(kinds):
            found += [
                Sample(f"loop:{loop.id}/{name}", {"loop": loop.id, "candidate": name}, f"loop:{loop.id}")
                for name in FROM_STRONG_TO_SILENT
            ]
    return found


async def run(sample: Sample, scope: Scope) -> Result:
    """Sit it to its end."""
    sat = await hold(sample, scope)
    complaint = complaint_about(sat.document)
    found = [finding for held in sat.rounds for finding in repeated(held)]
    if complaint:
        found.append(Finding("document_valid", None, complaint))
    decisions = {held.transcript.round_id: held.scorecard.verdict.decision.value for held in sat.rounds}
    output: dict[str, Any] = {"candidate": sample.data["candidate"], "decisions": decisions}
    output["steps"] = {held.transcript.round_id: step(held.scorecard.verdict.decision) for held in sat.rounds}
    scores = {
        "document_valid": float(not complaint),
        "no_wording_twice": float(not any(finding.check == "no_wording_twice" for finding in found)),
    }
    return Result(scores, output, tuple(found), plain_rounds(sat), passed=not found)


def complaint_about(document: Any) -> str | None:
    """What is wrong with a document by its schema, None where nothing is, or where no validator is installed."""
    from agent.reports.json import session_document

    try:
        from jsonschema import Draft202012Validator
    except ImportError:  # a development dependency; the tests have it
        return None
    name = "round" if isinstance(document, RoundDocument) else "loop"
    schema = json.loads(files("agent").joinpath("reports", "schemas", f"{name}.schema.json").read_text("utf-8"))
    error = next(Draft202012Validator(schema).iter_errors(session_document(document)), None)
    return None if error is None else f"{'/'.join(map(str, error.path))}: {error.message[:120]}"


def repeated(held: Held) -> list[Finding]:
    """Sentences of four words or more that are said twice in a round; what is said again on request is not."""
    seen: Counter[str] = Counter()
    found = []
    for index, turn in enumerate(held.transcript.turns):
        if turn.role is Role.CANDIDATE or turn.move is Move.CLARIFY:
            continue
        for wording, sentence in wordings(turn.text):
            seen[wording] += 1
            if seen[wording] == 2:
                found.append(Finding("no_wording_twice", index, sentence[:100], held.transcript.round_id))
    return found


def _pairs(records: Sequence[Record]) -> list[int]:
    """1 for each neighbouring pair of candidates in the right order, 0 for a tie, -1 for the wrong one."""
    from evals.candidates.scripted import FROM_STRONG_TO_SILENT

    found: list[int] = []
    rounds: dict[tuple[str, str], dict[str, int]] = {}
    for record in records:
        place = record.sample.rpartition("/")[0]
        for round_id, rank in record.output["steps"].items():
            rounds.setdefault((place, round_id), {})[record.output["candidate"]] = rank
    for steps in rounds.values():
        there = [steps[name] for name in FROM_STRONG_TO_SILENT if name in steps]
        found += [(better > worse) - (better < worse) for better, worse in pairwise(there)]
    return found


def _ordered(records: Sequence[Record]) -> float | None:
    pairs = _pairs(records)
    return sum(pair > 0 for pair in pairs) / len(pairs) if pairs else None


def _reversed(records: Sequence[Record]) -> float | None:
    pairs = _pairs(records)
    return sum(pair < 0 for pair in pairs) / len(pairs) if pairs else None


def report(records: Sequence[Record]) -> list[str]:
    """A line a round: what each of the five came to."""
    rows: dict[str, list[str]] = {}
    for record in records:
        place, _, name = record.sample.rpartition("/")
        rows.setdefault(place, []).append(f"{name} {', '.join(record.output['decisions'].values())}")
    return [f"{place}: {'; '.join(parts)}" for place, parts in sorted(rows.items())]
