"""How much of everything there is: totals, and by round, level, context and signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from agent.domain.knowledge import FailureMode, Probe, Question, Rubric
from agent.domain.terms import Context, Level, RoundKind

Rows = list[tuple[str, ...]]
Probes = Mapping[RoundKind, Sequence[Probe]]


def by_round(
    rubrics: Sequence[Rubric], questions: Sequence[Question], probes: Probes, modes: Sequence[FailureMode]
) -> Rows:
    """A line for each round kind, after the headings: how much it has, and its questions by level and context."""
    levels, contexts = list(Level), list(Context)
    rows: Rows = [("round", "questions", "probes", "failures", *levels, *contexts)]
    for kind in (rubric.round for rubric in rubrics):
        held = [question for question in questions if question.round == kind]
        rows.append((
            kind,
            str(len(held)),
            str(len(probes.get(kind, ()))),
            str(sum(kind in mode.signals for mode in modes)),
            *(str(sum(level in question.levels for question in held)) for level in levels),
            *(str(sum(context in question.contexts for question in held)) for context in contexts),
        ))  # fmt: skip
    return rows


def by_signal(
    rubrics: Sequence[Rubric], questions: Sequence[Question], probes: Probes, modes: Sequence[FailureMode]
) -> Rows:
    """A line for each signal, after the headings: what can raise it, probes by rung, and its example answers."""
    rows: Rows = [("round", "signal", "questions", "rung 1", "rung 2", "rung 3", "failures", "good", "bad")]
    for rubric in rubrics:
        kind = rubric.round
        held = [question for question in questions if question.round == kind]
        rungs = Counter((probe.signal, probe.rung) for probe in probes.get(kind, ()))
        for signal in rubric.signals:
            good = [example for question in held for example in question.good if example.signal == signal.id]
            bad = [example for question in held for example in question.bad if example.signal == signal.id]
            rows.append((
                kind,
                signal.id,
                str(sum(signal.id in question.signals for question in held)),
                *(str(rungs[signal.id, rung]) for rung in (1, 2, 3)),
                str(sum(mode.signals.get(kind) == signal.id for mode in modes)),
                str(len(signal.good) + len(good)),
                str(len(signal.bad) + len(bad)),
            ))  # fmt: skip
    return rows
