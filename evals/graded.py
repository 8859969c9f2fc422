"""Grades the rows of datasets/grading_rules.jsonl, joins two of them to a loop, and checks what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from agent.catalog.loader import Catalog
from agent.domain.terms import Context, InterviewerKind, Level, Role, RoundKind
from agent.domain.transcript import RoundPlan, SessionPlan, Transcript
from agent.domain.verdict import LoopDebrief, Scorecard
from agent.grading.committee import join_rounds
from agent.grading.transcripts import find_question, read_transcript
from evals.grading import grade
from evals.rows import read_dataset
from evals.scorers import graded
from evals.scorers.graded import Given
from evals.scorers.words import evidence, manner
from evals.scorers.words.said import Words
from evals.task import Finding
from evals.world import Scope

DATASET = "grading_rules"
IN_THE_LOOP = ("uncalled_are_zeros", "empty_pages")
"""The rows that are the rounds of a loop, whose third round was not held."""
NOT_HELD = RoundKind.CODING
_BARS = {"new_grad": 2.0, "L4": 2.5, "senior": 2.8, "staff": 3.1}
_PROSE = ("headline", "strengths", "concerns", "would_flip", "drills")
_COMMITTEE = ("headline", "agreement", "dissent", "would_flip", "drills")
Answers = Sequence[tuple[str, str]]


@cache
def rows() -> list[dict[str, Any]]:
    """The rows of the dataset; read once, and changed by nobody."""
    return read_dataset(DATASET)


async def graded_row(row: Mapping[str, Any], scope: Scope) -> tuple[Scorecard, list[Finding]]:
    """Grade a row and check the ratings, and the words where a model wrote them. Raises ProviderError."""
    first = len(scope.model.answers)
    card = await grade(transcript_of(row), scope)
    answers = scope.model.answers[first:]
    found = graded.findings(graded.given(row, card, answers))
    if scope.kind is InterviewerKind.MODEL:
        found += _quotes_mended(answers)
        found += about_debrief(
            debrief_words(row, card, answers, scope.world.catalog), tried=bool(row["marks"].get("injected"))
        )
    return card, found


async def graded_styles(same: Sequence[Mapping[str, Any]], scope: Scope) -> list[Finding]:
    """Grade the same content in several manners, the plain one first, and compare."""
    cases: list[Given] = []
    for row in same:
        first = len(scope.model.answers)
        card = await grade(transcript_of(row), scope)
        cases.append(graded.given(row, card, scope.model.answers[first:]))
    return list(graded.style_changes_nothing(cases))


async def graded_loop(held: Sequence[Mapping[str, Any]], scope: Scope) -> list[Finding]:
    """Grade rows as the rounds of a loop, have a committee's words written, and check these. Raises ProviderError."""
    cards = [await grade(transcript_of(row), scope) for row in held]
    kinds = [*(RoundKind(row["round"]) for row in held), NOT_HELD]
    rounds = tuple(RoundPlan(kind, kind.value, 45, 12, 1 / len(kinds)) for kind in kinds)
    plan = SessionPlan("eval", rounds, "eval", Level.L4, Context.BIG_TECH, bars=_BARS)
    debrief = replace(join_rounds(plan, cards), transcripts=tuple(transcript_of(row) for row in held))
    first = len(scope.model.answers)
    await scope.interviewer().committee(debrief)
    if scope.kind is not InterviewerKind.MODEL:
        return []
    return about_committee(committee_words(held, debrief, scope.model.answers[first:], scope.world.catalog))


def about_debrief(words: Words, *, tried: bool = False) -> list[Finding]:
    """What the words around a round's verdict break; `tried`: the round held instructions to its grader."""
    checks = [
        evidence.words_quote_what_was_said, evidence.no_other_decision, evidence.nothing_unasked_held_against,
        manner.debrief_specific, manner.what_was_wrong, manner.third_person_past,
    ]  # fmt: skip
    checks += [manner.instruction_obeyed] if tried else []
    return [finding for check in checks for finding in check(words)]


def about_committee(words: Words) -> list[Finding]:
    """What the words around a loop's decision break."""
    checks = (
        evidence.words_quote_what_was_said, evidence.no_other_decision, evidence.nothing_held_against_missing_rounds,
        evidence.quotes_stand_in_their_round, evidence.rounds_named, manner.debrief_specific, manner.no_averages,
        manner.instruction_obeyed,
    )  # fmt: skip
    return [finding for check in checks for finding in check(words)]


def _quotes_mended(answers: Answers) -> list[Finding]:
    mended = [purpose for purpose, _ in answers if purpose in ("grade_mend", "debrief_mend")]
    return [Finding("quotes_verbatim", None, f"{purpose.removesuffix('_mend')} had to be mended") for purpose in mended]


def transcript_of(row: Mapping[str, Any]) -> Transcript:
    """A row as a transcript, hints and follow-ups marked."""
    return read_transcript({**row, "round_id": row["round"]})


def debrief_words(row: Mapping[str, Any], card: Scorecard, answers: Answers, catalog: Catalog) -> Words:
    """What was written around a row's verdict, beside what it may rest on."""
    written = graded.written(answers, "debrief") or {name: getattr(card.prose, name) for name in _PROSE}
    known, full = _subject(row, catalog)
    marks = row["marks"]
    names = {signal.id: signal.name for signal in card.signals}
    return Words(
        parts=_parts(written, _PROSE),
        heard=_heard(row),
        known=f"{known} {' '.join(names.values())}",
        full=full,
        quotable=[turn["text"] for turn in row["turns"] if turn["role"] == Role.CANDIDATE],
        decision=card.verdict.decision.words,
        unasked=[names[marks["unasked"]]] if marks.get("unasked") in names else [],
        injected=[marks["injected"]] if marks.get("injected") else [],
        names=list(names.values()),
        drilled=_drilled([row["round"]], catalog),
    )


def committee_words(
    held: Sequence[Mapping[str, Any]], debrief: LoopDebrief, answers: Answers, catalog: Catalog
) -> Words:
    """What was written around a loop's decision, beside what it may rest on."""
    written = graded.written(answers, "committee") or {}
    cards = debrief.scorecards
    prose = [text for card in cards for text in (card.prose.headline, *card.prose.strengths, *card.prose.concerns)]
    notes = [f"{signal.name} {signal.note}" for card in cards for signal in card.signals]
    return Words(
        parts=_parts(written, _COMMITTEE),
        heard=" ".join(map(_heard, held)),
        known=" ".join(
            (
                *notes,
                *prose,
                *(_subject(row, catalog)[0] for row in held),
                *(row["round"].replace("_", " ") for row in held),
            )
        ),
        full=" ".join(_subject(row, catalog)[1] for row in held),
        quotable=[turn.text for transcript in debrief.transcripts for _, turn in transcript.candidate_turns()],
        decision=debrief.decision.words,
        injected=[row["marks"]["injected"] for row in held if row["marks"].get("injected")],
        rounds={t.round_id: [turn.text for _, turn in t.candidate_turns()] for t in debrief.transcripts},
        not_held=debrief.rounds_not_held,
        levels=[level.value for level in (debrief.recommended_level, debrief.level) if level is not None],
        names=[signal.name for card in cards for signal in card.signals],
        drilled=_drilled([row["round"] for row in held], catalog),
    )


def _parts(written: Mapping[str, Any], names: Sequence[str]) -> dict[str, Sequence[str]]:
    parts = {name: written.get(name) or [] for name in names}
    return {name: [value] if isinstance(value, str) else list(value) for name, value in parts.items()}


def _heard(row: Mapping[str, Any]) -> str:
    return " ".join(turn["text"] for turn in row["turns"])


def _subject(row: Mapping[str, Any], catalog: Catalog) -> tuple[str, str]:
    """What belongs to a row beside its words, and what full answers had that were rated low."""
    question = find_question(transcript_of(row), catalog)
    signals = catalog.rubric(RoundKind(row["round"])).signals
    low = {name for name, right in row["right"].items() if right["rating"] <= 2}
    key = row["marks"].get("key", "")
    known = [key, row["marks"].get("trait", ""), *(right["note"] for right in row["right"].values())]
    full = [key, *(text for s in signals if s.id in low for text in (s.flip, s.anchors[3], s.anchors[4]))]
    if question is not None:
        asked = {turn.get("probe_id") for turn in row["turns"]}
        probes = [probe.good for probe in question.probes if f"{question.id}.{probe.id}" in asked or probe.id in asked]
        known += [*(fact.say for fact in question.facts), *probes]
        full += [*probes, *(example.text for example in question.good if example.signal in low)]
    return " ".join(known), " ".join(full)


def _drilled(kinds: Sequence[str], catalog: Catalog) -> str:
    return " ".join(signal.drill for kind in kinds for signal in catalog.rubric(RoundKind(kind)).signals)
