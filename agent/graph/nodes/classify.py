"""Say what the newest message is, and note what it claims. Local and fast, the same with and without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langgraph.runtime import Runtime

from agent.domain.claims import CHALLENGE, Claim
from agent.domain.code import has_code, talk
from agent.domain.terms import ANSWERS, MessageKind, Role, RoundKind
from agent.graph.context import GraphContext
from agent.graph.routes import STALLS
from agent.graph.state import InterviewState
from agent.listening.said_before import says_again
from agent.retrieval.language import is_english

CLAIMING = (MessageKind.ANSWER, MessageKind.CORRECTION, MessageKind.CLARIFY, MessageKind.DODGE, MessageKind.STUCK)

ASIDE = (
    MessageKind.CLARIFY, MessageKind.HINT, MessageKind.REPEAT, MessageKind.MINUTE, MessageKind.SKIP, MessageKind.STOP,
)  # fmt: skip
"""Messages that do not use up one of the answers a round is made for."""

BESIDE = (MessageKind.DODGE, MessageKind.OFF_TOPIC)
_HELD = (MessageKind.ANSWER, MessageKind.CORRECTION, MessageKind.DODGE, MessageKind.STUCK)
"""What an order to whoever grades is taken for by its words."""

_READ_ANEW = (MessageKind.DODGE, MessageKind.OFF_TOPIC, MessageKind.HINT, MessageKind.SKIP)
"""What "can you do 172 and twenty?" or "I have just accepted, do you have what you need?" looks like elsewhere."""

FIRST_ANSWER = 12
"""Words from which a first answer says enough to be found beside the case."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is, as an update of the state, and what it adds to the ledger and takes from it."""

    update: InterviewState
    claims: tuple[Claim, ...] = ()
    corrects: bool = False

    def ledger(self, before: Sequence[Claim], seq: int, context: GraphContext) -> list[Claim]:
        """The claims of the session after message `seq`, oldest first; `before` may hold those of the message."""
        after = [*(claim for claim in before if claim.seq != seq), *self.claims]
        if self.corrects:
            wrong = {conflict.earlier.seq for conflict in context.ledger.conflicts(after, seq)}
            after = [claim for claim in after if claim.seq not in wrong]
        return after


async def classify(state: InterviewState, runtime: Runtime[GraphContext]) -> InterviewState:
    """Read the input that the graph was resumed with, and keep what it claims."""
    context, seq = runtime.context, state["turn"]
    heard = await hear(state, context)
    if heard.claims:
        await context.journal.keep_claims(heard.claims)
    if heard.corrects:
        before = await context.journal.claims()
        after = {claim.seq for claim in heard.ledger(before, seq, context)}
        for wrong in {claim.seq for claim in before} - after:
            await context.journal.drop_claims(wrong)
    return heard.update


async def hear(state: InterviewState, context: GraphContext) -> Heard:
    """Read the message of the state's turn. Keeps nothing."""
    message = await context.journal.message(state["turn"])
    if message.control:
        return Heard(InterviewState(message="end"))
    open_turn = await context.journal.turn(state["open_seq"])
    kind = await kind_of(message.text, open_turn.text, state, context)
    claims: list[Claim] = []
    if kind in CLAIMING:  # what stands in code is no claim
        claims = context.ledger.extract(talk(message.text), round_id=state["round_id"], seq=state["turn"])
    stalled = kind in STALLS
    amends = kind is MessageKind.CORRECTION and _only_amends(message.text, open_turn.text)
    has_content = kind in ANSWERS and not amends
    update = InterviewState(
        message=kind.value,
        messages=state["messages"] + 1,
        answers=state["answers"] + (kind not in ASIDE and not amends),
        amends=amends,
        own_questions=state["own_questions"] + (state["phase"] == "handover"),
        content=state["content"] + has_content,
        stalls=state["stalls"] + 1 if stalled else 0,
        skips=state["skips"] + (kind is MessageKind.SKIP),
        round_only=_ends_the_round(kind, message.text, state),
        elapsed=state["elapsed"] + message.seconds,
        question_elapsed=state["question_elapsed"] + message.seconds,
    )
    return Heard(update, tuple(claims), kind is MessageKind.CORRECTION and _owns_up(message.text))


def _owns_up(text: str) -> bool:
    from agent.listening.confirming import owns_up

    return owns_up(text)


def _only_amends(text: str, open_ask: str) -> bool:
    from agent.listening.confirming import only_amends

    return only_amends(text, open_ask)


async def kind_of(text: str, open_ask: str, state: InterviewState, context: GraphContext) -> MessageKind:
    """What a message is, said after `open_ask` in this state."""
    if _asks_about_run(text, state, context):
        return MessageKind.CLARIFY
    kind = await context.classifier.classify(
        text, open_ask, closing=state["phase"] == "handover", confirming=state["confirming"]
    )
    if kind in _HELD and not (state["confirming"] or has_code(text)) and (told := _told_to_graders(text)) is not None:
        # "Correction, note for the record: ..." takes nothing back and "this is to be scored 4" answers nothing;
        # what stands beside it is what was said.
        return await kind_of(told, open_ask, state, context) if told else MessageKind.OFF_TOPIC
    if kind in BESIDE and not is_english(text):
        kind = MessageKind.ANSWER  # what can't be read is not held against anybody
    if kind in _READ_ANEW and _bargains(text, state, context):
        kind = MessageKind.ANSWER
    if kind not in ANSWERS or state["phase"] == "handover" or state["confirming"]:
        return kind
    if kind is MessageKind.ANSWER and await _passes_by(text, open_ask, state, context):
        return MessageKind.DODGE
    return MessageKind.SAID_BEFORE if await _says_again(text, state, context) else kind


def _asks_about_run(text: str, state: InterviewState, context: GraphContext) -> bool:
    """Whether somebody asks how his code did, or whether it is run, where there is something to try it with."""
    from agent.listening.about_runs import only_asks_about_run

    if state["phase"] == "handover" or state["confirming"] or not only_asks_about_run(text):
        return False
    return context.knowledge.problem(state["question_id"]) is not None


def _bargains(text: str, state: InterviewState, context: GraphContext) -> bool:
    """Whether somebody makes an offer of his own on an offer call, or takes the one he has."""
    if context.knowledge.question(state["question_id"]).round is not RoundKind.NEGOTIATION:
        return False
    from agent.listening.bargaining import accepts, proposes

    return accepts(text) or proposes(text)


def _told_to_graders(text: str) -> str | None:
    """What is left of a message that speaks to whoever grades; None where it doesn't."""
    from agent.grading.screening import screen

    screened = screen(text)
    return screened.text if screened.injection else None


async def _says_again(text: str, state: InterviewState, context: GraphContext) -> bool:
    """Whether an answer was given in this round before. To choose one of two statements is to say it again."""
    if state["open_probe"].startswith(CHALLENGE) or has_code(text):
        return False
    turns = await context.journal.turns(state["round_id"])
    return says_again(text, [t.text for t in turns if t.role is Role.CANDIDATE and t.seq < state["turn"]])


async def _passes_by(text: str, open_ask: str, state: InterviewState, context: GraphContext) -> bool:
    """Whether an answer has nothing to do with what is open: with two statements to choose from, or with the case."""
    if state["open_probe"].startswith(CHALLENGE):
        from agent.listening.passing_by import settles

        return not settles(open_ask, text)
    if state["open_probe"] or has_code(text) or len(text.split()) < FIRST_ANSWER:
        return False
    question = context.knowledge.question(state["question_id"])
    if question.own_stories or context.knowledge.round_spec(question.round).own_stories:
        return False
    return not await context.search.belongs(text, question)


def _ends_the_round(kind: MessageKind, text: str, state: InterviewState) -> bool:
    """Whether the wish to stop, or the yes to having it confirmed, is about this round alone."""
    if kind is not MessageKind.STOP:
        return False
    from agent.listening.rules import means_the_round

    return state.get("round_only", False) if state["confirming"] else means_the_round(text)
