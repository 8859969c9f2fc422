"""The interviewer behind which a language model speaks and grades."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from functools import cached_property, lru_cache

from agent.domain.interview import Allowed, Assessment, CommitteeProse, FollowUp, Reply, RoundGrade, RoundView
from agent.domain.knowledge import Question
from agent.domain.terms import InterviewerKind, MessageKind, Move
from agent.domain.verdict import Evidence, LoopDebrief, Prose, SignalRating, Verdict
from agent.errors import ProviderError, UsageError
from agent.events import Asked
from agent.interviewer import briefing, run_briefing, run_talk
from agent.interviewer.graders import Grader
from agent.interviewer.header import SIGN, HeaderStream, checked_move, chosen_follow_up
from agent.interviewer.messages import Messages
from agent.llm.base import Completion, LanguageModel, Meter, Request
from agent.llm.endpoints import Endpoint, KnownDialects
from agent.llm.openai import OpenAIModel
from agent.llm.refusing import refuses
from agent.llm.retry import Deadlines
from agent.llm.tokens import ESTIMATE, TokenCounter
from agent.prompting.library import PromptLibrary, load_prompts
from agent.settings import Settings

_REPLY_TOKENS, _OPEN_TOKENS = 600, 400  # far more than is asked for: who runs into it is broken off
_TEMPERATURE = 0.6
_COUNTED = 1024  # texts whose tokens are remembered; a long round has some two hundred
_TRIES = 2  # a reply without words is asked for once more
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


class ModelInterviewer:
    """Holds and grades rounds with a language model, within what the router allows.

    One model call stands between an answer and the first word of the reply.
    """

    kind = InterviewerKind.MODEL

    def __init__(
        self,
        model: LanguageModel,
        name: str,
        *,
        grader: str | None = None,
        prompts: PromptLibrary | None = None,
        context_tokens: int = 32_000,
        counter: TokenCounter = ESTIMATE,
        grading_temperature: float | None = 0.0,
    ) -> None:
        self.name = name
        self.grader = grader or name
        self._model = model
        self._given_prompts = prompts
        self._grading_temperature = grading_temperature
        self._budget = counter.usable(context_tokens)
        self._count = lru_cache(_COUNTED)(counter.count)  # the history comes back in every request

    @classmethod
    def from_settings(
        cls, settings: Settings, meter: Meter | None = None, grading_temperature: float | None = 0.0
    ) -> ModelInterviewer:
        """The interviewer that the settings describe; `meter` is asked and told what requests cost.

        Raises UsageError where no model is named or the base URL is no address.
        """
        if not settings.model:
            raise UsageError("No model is named; nothing was sent. Name one with --model or MOCKLOOP_MODEL.")
        deadlines = Deadlines(settings.first_token_seconds, settings.call_seconds)
        endpoint = Endpoint(settings.base_url, settings.api_key)
        model = OpenAIModel(endpoint, deadlines, meter, known=KnownDialects(settings.paths.endpoints))
        return cls(
            model,
            settings.model,
            grader=settings.grader_model,
            context_tokens=settings.context_tokens,
            grading_temperature=grading_temperature,
        )

    async def get_ready(self) -> None:
        """Have a connection open, where the model has any."""
        reach = getattr(self._model, "reach", None)
        if reach is not None:
            await reach()

    async def aclose(self) -> None:
        """Close the model's connections, where it has any."""
        close = getattr(self._model, "aclose", None)
        if close is not None:
            await close()

    @cached_property
    def _prompts(self) -> PromptLibrary:
        return self._given_prompts or load_prompts()

    @cached_property
    def _messages(self) -> Messages:
        return Messages(self._prompts, self._budget, self._count)

    @cached_property
    def _grader(self) -> Grader:
        return Grader(self._model, self.grader, self._prompts, self._budget, self._count, self._grading_temperature)

    async def open(self, view: RoundView) -> AsyncIterator[str | Asked | Reply]:
        """Greet in the round's manner, then put the question word for word."""
        request = Request(
            self._messages.opening(view), "open", self.name, _OPEN_TOKENS, _TEMPERATURE,
            round_id=view.transcript.round_id, opens_with=SIGN,
        )  # fmt: skip
        said = ""
        async for words in self._words(request):
            if isinstance(words, HeaderStream):
                continue
            said += words if isinstance(words, str) else ""
            yield words
        statement = _put(view.question, run_talk.call_of(view, view.problem))
        yield statement
        yield Reply(said + statement, Move.QUESTION)

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        """Say the next thing; the header line is taken out of the stream and checked."""
        allowed = Allowed(run_briefing.moves(view, allowed.moves), briefing.offers(view, allowed))
        request = Request(
            self._messages.reply(view, allowed), "reply", self.name, _REPLY_TOKENS, _TEMPERATURE,
            round_id=view.transcript.round_id, opens_with=SIGN,
        )  # fmt: skip
        said, header = "", HeaderStream()
        async for words in self._words(request):
            if isinstance(words, HeaderStream):
                header = words
            else:
                said += words if isinstance(words, str) else ""
                yield words
        move = checked_move(header, allowed, said, view.question.twist)
        follow_up = chosen_follow_up(header, move, said, allowed)
        if move is Move.QUESTION and view.next_question is not None:
            statement = _put(view.next_question, run_talk.call_of(view, view.next_problem))
            said += statement
            yield statement
        yield _finished(said, move, follow_up, view)

    async def assess(self, view: RoundView) -> Assessment:
        """Say what the newest answer showed."""
        return await self._grader.assess(view)

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Rate every signal of the rubric over the whole round."""
        return await self._grader.grade(view, assessments)

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """Write the words around a round's verdict."""
        return await self._grader.debrief(view, grade, verdict)

    async def weigh(self, view: RoundView, rated: SignalRating, missed: Evidence) -> SignalRating:
        """Rate one signal again with a quote that was missed."""
        return await self._grader.weigh(view, rated, missed)

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """Write the words around a loop's decision."""
        return await self._grader.committee(debrief)

    async def _words(self, request: Request) -> AsyncIterator[str | Asked | HeaderStream]:
        """The spoken words of one request, then the header that stood before them."""
        for _ in range(_TRIES):
            header, spoke, declined = HeaderStream(), False, False
            async for piece in self._model.stream(request):
                if isinstance(piece, Asked):
                    yield piece
                    continue
                words = header.end() if isinstance(piece, Completion) else header.feed(piece)
                declined = declined or (bool(words) and not spoke and header.move is None and refuses(words))
                if words and not declined:
                    spoke = True
                    yield words
            if spoke:
                yield header
                return
        what = "declined to answer" if declined else "said nothing"
        raise ProviderError(
            f"The model {self.name} {what}, twice. Everything is kept. Try again, or choose another model."
        )


def _put(question: Question, call: str) -> str:
    """A question word for word, and what the function is called where code for it is run."""
    return "".join(f"\n\n{part}" for part in (question.statement.strip(), call) if part)


def _finished(said: str, move: Move, follow_up: FollowUp | None, view: RoundView) -> Reply:
    """The reply with what is known about it beside its words."""
    probe_id, source = (follow_up.id, follow_up.source) if follow_up else (None, "")
    if move is Move.CHALLENGE and view.conflicts:
        probe_id = view.conflicts[0].id
    if move is Move.TWIST:
        probe_id, source = f"{view.question.id}.twist", view.question.id
    stated = move is Move.CLARIFY and view.message is MessageKind.CLARIFY
    return Reply(
        said,
        move,
        probe_id=probe_id,
        sources=(source,) if source else (),
        hint_rung=min(view.hints_given + 1, 3) if move is Move.HINT else None,
        stated_fact=_statements(said) if stated else None,
        signal=follow_up.signal if follow_up else None,
    )


def _statements(said: str) -> str:
    """What was told, without the question that hands back; all of it where nothing but questions was said."""
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(said)]  # no split within "1.2 million"
    told = " ".join(sentence for sentence in sentences if sentence and "?" not in sentence)
    return told or said
