"""Verdicts beside people's: transcripts labelled twice, graded here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evals.grading import grade, plain_card, step, transcript_of, words_said
from evals.scorers import agreement
from evals.task import Metric, Record, Result, Sample, Task, mean_of, read_dataset
from evals.world import Scope

DATASET = "grader_agreement"
WEAK, HIREABLE = 2.5, 4
"""A label up to here is weak; a decision from here on is lean hire or better."""
HOLLOW = ("bluff", "dodge", "inject", "other_question")
"""What candidates do who may not get through on form alone."""


def grader_agreement() -> Task:
    """Decisions (1 to 6) beside labels (the mean of two, 1 to 6): QWK, Spearman, within one step, order."""
    everything: list[Metric] = []
    for part, chosen in _PARTS.items():
        everything += [_figure(part + name, chosen, of, tolerance) for name, of, tolerance in _FIGURES]
    return Task(
        name="grader_agreement",
        about="transcripts labelled by two readers: how far the grader's decisions agree with them",
        samples=samples,
        run=run,
        metrics=(
            *everything,
            _figure("hollow_and_weak_kept_out", _everything, _kept_out, 0.01),
            mean_of("quotes_verbatim", 0.0),
            *(_figure(f"data/{name}", _everything, of, 1.0) for name, of in _OF_THE_DATA.items()),
        ),
        dataset=DATASET,
        checks=("rating_agreement", "empty_words_rated_low", "honest_limits_rated"),
        report=report,
    )


def samples() -> list[Sample]:
    """A transcript each; those on one question belong together."""
    return [Sample(row["id"], row, row["question"]) for row in read_dataset(DATASET)]


async def run(sample: Sample, scope: Scope) -> Result:
    """Grade one transcript."""
    from agent.grading.evidence import is_verbatim

    row = sample.data
    transcript = transcript_of(row)
    card = await grade(transcript, scope)
    labels = [row[name] for name in ("label_a", "label_b") if row.get(name) is not None]
    given, label = step(card.verdict.decision), sum(labels) / len(labels)
    quotes = [is_verbatim(transcript, item) for signal in card.signals for item in signal.evidence]
    output = {
        "given": given,
        "score": card.verdict.score or 0.0,
        "label": label,
        "labels": labels,
        "style": row["style"],
        "behaviour": row.get("behaviour", ""),
        "known": bool(row.get("question_known")),
        "split": row.get("split", ""),
        "question": row["question"],
        "words": words_said(transcript),
        "card": plain_card(card),
        "why": row.get("why", ""),
    }
    return Result({"quotes_verbatim": float(all(quotes))}, output, passed=abs(given - label) <= 1)


Of = Callable[[Sequence[dict[str, Any]]], float | None]
Chosen = Callable[[dict[str, Any]], bool]


def _figure(name: str, chosen: Chosen, of: Of, tolerance: float) -> Metric:
    def compute(records: Sequence[Record]) -> float | None:
        rows = [record.output for record in records if chosen(record.output)]
        return of(rows) if rows else None

    return Metric(name, compute, tolerance)


def _everything(_: dict[str, Any]) -> bool:
    return True


_PARTS: dict[str, Chosen] = {
    "": _everything,
    "unseen_question/": lambda row: not row["known"],
    "test/": lambda row: bool(row["split"] == "test"),
}


def _column(rows: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [row[name] for row in rows]


def _pairs(rows: Sequence[dict[str, Any]]) -> float | None:
    return agreement.pairwise_order(_column(rows, "score"), _column(rows, "label"), _column(rows, "question"), 2.0)


def _kept_out(rows: Sequence[dict[str, Any]]) -> float | None:
    weak = [row for row in rows if row["label"] <= WEAK and row["behaviour"] in HOLLOW]
    return sum(row["given"] < HIREABLE for row in weak) / len(weak) if weak else None


_FIGURES: tuple[tuple[str, Of, float], ...] = (
    ("qwk", lambda rows: agreement.quadratic_kappa(_column(rows, "given"), _column(rows, "label")), 0.02),
    ("spearman", lambda rows: agreement.spearman(_column(rows, "score"), _column(rows, "label")), 0.02),
    ("within_1", lambda rows: agreement.within(_column(rows, "given"), _column(rows, "label")), 0.03),
    ("pairs_2_apart", _pairs, 0.02),
)


def _both(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if len(row["labels"]) == 2]


def _reader(rows: Sequence[dict[str, Any]], place: int) -> list[float]:
    return [row["labels"][place] for row in _both(rows)]


_OF_THE_DATA: dict[str, Of] = {
    "style_only_qwk": lambda rows: agreement.quadratic_kappa(
        agreement.from_others(_column(rows, "label"), _column(rows, "style")), _column(rows, "label")
    ),
    "length_spearman": lambda rows: agreement.spearman(_column(rows, "words"), _column(rows, "label")),
    "labels_qwk": lambda rows: agreement.quadratic_kappa(_reader(rows, 0), _reader(rows, 1)),
    "labels_within_1": lambda rows: agreement.within(_reader(rows, 0), _reader(rows, 1)),
}
"""What of the agreement is no merit of a grader: style alone, length alone; and what two readers reach."""


def report(records: Sequence[Record]) -> list[str]:
    """Each style with its bias, then the worst ten with what was read in them and what their label says."""
    styles: dict[str, list[float]] = {}
    for record in records:
        styles.setdefault(record.output["style"], []).append(record.output["given"] - record.output["label"])
    lines = [
        f"{style}: {sum(off) / len(off):+.2f} on average, {sum(abs(o) <= 1 for o in off)}/{len(off)} within one"
        for style, off in sorted(styles.items())
    ]
    worst = sorted(records, key=lambda record: -abs(record.output["given"] - record.output["label"]))[:10]
    return [*lines, *(_miss(record) for record in worst if record.output["given"] != record.output["label"])]


def _miss(record: Record) -> str:
    row = record.output
    ratings = ", ".join(f"{name} {value or '-'}" for name, value in row["card"]["ratings"].items())
    missed = f"; the label: {row['why']}" if row["why"] else ""
    return f"{record.sample} ({row['style']}): labelled {row['label']:g}, given {row['given']}: {ratings}{missed}"
