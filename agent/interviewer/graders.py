"""A language model as grader: assessments, grades and debriefs, each checked against what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import BaseModel

from agent.domain.interview import Assessment, CommitteeProse, RoundGrade, RoundView, SignalShown
from agent.domain.knowledge import Question
from agent.domain.terms import Flag, Role
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Evidence, LoopDebrief, Prose, SignalRating, Verdict
from agent.errors import ProviderError
from agent.grading.code_runs import held_to, ran_in
from agent.interviewer import briefing, prose, run_briefing
from agent.interviewer.history import Count, numbered, round_fence, shortened
from agent.interviewer.quotes import locate
from agent.interviewer.schemas import (
    COMMITTEE,
    PROSE,
    AssessmentOut,
    GradeOut,
    RatingOut,
    assessment_schema,
    grade_schema,
    known_flags,
    rating_schema,
)
from agent.llm.base import LanguageModel, Message, Request, Schema
from agent.prompting.fence import Fence
from agent.prompting.library import PromptLibrary

Shape = TypeVar("Shape", bound=BaseModel)
Result = TypeVar("Result")
Problems = list[str]

_ASSESS_TOKENS, _GRADE_TOKENS, _PROSE_TOKENS = 900, 2500, 1800
_STICKY = (Flag.INJECTION_ATTEMPT, Flag.AI_ASSISTED)
"""Flags that one answer raises for the whole round."""


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades with one model. `budget` is the input of a request in tokens as `count` counts them."""

    model: LanguageModel
    name: str
    prompts: PromptLibrary
    budget: int
    count: Count
    temperature: float | None = 0.0

    async def assess(self, view: RoundView) -> Assessment:
        """What the newest answer showed. It sees no rating, no other answer and no other round."""
        turns = view.transcript.turns
        index, newest = len(turns) - 1, turns[-1]
        fence = round_fence(view.salt, view.transcript)
        answer = fence.wrap(shortened(newest.text, self.budget // 2, self.count), Role.CANDIDATE, index)
        probe = briefing.open_probe(view)
        user = self.prompts.render(
            "assess",
            open_question=briefing.open_question(view),
            after=(view.open_follow_up and view.open_follow_up.signal) or briefing.NONE,
            since=_led_to(view.transcript.leading_to(index)[1:], fence),
            full_answer=probe.good if probe else briefing.NONE,
            answer=answer,
            run=_run_of(view, index, fence),
        )
        ids = [signal.id for signal in view.rubric.signals]
        messages = self._judging(view, (view.question,), user)

        def check(out: AssessmentOut) -> tuple[Assessment, Problems]:
            return _assessment(out, newest.text, ids)

        return await self._checked("assess", messages, assessment_schema(ids), _ASSESS_TOKENS, fence, check)

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Rate the round. The ratings of single answers are not shown; only the flags they raised are joined."""
        ids = [signal.id for signal in view.rubric.signals]
        flags = _program_flags(view, assessments)
        if not any(turn.text.strip() for _, turn in view.transcript.candidate_turns()):
            nothing = GradeOut(signals=[], flags=[Flag.NO_CONTENT])
            return _grade(nothing, view, self.name, flags)[0]
        user = self.prompts.render(
            "grade",
            transcript=self._transcript(view),
            keys=briefing.keys(view),
            signal_ids=", ".join(ids),
            runs=briefing.lines(run_briefing.by_turn(view)),
        )

        def check(out: GradeOut) -> tuple[RoundGrade, Problems]:
            return _grade(out, view, self.name, flags)

        fence = round_fence(view.salt, view.transcript)
        messages = self._judging(view, briefing.put(view), user)
        return await self._checked("grade", messages, grade_schema(ids), _GRADE_TOKENS, fence, check)

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """The words around a verdict. A sentence with a quote that nobody said, or another decision, is not kept."""
        fence = round_fence(view.salt, view.transcript)
        user = self.prompts.render(
            "debrief",
            transcript=self._transcript(view),
            decision=verdict.decision.words,
            certainty=prose.certainty(verdict),
            ratings=fence.wrap(prose.ratings(grade), "ratings", 0),
            drills=prose.drills(view, grade),
            runs=briefing.lines(run_briefing.by_turn(view)),
            flags=", ".join(flag.value for flag in grade.flags) or "none",
        )
        spoken = [(index, turn.text) for index, turn in view.transcript.candidate_turns()]
        checker = prose.Checker(spoken, verdict.decision, verdict.too_close_to_call)
        messages = self._judging(view, briefing.put(view), user)
        words = await self._checked("debrief", messages, PROSE, _PROSE_TOKENS, fence, checker.round_prose)
        return words if words.headline else replace(words, headline=prose.plain_headline(verdict))

    async def weigh(self, view: RoundView, rated: SignalRating, missed: Evidence) -> SignalRating:
        """One signal rated again with a quote that its grading had missed. It sees no argument of the candidate's."""
        fence = round_fence(view.salt, view.transcript)
        known = briefing.lines(f'turn {evidence.turn}: "{evidence.quote}"' for evidence in rated.evidence)
        user = self.prompts.render(
            "dispute",
            signal=f"{rated.id} ({rated.name})",
            rating=str(rated.rating or "not observed"),
            evidence=fence.wrap_list(known, "evidence", 0, briefing.NONE),
            asked=_led_to(view.transcript.leading_to(missed.turn), fence),
            missed=fence.wrap(missed.quote, Role.CANDIDATE, missed.turn),
        )

        def check(out: RatingOut) -> tuple[SignalRating, Problems]:
            problems: Problems = []
            evidence = _evidence(out, view.transcript, problems)
            stars = out.rating if evidence else None
            again = replace(rated, rating=stars, evidence=evidence, note=out.note, graded_by=self.name)
            return _held([again], view)[0], problems

        messages = self._judging(view, briefing.put(view), user)
        return await self._checked("dispute", messages, rating_schema(rated.id), _ASSESS_TOKENS, fence, check)

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """The words around a loop's decision; checked like a round's."""
        system = self.prompts.render(
            "committee", loop=debrief.loop, level=debrief.level, company=briefing.company(debrief.context)
        )
        fence = prose.committee_fence(debrief)
        user = self.prompts.render("committee_case", **prose.committee_case(debrief, fence))
        spoken = [(i, turn.text) for transcript in debrief.transcripts for i, turn in transcript.candidate_turns()]
        checker = prose.Checker(spoken, debrief.decision, too_close=False, numbered=False)
        messages: tuple[Message, ...] = (("system", system), ("user", user))
        words = await self._checked("committee", messages, COMMITTEE, _PROSE_TOKENS, fence, checker.committee_prose)
        return words if words.headline else replace(words, headline=debrief.headline)

    def _judging(self, view: RoundView, questions: Sequence[Question], user: str) -> tuple[Message, ...]:
        system = self.prompts.render(
            "grader",
            round=view.spec.title,
            level=view.level,
            company=briefing.company(view.context),
            guidance=view.spec.guidance.strip(),
            statement=briefing.statements(questions),
            facts=briefing.case_facts(questions),
            rubric=briefing.rubric(view.rubric, questions),
        )
        return (("system", system), ("user", user))

    def _transcript(self, view: RoundView) -> str:
        fence = round_fence(view.salt, view.transcript)
        return numbered(view.transcript, fence, self.budget // 2, self.count)

    async def _checked(
        self,
        purpose: str,
        messages: tuple[Message, ...],
        schema: Schema[Shape],
        tokens: int,
        fence: Fence,
        check: Callable[[Shape], tuple[Result, Problems]],
    ) -> Result:
        """Ask, check, and ask once more about what did not hold; what still doesn't is left out by `check`."""
        round_id = "" if purpose == "committee" else fence.scope
        request = Request(messages, purpose, self.name, tokens, self.temperature, schema, round_id)
        first = await self.model.complete(request)
        result, problems = check(schema.parse(first.text))
        if not problems:
            return result
        mend = self.prompts.render("mend", problems=fence.wrap(briefing.lines(problems), "problems", 0))
        again = (*messages, ("assistant", first.text), ("user", mend))
        try:
            second = await self.model.complete(replace(request, messages=again, purpose=f"{purpose}_mend"))
        except ProviderError:
            return result  # what holds of the first answer is better than no answer
        better, left = check(schema.parse(second.text))
        return better if len(left) <= len(problems) else result


def _led_to(said: Sequence[tuple[int, Turn]], fence: Fence) -> str:
    """What the interviewer said, each turn fenced behind its move where it has one."""
    moves = (f"{turn.move}:\n" if turn.move else "" for _, turn in said)
    fenced = (fence.wrap(turn.text, Role.INTERVIEWER, index) for index, turn in said)
    return "\n".join(move + text for move, text in zip(moves, fenced, strict=True)) or briefing.NONE


def _assessment(out: AssessmentOut, text: str, ids: Sequence[str]) -> tuple[Assessment, Problems]:
    """What of an assessment holds: known signals, each once, with a quote that is in the answer."""
    shown: dict[str, SignalShown] = {}
    problems: Problems = []
    for item in out.shown:
        if item.signal not in ids or item.signal in shown:
            continue
        quote = locate(item.quote, text)
        if quote is None:
            problems.append(f'{item.signal}: the quote "{item.quote}" does not stand in the answer')
        else:
            shown[item.signal] = SignalShown(item.signal, item.rating, quote, item.note)
    return Assessment(tuple(shown.values()), out.answered, known_flags(out.flags)), problems


def _grade(out: GradeOut, view: RoundView, grader: str, flags: Sequence[Flag]) -> tuple[RoundGrade, Problems]:
    """What of a grade holds: every signal of the rubric once; a rating without a quote that holds is none."""
    given = {rating.signal: rating for rating in reversed(out.signals)}
    problems: Problems = []
    rated: list[SignalRating] = []
    for signal in view.rubric.signals:
        rating = given.get(signal.id)
        if rating is None:
            problems.append(f"{signal.id}: not rated")
        evidence = _evidence(rating, view.transcript, problems) if rating else ()
        if rating and rating.rating is not None and not rating.evidence:
            problems.append(f"{signal.id}: a rating without a quote")
        stars = rating.rating if rating and evidence else None
        note = rating.note if rating and (stars is not None or rating.rating is None) else ""  # what nothing shows
        rated.append(
            SignalRating(signal.id, signal.name, signal.weight, stars, evidence if stars else (), grader, note)
        )
    raised = {*known_flags(out.flags), *flags}
    return RoundGrade(_held(rated, view), tuple(flag for flag in Flag if flag in raised)), problems


def _held(rated: Sequence[SignalRating], view: RoundView) -> tuple[SignalRating, ...]:
    """Ratings no higher than runs of the code allow. Nothing is raised: whether code that passes was understood is a
    model's to judge, that it fails is not."""
    return held_to(rated, view.rubric, ran_in(view.transcript, view.problem_of, view.question.id))


def _run_of(view: RoundView, index: int, fence: Fence) -> str:
    """What came of running the code of a turn: facts, then in a fence what it said itself."""
    run = view.transcript.turns[index].run
    if run is None:
        return briefing.NONE
    said = run_briefing.said_by(run)
    told = "; ".join(run_briefing.outcome_at(view, index))
    return "\n".join([told, *([fence.wrap(briefing.lines(said), "run", index)] if said else [])])


def _evidence(rating: RatingOut, transcript: Transcript, problems: Problems) -> tuple[Evidence, ...]:
    """The quotes of a rating that stand in a candidate turn; a wrong number is put right."""
    found: list[Evidence] = []
    turns = transcript.candidate_turns()
    for item in rating.evidence:
        for index, turn in sorted(turns, key=lambda numbered: numbered[0] != item.turn):
            quote = locate(item.quote, turn.text)
            if quote is not None:
                found.append(Evidence(index, quote))
                break
        else:
            problems.append(f'{rating.signal}: the quote "{item.quote}" stands in no turn of the candidate')
    return tuple(dict.fromkeys(found))


def _program_flags(view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> tuple[Flag, ...]:
    """Flags that need no second opinion."""
    raised = [flag for _, assessment in assessments for flag in assessment.flags if flag in _STICKY]
    if view.hints_given or any(turn.hint_rung for turn in view.transcript.turns):
        raised.append(Flag.HINTS_USED)
    return tuple(raised)
