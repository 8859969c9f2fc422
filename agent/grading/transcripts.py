"""Interviews held elsewhere: reading a transcript strictly, and grading it into a scorecard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Protocol

from agent.domain.claims import Conflict
from agent.domain.interview import RoundGrade
from agent.domain.knowledge import Question, Rubric
from agent.domain.terms import Context, EndedBy, InterviewerKind, Level, Move, Role, RoundKind
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn
from agent.domain.verdict import Prose, QuestionRef, Scorecard, Verdict
from agent.errors import TranscriptError
from agent.grading.code_runs import Ran
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.grading.fields import choice, items_of, optional, required_choice, texts
from agent.grading.prose import round_prose
from agent.grading.said_already import Held
from agent.grading.spans import words
from agent.grading.untrue import Said

_TITLE = 80  # characters of a question that stand for it where it has no title of its own
_SAME_QUESTION = 0.9  # share of words in common from which two statements are the same question


class Catalog(Protocol):
    """What grading needs of the knowledge: see `agent.catalog.loader.Catalog`."""

    def rubric(self, kind: RoundKind) -> Rubric:
        """The rubric of a round kind."""
        ...

    def questions(self, kind: RoundKind) -> Sequence[Question]:
        """All questions of a round kind."""
        ...


class Grader(Protocol):
    """Rates the signals of a transcript."""

    async def grade(
        self, rubric: Rubric, transcript: Transcript, question: Question | None, level: Level
    ) -> RoundGrade:
        """A rating per signal of the rubric."""
        ...

    def contradictions(self, transcript: Transcript) -> tuple[Conflict, ...]:
        """Figures that can't both hold."""
        ...

    def untruths(self, transcript: Transcript) -> tuple[Said, ...]:
        """What was said that is not so."""
        ...

    async def said_already(self, held: Held, grade: RoundGrade) -> frozenset[str]:
        """What of the anchors above the ratings was said."""
        ...

    def runs(self, transcript: Transcript, question: Question | None) -> tuple[Ran, ...]:
        """How the code that was run did."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A round as it can be known from its transcript alone."""

    rubric: Rubric
    question: Question | None
    transcript: Transcript
    level: Level
    questions: tuple[Question, ...] = ()

    def question_at(self, index: int) -> Question | None:
        """The question that was open when turn `index` was said, where it is one of ours."""
        wanted = self.transcript.question_id_at(index)
        return next((question for question in self.questions if question.id == wanted), self.question)


def read_transcript(data: Any) -> Transcript:
    """The transcript in plain JSON data, checked.

    Unknown fields are ignored; what is missing and has a default gets it. The turns stay one by one, also where the
    same role speaks twice, because evidence counts them.

    Raises:
        TranscriptError: says where, e.g. "turns[3].role: must be interviewer or candidate".
    """
    if not isinstance(data, Mapping):
        raise TranscriptError("the transcript: must be a JSON object with `round` and `turns`")
    kind = required_choice(data, "round", RoundKind)
    turns = _turns(data.get("turns"))
    question = optional(data, "question", str, "")
    first = next((turn.text for turn in turns if turn.role is Role.INTERVIEWER), "")
    return Transcript(
        round=kind,
        turns=turns,
        round_id=optional(data, "round_id", str, "") or kind.value,
        level=choice(data, "level", Level, Level.L4),
        context=choice(data, "context", Context, Context.BIG_TECH),
        question=question if question.strip() else first,
    )


async def grade_transcript(transcript: Transcript, catalog: Catalog, grader: Grader) -> Scorecard:
    """Grade an interview held anywhere, offline.

    A question of ours is found by its id or by its words; any other is graded on the rubric alone.
    """
    rubric = catalog.rubric(transcript.round)
    question = find_question(transcript, catalog)
    grade = await grader.grade(rubric, transcript, question, transcript.level)
    verdict: Verdict = decide_verdict(grade.signals, rubric.bars[transcript.level], doubt_in(transcript, grade.flags))
    heard = Heard(rubric, question, transcript, transcript.level, find_questions(transcript, catalog))
    conflicts, untrue = grader.contradictions(transcript), grader.untruths(transcript)
    said, ran = await grader.said_already(heard, grade), grader.runs(transcript, question)
    prose: Prose = round_prose(heard, grade, verdict, conflicts, untrue, said, ran)
    return held_elsewhere(transcript, question, grade, verdict, prose)


def held_elsewhere(
    transcript: Transcript,
    question: Question | None,
    grade: RoundGrade,
    verdict: Verdict,
    prose: Prose,
    model: str | None = None,
) -> Scorecard:
    """The scorecard of an interview that has no session; `model` graded it, None: the offline grader."""
    return Scorecard(
        session=None,
        round=transcript.round,
        round_id=transcript.round_id,
        level=transcript.level,
        context=transcript.context,
        questions=(_reference(transcript, question),),
        interviewer=InterviewerKind.MODEL if model else InterviewerKind.OFFLINE,
        interviewer_model=None,
        grader_model=model,
        verdict=verdict,
        signals=grade.signals,
        prose=prose,
        flags=grade.flags,
        ended_by=EndedBy.TRANSCRIPT,
    )


def find_question(transcript: Transcript, catalog: Catalog) -> Question | None:
    """The question of ours that was asked: by a turn's `question_id`, else by a statement in nearly the same words."""
    questions = catalog.questions(transcript.round)
    ids = {turn.question_id for turn in transcript.turns if turn.question_id}
    for question in questions:
        if question.id in ids:
            return question
    asked = set(words(transcript.question))
    for question in questions:
        statement = set(words(question.statement))
        if asked and len(asked & statement) >= _SAME_QUESTION * max(len(asked), len(statement)):
            return question
    return None


def find_questions(transcript: Transcript, catalog: Catalog) -> tuple[Question, ...]:
    """The questions of ours that were put, in order, by the ids of the turns."""
    known = {question.id: question for question in catalog.questions(transcript.round)}
    return tuple(known[id] for id in transcript.question_ids() if id in known)


def _reference(transcript: Transcript, question: Question | None) -> QuestionRef:
    if question is not None:
        return QuestionRef(question.id, question.title)
    asked = " ".join(transcript.question.split())
    if len(asked) <= _TITLE:
        return QuestionRef(None, asked or transcript.round.label)
    return QuestionRef(None, asked[:_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…")


def _turns(value: Any) -> tuple[Turn, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise TranscriptError("turns: must be a list of turns")
    turns = tuple(_turn(item, f"turns[{position}]") for position, item in enumerate(value))
    if not any(turn.role is Role.CANDIDATE for turn in turns):
        raise TranscriptError("turns: there is no turn of the candidate, so there is nothing to grade")
    return turns


def _turn(value: Any, where: str) -> Turn:
    if not isinstance(value, Mapping):
        raise TranscriptError(f"{where}: must be an object with `role` and `text`")
    role = required_choice(value, "role", Role, where)
    if not isinstance(value.get("text"), str):
        raise TranscriptError(f"{where}.text: must be a string")
    rung = optional(value, "hint_rung", int, None, where)
    if rung is not None and not 1 <= rung <= 3:
        raise TranscriptError(f"{where}.hint_rung: must be 1, 2 or 3")
    return Turn(
        role=role,
        text=value["text"],
        at=optional(value, "at", str, None, where),
        move=choice(value, "move", Move, None, where),
        question_id=optional(value, "question_id", str, None, where),
        probe_id=optional(value, "probe_id", str, None, where),
        sources=texts(value.get("sources"), f"{where}.sources"),
        hint_rung=rung,
        code=optional(value, "code", str, None, where),
        run=_run(value.get("run"), f"{where}.run"),
        signal=optional(value, "signal", str, None, where),
    )


def _run(value: Any, where: str) -> CodeRun | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise TranscriptError(f"{where}: must be an object")
    return CodeRun(
        passed=optional(value, "passed", int, 0, where),
        failed=optional(value, "failed", int, 0, where),
        limit=optional(value, "limit", str, None, where),
        output=optional(value, "output", str, "", where),
        failures=tuple(
            _failure(item, f"{where}.failures[{i}]") for i, item in enumerate(items_of(value, "failures", where))
        ),
        seconds=_seconds(value, where),
    )


def _seconds(value: Mapping[str, Any], where: str) -> float:
    given = optional(value, "seconds", int | float, 0.0, where)
    try:
        seconds = float(given)
    except OverflowError:  # a whole number of four hundred digits
        seconds = inf
    if not isfinite(seconds):
        raise TranscriptError(f"{where}.seconds: must be a number of seconds")
    return seconds


def _failure(value: Any, where: str) -> CodeFailure:
    if not isinstance(value, Mapping):
        raise TranscriptError(f"{where}: must be an object")
    return CodeFailure(
        test=optional(value, "test", str, "", where),
        message=optional(value, "message", str, "", where),
        line=optional(value, "line", int, None, where),
    )
