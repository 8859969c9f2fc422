"""The offline grader's agreement with people, held to figures: on what it was fitted on, and on what it was not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from graded_rounds import catalog, graded, grader, rank

from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from evals.scorers.agreement import pairwise_order, quadratic_kappa, spearman
from evals.training.fit_offline_grader import LEVELS

DATA = Path(__file__).parents[1] / "data"
STILL_TAKEN_FOR_ANSWERS = 4
"""Of the forty empty answers; the aim is 0. None of them was read when the grader was made: only counts were seen.

Two before the model learned from a second batch of transcripts, with or without inner layers: three tell of a life
beside the interview in figures and own acts, one says the question again.
"""


async def test_empty_answers_that_nobody_tuned_on_rate_one_on_everything() -> None:
    missed = []
    for row in map(json.loads, (DATA / "empty_answers.jsonl").read_text("utf-8").splitlines()):
        kind = RoundKind(row["round"])
        turns = (Turn(Role.INTERVIEWER, row["asked"]), Turn(Role.CANDIDATE, row["text"]))
        transcript = Transcript(kind, turns, kind.value, question=row["asked"])
        grade = await grader().grade(catalog().rubric(kind), transcript, None, Level.L4)
        if any((signal.rating or 0) > 1 for signal in grade.signals):
            missed.append((row["id"], row["style"]))
    assert len(missed) <= STILL_TAKEN_FOR_ANSWERS, missed


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
async def test_agreement_with_the_labels_it_was_fitted_on_is_kept(step: int) -> None:
    """Higher than on new questions: the fitting script prints those figures (leave one question out)."""
    ranks, scores, labels, questions, lengths = [], [], [], [], []
    rows = [json.loads(line) for line in (DATA / "graded_dev.jsonl").read_text("utf-8").splitlines()]
    asked = sorted({row["question"] for row in rows})[::step]
    for row in (row for row in rows if row["question"] in asked):
        kind = RoundKind(row["round"])
        turns = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in row["turns"])
        transcript = Transcript(kind, turns, row["id"], LEVELS[row["level"]], question=row["question"])
        _, verdict = await graded(transcript)
        ranks.append(rank(verdict) + 1)
        scores.append(verdict.score or 0.0)
        labels.append(row["label"])
        questions.append(row["question"])
        lengths.append(sum(len(turn.text.split()) for _, turn in transcript.candidate_turns()))
    assert quadratic_kappa(ranks, labels) > 0.75
    assert pairwise_order(scores, labels, questions) > 0.8
    assert abs(spearman(scores, lengths)) < spearman(labels, lengths), "length weighs no more than it does for people"
