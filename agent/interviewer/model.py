"""The interviewer behind which a language model speaks and grades."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from functools import cached_property, lru_cache

from agent.domain.interview import Allowed, Assessment, CommitteeProse, FollowUp, Reply, RoundGrade, RoundView
from agent.domain.terms import InterviewerKind, MessageKind, Move, Role
from agent.domain.transcript import Turn
from agent.domain.verdict import Evidence, LoopDebrief, Prose, SignalRating, Verdict
from agent.errors import ProviderError, UsageError
from agent.events import Asked
from agent.interviewer import briefing, manner
from agent.interviewer.graders import Grader
from agent.interviewer.header import SIGN, HeaderStream, checked_move, chosen_follow_up
from agent.interviewer.history import (
    Room,
    asked_in,
    beginnings,
    conversation,
    newest_within,
    round_fence,
    shortened,
    with_last,
)
from agent.llm.base import Completion, LanguageModel, Message, Meter, Request
from agent.llm.tokens import ESTIMATE, TokenCounter
from agent.prompting.fence import Fence
from agent.prompting.library import PromptLibrary, load_prompts
from agent.settings import Settings

_REPLY_TOKENS, _OPEN_TOKENS = 600, 400  # far more than is asked for: who runs into it is broken off
_TURN_TOKENS = 1500  # kept free for the turn's own material and the reply, always the same: the cut must stay put
_TEMPERATURE = 0.6
_EARLIER_SHARE = 32  # of the budget, for what was asked and again for what was said in turns that were left out
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
        from agent.llm.endpoints import KnownDialects
        from agent.llm.openai import Endpoint, OpenAIModel
        from agent.llm.retry import Deadlines

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
    def _grader(self) -> Grader:
        return Grader(self._model, self.grader, self._prompts, self._budget, self._count, self._grading_temperature)

    async def open(self, view: RoundView) -> AsyncIterator[str | Asked | Reply]:
        """Greet in the round's manner, then put the question word for word."""
        place = f"This is round {view.round_index + 1} of {view.rounds_total}."
        if view.round_index:
            place += " The candidate comes straight from the round before, with somebody else."
        user = self._prompts.render(
            "interviewer_open",
            place=place,
            minutes=str(max(1, round(view.minutes))),
            assistance="allowed" if view.ai_assisted else "not allowed",
            code="handed in" if view.spec.code else "none",
            openings=briefing.lines(manner.openings(view)),
        )
        messages: tuple[Message, ...] = (("system", self._system(view)), ("user", user))
        request = Request(
            messages, "open", self.name, _OPEN_TOKENS, _TEMPERATURE, round_id=view.transcript.round_id, opens_with=SIGN
        )
        said = ""
        async for words in self._words(request):
            if isinstance(words, HeaderStream):
                continue
            said += words if isinstance(words, str) else ""
            yield words
        statement = f"\n\n{view.question.statement.strip()}"
        yield statement
        yield Reply(said + statement, Move.QUESTION)

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        """Say the next thing; the header line is taken out of the stream and checked."""
        allowed = Allowed(allowed.moves, briefing.offers(view, allowed))
        request = Request(
            self._reply_messages(view, allowed), "reply", self.name, _REPLY_TOKENS, _TEMPERATURE,
            round_id=view.transcript.round_id, opens_with=SIGN,
        )  # fmt: skip
        said, header = "", HeaderStream()
        async for words in self._words(request):
            if isinstance(words, HeaderStream):
                header = words
            else:
                said += words if isinstance(words, str) else ""
                yield words
        move = checked_move(header, allowed)
        follow_up = chosen_follow_up(header, move, said, allowed)
        if move is Move.QUESTION and view.next_question is not None:
            statement = f"\n\n{view.next_question.statement.strip()}"
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
            header, spoke = HeaderStream(), False
            async for piece in self._model.stream(request):
                if isinstance(piece, Asked):
                    yield piece
                    continue
                words = header.end() if isinstance(piece, Completion) else header.feed(piece)
                spoke = spoke or bool(words)
                if words:
                    yield words
            if spoke:
                yield header
                return
        raise ProviderError(
            f"The model {self.name} said nothing, twice. Everything is kept. Try again, or choose another model."
        )

    def _system(self, view: RoundView) -> str:
        """The stable part: nothing in it changes in a round. A later question's case stands in the history."""
        question = briefing.put(view)[0]
        return self._prompts.render(
            "interviewer",
            interviewer=briefing.who(view),
            manner=briefing.manner(view),
            sayings=briefing.sayings(view),
            background=briefing.background(view),
            round=view.spec.title,
            level=view.level,
            company=briefing.company(view.context),
            guidance=view.spec.guidance.strip(),
            signals=briefing.signal_names(view, question),
            statement=question.statement.strip(),
            facts=briefing.facts(question.facts),
            job_facts=briefing.facts(view.spec.company),
        )

    def _reply_messages(self, view: RoundView, allowed: Allowed) -> tuple[Message, ...]:
        """System, history, and last what belongs to this turn alone."""
        system = self._system(view)
        room = self._budget - self._count(system) - self._budget // 8 - _TURN_TOKENS
        fence = round_fence(view.salt, view.transcript)

        def earlier(left_out: Sequence[Turn]) -> str:
            limit = self._budget // _EARLIER_SHARE
            said = briefing.lines(newest_within(limit, beginnings(left_out), self._count))
            asked = briefing.lines(newest_within(limit, asked_in(left_out), self._count))
            return self._prompts.render(
                "interviewer_earlier",
                count=str(len(left_out)),
                asked=fence.wrap_list(asked, "asked", len(left_out), briefing.NONE),
                said=fence.wrap_list(said, "earlier", len(left_out), briefing.NONE),
            )

        history = conversation(
            view.transcript.turns[:-1],
            fence,
            Room(max(room, self._budget // 8), self._count),
            self._prompts.render("interviewer_begin"),
            self._cases(view),
            earlier,
        )
        return (("system", system), *with_last(history, self._turn(view, allowed)))

    def _cases(self, view: RoundView) -> dict[int, str]:
        """The cases of questions that were put later, by the turns that put them."""
        later = {question.id: question for question in briefing.put(view)[1:]}
        return {
            index: self._prompts.render(
                "interviewer_case",
                statement=later[turn.question_id].statement.strip(),
                signals=briefing.signal_names(view, later[turn.question_id]),
                facts=briefing.facts(later[turn.question_id].facts),
            )
            for index, turn in enumerate(view.transcript.turns)
            if turn.move is Move.QUESTION and turn.question_id in later
        }

    def _turn(self, view: RoundView, allowed: Allowed) -> str:
        index, newest = len(view.transcript.turns) - 1, view.transcript.turns[-1]
        fence = round_fence(view.salt, view.transcript)
        text = shortened(newest.text, self._budget // 8, self._count)
        probe = briefing.open_probe(view)
        return self._prompts.render(
            "interviewer_turn",
            moves=", ".join(allowed.moves),
            reading=briefing.reading(view),
            open_question=briefing.open_question(view),
            again=briefing.again(view),
            full_answer=probe.good if probe else briefing.NONE,
            follow_ups=briefing.follow_ups(f for f in allowed.follow_ups if f.kind != "source"),
            heard=briefing.heard(view),
            material=briefing.material(view, allowed) + _documents(allowed, fence, index),
            said=briefing.lines(view.session_facts),
            ledger=fence.wrap_list(briefing.ledger(view.claims), "stated", index, briefing.NONE),
            conflicts=fence.wrap_list(briefing.conflicts(view), "conflicts", index, briefing.NONE),
            code=fence.wrap_list(briefing.code(view), "code", index, briefing.NONE),
            clock=briefing.clock(view),
            newest=fence.wrap(text, Role.CANDIDATE, index),
        )


def _documents(allowed: Allowed, fence: Fence, index: int) -> str:
    """Lines of the candidate's own documents that fit, fenced as his words and no instruction; '' where none do."""
    own = briefing.follow_ups(f for f in allowed.follow_ups if f.kind == "source")
    if own == briefing.NONE:
        return ""
    lead = "from documents the candidate handed in, each usable as a follow-up under its id:"
    return f"\n- {lead}\n{fence.wrap(own, 'documents', index)}"


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
