"""An answer that passes by what is open is pressed once, and then the interview goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from agent import session as session_module
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.knowledge import Question
from agent.domain.terms import Move, Role
from agent.session import Session
from tests.session.conftest import Opener
from tests.session.fakes import NoSearch, PlainInterviewer
from tests.session.services import drain, with_services

CHURN = "I trained the churn model at a telecom company and we got it live within two months."
CASE = "I would freeze the definition first and then talk to the people who fill the field in."


class KnowsTheCase(NoSearch):
    """Whoever speaks of churn speaks of something else."""

    async def belongs(self, text: str, question: Question) -> bool:
        return "churn" not in text


@pytest.fixture(autouse=True)
def knows_the_case(monkeypatch: pytest.MonkeyPatch, small_services: None) -> None:
    monkeypatch.setattr(session_module, "make_context", with_services(search=KnowsTheCase))


async def moves(session: Session) -> list[Any]:
    (transcript,) = await session.transcript()
    return [turn.move for turn in transcript.turns if turn.role is Role.INTERVIEWER][1:]


async def test_a_first_answer_to_another_question_is_pressed_once(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer(CHURN))
    assert await moves(session) == [Move.REDIRECT]
    await drain(session.answer(CHURN))
    assert Move.REDIRECT not in (await moves(session))[1:]


@pytest.mark.parametrize(("kind", "text"), [("ml_depth", CASE), ("ml_depth", "Churn, I think."), ("behavioral", CHURN)])
async def test_nobody_is_pressed_for_the_case_a_short_answer_or_a_story_of_his_own(
    sit: Opener, kind: str, text: str
) -> None:
    session, _ = await sit(round=kind)
    await drain(session.answer(text))
    assert Move.REDIRECT not in await moves(session)


async def test_nobody_is_pressed_for_the_case_where_the_question_asks_for_a_case_of_his_own(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth", question="ml_depth-one-equation")
    await drain(session.answer(CHURN))
    assert Move.REDIRECT not in await moves(session)


@pytest.mark.parametrize(("text", "pressed"), [(CASE, True), ("The second one, I mixed up two dashboards.", False)])
async def test_a_challenge_that_is_passed_by_is_put_once_more(sit: Opener, text: str, pressed: bool) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer("In production the p99 latency was 40 ms, and that held all year for us."))
    await drain(session.answer("In production the p99 latency was 120 ms, and nobody minded it in that year."))
    assert (await moves(session))[-1] is Move.CHALLENGE
    await drain(session.answer(text))
    assert ((await moves(session))[-1] is Move.REDIRECT) is pressed


async def test_an_answer_that_was_given_before_is_noticed_once_and_then_left(sit: Opener) -> None:
    session, _ = await sit(round="ml_depth")
    await drain(session.answer(CASE))
    for lead in ("As I said before: ", "", "I can only repeat that: "):
        await drain(session.answer(lead + CASE))
    _, first, second, third = await moves(session)
    assert (first, third) == (Move.REDIRECT, Move.REDIRECT)
    assert second is Move.PROBE


class MakesItUp(PlainInterviewer):
    """Goes deeper in words of its own, as a model may that names no follow-up."""

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        self.allowed = allowed.moves
        async for piece in super().reply(view, allowed):
            yield replace(piece, probe_id=None, signal=None) if isinstance(piece, Reply) else piece


class TestAFollowUpWithoutAName:
    @pytest.fixture
    def interviewer(self) -> PlainInterviewer:
        return MakesItUp()

    async def test_is_what_the_next_answer_is_heard_by(self, sit: Opener) -> None:
        session, _ = await sit(round="ml_depth")
        await drain(session.answer(CASE))
        await drain(session.answer(CHURN))
        assert Move.REDIRECT not in await moves(session), "it need not be about the round's question"

    async def test_goes_no_deeper_than_one_with_a_name(self, sit: Opener, interviewer: MakesItUp) -> None:
        session, _ = await sit(round="ml_depth")
        for text in (CASE, "Two of them disagree on one case in nine.", "I'd have a third read those."):
            await drain(session.answer(text))
        assert (await moves(session))[:2] == [Move.DEEPEN, Move.DEEPEN]
        assert Move.DEEPEN not in interviewer.allowed


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        (
            "dodge Ich habe zuerst die Daten angehalten und danach mit dem Vertrieb gesprochen, weil er sie ändert.",
            False,
        ),
        ("dodge It always depends on a lot of things that are hard to name from out here, I would say.", True),
    ],
)
async def test_what_is_in_another_language_is_not_taken_for_talk_beside_the_question(
    sit: Opener, text: str, pressed: bool
) -> None:
    session, _ = await sit(round="behavioral")
    await drain(session.answer(text))
    assert (Move.REDIRECT in await moves(session)) is pressed
