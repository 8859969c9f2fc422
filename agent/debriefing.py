"""Grades an interview that was held elsewhere, from its transcript alone. A face for the interface."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import Any

from agent.assembly import check_prices, choose_interviewer, make_catalog, own_meter
from agent.catalog.loader import Catalog
from agent.domain.interview import RoundView
from agent.domain.knowledge import Question
from agent.domain.terms import Context, InterviewerKind, Level
from agent.domain.transcript import Transcript
from agent.domain.verdict import Prose, Scorecard
from agent.errors import NotFoundError, SpendingError, TranscriptError, UnwrittenError
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.grading.transcripts import find_question, find_questions, grade_transcript, held_elsewhere, read_transcript
from agent.interviewer.base import Interviewer
from agent.llm.prices import load_prices
from agent.metering import SessionMeter
from agent.settings import Settings

NOBODY = "somebody else"
"""The interviewer's name in an interview that was held elsewhere."""


def parse_transcript(text: str) -> Transcript:
    """A transcript from its JSON text, checked against its schema.

    Raises:
        TranscriptError: one line that says where.
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise TranscriptError("The transcript is nested too deeply to be one.") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.pos > 1:
            raise TranscriptError(
                f"The transcript goes on after its end (line {error.lineno}); give one interview at a time."
            ) from None
        raise TranscriptError(f"The transcript is not JSON: {error}.") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise TranscriptError(f"The transcript is not JSON that can be read: {error}.") from None
    _refuse_documents(data)
    try:
        return read_transcript(data)
    except TranscriptError as error:
        raise TranscriptError(f"The transcript breaks its schema at {error}.") from None


def _refuse_documents(data: Any) -> None:
    """Say what to do with our own documents, which hold transcripts but are none."""
    if isinstance(data, dict) and "turns" not in data and ("transcript" in data or "transcripts" in data):
        which = "`transcript`" if "transcript" in data else "one of its `transcripts`"
        raise TranscriptError(f"The file is a session's document, not a transcript; give {which} instead.")


def debrief_meter(settings: Settings) -> SessionMeter:
    """What counts the calls of one debrief, further gradings included.

    Raises UsageError: a limit is to be kept, and the price of a model that would be asked is unknown.
    """
    check_prices(settings, load_prices(settings.paths.prices), settings.max_cost)
    return own_meter(settings, "this debrief")


async def debrief(
    transcript: Transcript,
    settings: Settings,
    *,
    level: Level | None = None,
    context: Context | None = None,
    meter: SessionMeter | None = None,
) -> Scorecard:
    """Grade a transcript with the grader that the settings choose.

    `level` and `context` go over what the transcript says. A model grades with what an interview held here is graded
    with; only the ratings of single answers are missing, which no grade is made from.

    Raises:
        NotFoundError: there is no rubric for the round. ProviderError: the model failed; nothing was written.
        SpendingError: it would cost more than it may; UnwrittenError, which is one, has the card without its words.
    """
    transcript = replace(transcript, level=level or transcript.level, context=context or transcript.context)
    catalog = make_catalog(settings)
    if transcript.round not in catalog.kinds():
        known = ", ".join(catalog.kinds())
        raise NotFoundError(f"The round {transcript.round} can't be graded yet; these can: {known}.")
    from agent.grading.heard import Ear
    from agent.retrieval.embedder import embedder as own_embedder

    embedder = own_embedder()
    if choose_interviewer(settings).kind is InterviewerKind.MODEL:
        card = await _by_model(transcript, settings, catalog, meter or debrief_meter(settings))
    else:
        from agent.grading.offline import OfflineGrader
        from agent.listening.ledger import ClaimLedger

        card = await grade_transcript(transcript, catalog, OfflineGrader(embedder, catalog, ledger=ClaimLedger()))
    heard = await Ear(embedder).frameworks(transcript, catalog.frameworks(transcript.round))
    return replace(card, frameworks=heard)


async def _by_model(transcript: Transcript, settings: Settings, catalog: Catalog, meter: SessionMeter) -> Scorecard:
    from agent.interviewer.model import ModelInterviewer

    interviewer = ModelInterviewer.from_settings(settings, meter)
    try:
        return await grade_with(interviewer, transcript, catalog, secrets.token_bytes(16))
    finally:
        await interviewer.aclose()


async def grade_with(interviewer: Interviewer, transcript: Transcript, catalog: Catalog, salt: bytes) -> Scorecard:
    """Grade a transcript with this interviewer; `salt` must be unguessable for whoever wrote the transcript.

    Raises ProviderError; of these UnwrittenError where the ratings are there and the words may not be paid for.
    """
    view = _view(transcript, catalog, salt)
    grade = await interviewer.grade(view, ())
    verdict = decide_verdict(grade.signals, view.rubric.bars[view.level], doubt_in(transcript, grade.flags))
    from agent.interviewer.prose import plain_headline

    question = find_question(transcript, catalog)
    try:
        prose = await interviewer.debrief(view, grade, verdict)
    except SpendingError as error:
        bare = held_elsewhere(transcript, question, grade, verdict, Prose(plain_headline(verdict)), interviewer.grader)
        raise UnwrittenError(str(error), bare) from None
    return held_elsewhere(transcript, question, grade, verdict, prose, interviewer.grader)


def seen(transcript: Transcript, catalog: Catalog) -> RoundView:
    """The round as a grader sees it, with fences that nobody could have guessed."""
    return _view(transcript, catalog, secrets.token_bytes(16))


def _view(transcript: Transcript, catalog: Catalog, salt: bytes) -> RoundView:
    """The round as a grader sees it once it is over."""
    question = find_question(transcript, catalog) or _unknown_question(transcript)
    return RoundView(
        spec=catalog.round_spec(transcript.round),
        rubric=catalog.rubric(transcript.round),
        question=question,
        transcript=transcript,
        level=transcript.level,
        context=transcript.context,
        background=None,
        interviewer_name=NOBODY,
        seed=0,
        round_index=0,
        rounds_total=1,
        minutes=0.0,
        seconds_left=0.0,
        answers_left=0,
        open_ask=transcript.question,
        problems=tuple(filter(None, map(catalog.problem, dict.fromkeys((question.id, *transcript.question_ids()))))),
        salt=salt,
        questions=find_questions(transcript, catalog),
    )


def _unknown_question(transcript: Transcript) -> Question:
    """A question that is none of ours: its words, and nothing authored around them."""
    return Question(
        id="", round=transcript.round, title=transcript.round.label, domain="", levels=(transcript.level,),
        contexts=(transcript.context,), minutes=0.0, again="", signals=(), facts=(), anchors={}, good=(), bad=(),
        probes=(), hints=("", "", ""), twist="", sources=(), statement=transcript.question,
    )  # fmt: skip
