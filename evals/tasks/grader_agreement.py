"""Verdicts beside people's: transcripts labelled twice, graded here."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evals.grading import grade, plain_card, step, transcript_of, words_said
from evals.rows import read_dataset
from evals.scorers import agreement
from evals.task import Metric, Record, Result, Sample, Task, mean_of
from evals.world import Scope

if TYPE_CHECKING:
    from agent.domain.verdict import Scorecard

DATASET = "grader_agreement"
WEAK, HIREABLE = 2.5, 4
"""A label up to here is weak; a decision from here on is lean hire or better."""
HOLLOW = ("bluff", "dodge", "inject", "other_question")
"""What candidates do who may not get through on form alone."""
_SURE = (0.0, 0.3, 0.6, 0.8, 1.01)
"""Where the confidences are parted whose calibration is reported."""


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
            _figure("length_spearman", _everything, lambda rows: _with_length(rows, "score"), 1.0),
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
        "missed": missed(card, row, given - label),
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


def _with_length(rows: Sequence[dict[str, Any]], name: str) -> float | None:
    return agreement.spearman(_column(rows, "words"), _column(rows, name))


def _both(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if len(row["labels"]) == 2]


def _reader(rows: Sequence[dict[str, Any]], place: int) -> list[float]:
    return [row["labels"][place] for row in _both(rows)]


_OF_THE_DATA: dict[str, Of] = {
    "style_only_qwk": lambda rows: agreement.quadratic_kappa(
        agreement.from_others(_column(rows, "label"), _column(rows, "style")), _column(rows, "label")
    ),
    "length_spearman": lambda rows: _with_length(rows, "label"),
    "labels_qwk": lambda rows: agreement.quadratic_kappa(_reader(rows, 0), _reader(rows, 1)),
    "labels_within_1": lambda rows: agreement.within(_reader(rows, 0), _reader(rows, 1)),
}
"""What of the agreement is no merit of a grader: style alone, length alone; and what two readers reach."""


def report(records: Sequence[Record]) -> list[str]:
    """What form has to do with it, each style and each behaviour by itself, then the worst ten and what was missed."""
    lines = []
    for part, chosen in {"all": _everything, "test half": _PARTS["test/"]}.items():
        rows = [record.output for record in records if chosen(record.output)]
        if rows:
            guessed, of_label = _OF_THE_DATA["style_only_qwk"](rows), _with_length(rows, "label")
            given = _with_length(rows, "score")
            lines.append(
                f"{part} ({len(rows)}): style alone guesses the labels with QWK {_shown(guessed)}; "
                f"Spearman with length: labels {_shown(of_label)}, scores given {_shown(given)}"
            )
    lines += _calibration([record.output for record in records if _PARTS["test/"](record.output)])
    for name in ("style", "behaviour"):
        lines += _by_form([record.output for record in records], name)
    worst = sorted(records, key=lambda record: -abs(record.output["given"] - record.output["label"]))[:10]
    return [*lines, *(_miss(record) for record in worst if record.output["given"] != record.output["label"])]


def _calibration(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The confidence that was stated beside how often a reader decided the same, for the unsure and for the sure."""
    found = []
    for low, high in itertools.pairwise(_SURE):
        own = [row for row in rows if low <= row["card"]["confidence"] < high and row["labels"]]
        if own:
            stated = sum(row["card"]["confidence"] for row in own) / len(own)
            same = sum(sum(row["given"] == label for label in row["labels"]) / len(row["labels"]) for row in own)
            found.append(
                f"confidence from {low:.1f}, test half: {stated:.2f} stated, {same / len(own):.2f} of readers decided "
                f"the same ({len(own)} rounds)"
            )
    return found


def _by_form(rows: Sequence[dict[str, Any]], name: str) -> list[str]:
    forms: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        forms.setdefault(row[name] or "?", []).append(row)
    found = []
    for form, own in sorted(forms.items()):
        off, labels = [row["given"] - row["label"] for row in own], sorted(_column(own, "label"))
        kappa = agreement.quadratic_kappa(_column(own, "given"), _column(own, "label"))
        found.append(
            f"{name} {form}: {sum(off) / len(off):+.2f} on average, {sum(abs(o) <= 1 for o in off)}/{len(off)} within "
            f"one, QWK {_shown(kappa)}, labels {labels[0]:g} to {labels[-1]:g}"
        )
    return found


def missed(card: Scorecard, row: Mapping[str, Any], off: float) -> str:
    """What carried a decision away from its label: the quote whose signal is rated farthest from what readers gave to
    the very answer that it stands in, in the direction of the error. Empty where the decision is right, or no rating
    rests on an answer that was read otherwise."""
    turns = [place for place, turn in enumerate(row["turns"]) if turn["role"] == "candidate"]
    both = zip(row.get("answers_a") or (), row.get("answers_b") or (), strict=True)
    read = {
        turn: sum(given) / len(given)
        for turn, pair in zip(turns, both, strict=False)
        if (given := [rating for rating in pair if rating is not None])
    }
    sign = 1 if off > 0 else -1
    wide = [
        (sign * (signal.rating - read[item.turn]), signal, item)
        for signal in card.signals
        for item in signal.evidence
        if signal.rating is not None and item.turn in read
    ]
    if not off or not wide:
        return ""
    by, signal, item = max(wide, key=lambda one: one[0])
    if by <= 0:
        return ""
    way = "high" if off > 0 else "low"
    return f'{signal.id} {signal.rating} is too {way}: readers gave {read[item.turn]:g} to "{item.quote}"'


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2f}"


def _miss(record: Record) -> str:
    row = record.output
    ratings = ", ".join(f"{name} {value or '-'}" for name, value in row["card"]["ratings"].items())
    told = "".join(f"; {text}" for text in (row["missed"], f"the label: {row['why']}" if row["why"] else "") if text)
    form = f"{row['style']}, {row['behaviour']}" if row["behaviour"] else row["style"]
    return f"{record.sample} ({form}): labelled {row['label']:g}, given {row['given']}: {ratings}{told}"
