"""Answers to something else than was asked: which are heard, and what comes of those that had to be asked for again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graded_rounds import catalog, grader

from agent.domain.knowledge import Probe
from agent.domain.terms import Level, Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Verdict
from agent.grading.beside import AskListener
from agent.grading.decision import LADDER, decide_verdict
from agent.grading.doubts import besides, doubt_in, evaded
from agent.grading.round_concerns import spoke_of_another
from agent.grading.shapes import last_question
from agent.retrieval.embedder import embedder as own_embedder

QUESTION = catalog().question("product_sense-agents-who-refuse")
OF_PLAN = (
    "Before anything starts I go to finance and have them say, in front of the team, what the eight fewer people in the "
    "plan mean. If it is jobs, they hear it from us and not over lunch, or I don't roll it out at all."
)
OF_DIFFERENCE = (
    "Not sure at all. Seven of two hundred lies between about one and a half and seven percent, four between one and "
    "five, so another two hundred of each could turn it round. I'd go on checking fifty a week before I say anything."
)
OF_DRAFTS = (
    "In everything but the three easy kinds. There nine of ten mails need the customer's books, which the model doesn't "
    "see, so whoever opens such a draft reads it for nothing; in the three kinds a draft still saves over two minutes."
)
RIGHT = {"seven-and-four": OF_DIFFERENCE, "eight-in-the-plan": OF_PLAN, "half-of-drafts": OF_DRAFTS}
ELSEWHERE = {"seven-and-four": OF_PLAN, "half-of-drafts": OF_DIFFERENCE, "eight-in-the-plan": OF_DIFFERENCE}
EAR = AskListener(own_embedder())


def probe(name: str) -> Probe:
    return next(one for one in QUESTION.probes if one.id == f"{QUESTION.id}.{name}")


def put(name: str, move: Move = Move.PROBE) -> Turn:
    asked = probe(name)
    text = asked.again if move is Move.REDIRECT else asked.ask
    return Turn(Role.INTERVIEWER, text, move=move, question_id=QUESTION.id, probe_id=asked.id, signal=asked.signal)


def said(text: str) -> Turn:
    return Turn(Role.CANDIDATE, text)


def held(*turns: Turn) -> Transcript:
    opening = Turn(Role.INTERVIEWER, QUESTION.statement, move=Move.QUESTION, question_id=QUESTION.id)
    first = said(
        "I'd bring it in for the three easy kinds from Monday, everybody can close it with one key, and I stop a kind "
        "when more than three of fifty audited drafts are wrong."
    )
    return Transcript(RoundKind.PRODUCT_SENSE, (opening, first, *turns), question=QUESTION.statement)


@pytest.mark.parametrize("name", RIGHT)
async def test_what_answers_another_follow_up_is_heard_and_what_answers_this_one_is_not(name: str) -> None:
    assert await EAR.hears_another(held(put(name), said(ELSEWHERE[name])), QUESTION)
    assert not await EAR.hears_another(held(put(name), said(RIGHT[name])), QUESTION)


async def test_nothing_is_heard_where_it_cannot_be_told() -> None:
    asked, wrong = put("seven-and-four"), ELSEWHERE["seven-and-four"]
    short = wrong.partition(",")[0]
    assert not await EAR.hears_another(held(asked, said(short)), QUESTION), "a short answer shares little with any ask"
    general = replace(asked, probe_id="product_sense.which-number", text="Which number would stop you?")
    assert not await EAR.hears_another(held(general, said(wrong)), QUESTION), "not one of this question's follow-ups"
    assert not await EAR.hears_another(held(said(wrong)), QUESTION), "the question itself may be answered from any side"


AGAIN = put("seven-and-four", Move.REDIRECT)
WRONG = (put("seven-and-four"), said(OF_PLAN), AGAIN)
ANOTHER = (put("half-of-drafts"), said(OF_DIFFERENCE), put("half-of-drafts", Move.REDIRECT), said(OF_DRAFTS))


def test_who_had_to_be_asked_again_for_that_went_around_nothing_but_answered_something_else() -> None:
    asked_again = held(*WRONG, said(OF_DIFFERENCE), *ANOTHER)
    assert (besides(asked_again), evaded(asked_again)) == ((3, 7), ())
    pressed = held(*WRONG[:2], replace(AGAIN, probe_id=None), said(OF_DIFFERENCE))
    assert (besides(pressed), evaded(pressed)) == ((), (3,))


def test_one_answer_may_have_been_heard_wrongly_and_counts_for_what_it_is() -> None:
    once = held(*WRONG, said(OF_DIFFERENCE))
    assert (besides(once), evaded(once), spoke_of_another(once)) == ((), (), [])
    stood_by = held(*WRONG, said(f"As I said: {OF_PLAN}"), *ANOTHER)
    assert (besides(stood_by), evaded(stood_by)) == ((), ()), "who says the same again stands by it"


def test_the_debrief_has_the_ask_and_the_words_that_went_elsewhere() -> None:
    (concern,) = spoke_of_another(held(*WRONG, said(OF_DIFFERENCE), *ANOTHER))
    assert "Two answers spoke" in concern
    assert last_question(probe("seven-and-four").ask) in concern
    assert "Before anything starts I go to finance" in concern
    assert "(turn 3)" in concern


async def verdict(*turns: Turn) -> Verdict:
    transcript, rubric = held(*turns), catalog().rubric(RoundKind.PRODUCT_SENSE)
    grade = await grader().grade(rubric, transcript, QUESTION, Level.NEW_GRAD)
    return decide_verdict(grade.signals, rubric.bars[Level.NEW_GRAD], doubt_in(transcript, grade.flags))


async def test_a_round_half_of_which_had_to_be_asked_for_again_is_worth_a_step_less() -> None:
    twice = [(put(name), said(ELSEWHERE[name]), name) for name in RIGHT]
    on_it = await verdict(
        *(turn for ask, said_to, name in twice for turn in (ask, said_to, put(name), said(RIGHT[name])))
    )
    again = [
        turn for ask, said_to, name in twice for turn in (ask, said_to, put(name, Move.REDIRECT), said(RIGHT[name]))
    ]
    found = await verdict(*again)
    assert LADDER.index(found.decision) < LADDER.index(on_it.decision)


async def test_one_answer_that_had_to_be_asked_for_again_lowers_nothing() -> None:
    rest = (put("half-of-drafts"), said(OF_DRAFTS))
    pressed, plain = (
        (*WRONG, said(OF_DIFFERENCE), *rest),
        (*WRONG[:2], put("seven-and-four"), said(OF_DIFFERENCE), *rest),
    )
    assert (await verdict(*pressed)).score == (await verdict(*plain)).score
