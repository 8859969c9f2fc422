"""An offer call without a model: a proposal is answered, a yes ends the call, and what is meant is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_asking_again import OPEN, PROBE, said
from tram_round import QUESTION, SPEC, asked, candidate, view

from agent.domain.interview import RoundView
from agent.domain.knowledge import Fact
from agent.domain.terms import MessageKind, Move, RoundKind
from agent.interviewer import phrases

ROOM = Fact("room", ("what can be changed",), "Base is at its cap; signing can go to thirty.")
OFFER = replace(QUESTION, round=RoundKind.NEGOTIATION, facts=(ROOM,))
ASKS = candidate("I'd close at 172 with twenty for signing.")


def call(*turns, **more) -> RoundView:
    return view(*turns, **{"question": OFFER, "general_probes": (), **more})


async def test_a_proposal_hears_what_can_be_changed_and_then_that_it_is_carried_up() -> None:
    first = await said(call(ASKS), Move.PROBE)
    assert first.text.startswith(ROOM.say)
    assert first.text.endswith("?")
    assert first.stated_fact == ROOM.say
    again = await said(call(ASKS, asked(first.text), ASKS), Move.PROBE)
    assert again.text.startswith(phrases.CARRIED_UP)
    assert again.stated_fact is None
    elsewhere = await said(view(ASKS), Move.PROBE)
    assert not elsewhere.text.startswith((ROOM.say, *phrases.CARRIED_UP))


async def test_who_only_wants_a_yes_or_a_no_is_asked_nothing_more() -> None:
    seen = call(ASKS, asked(ROOM.say), candidate("Is that a yes or a no?"), message=MessageKind.CLARIFY)
    assert (await said(seen, Move.CLARIFY)).text in phrases.CARRIED_UP


async def test_a_yes_ends_the_call_once_something_was_bargained_for() -> None:
    turns = [turn for _ in range(3) for turn in (candidate("Year three is 345."), asked("And then?"))]
    yes = candidate("I accept the offer as it stands.")
    reply = await said(call(*turns, yes), Move.PROBE, Move.CLOSE)
    assert (reply.move, reply.text in phrases.TAKEN) == (Move.CLOSE, True)
    assert (await said(call(yes), Move.PROBE, Move.CLOSE)).move is Move.PROBE
    assert (await said(call(*turns, candidate("I'd accept it at 176.")), Move.PROBE, Move.CLOSE)).move is Move.PROBE


REVIEWS = Fact("reviews", ("when is pay looked at",), "Pay is looked at in spring.")
SITS = replace(SPEC, company=(REVIEWS,), unknown=("You get that in writing.",))


@pytest.mark.parametrize(
    ("answer", "lead"),
    [
        ("I'd know by ten. When are reviews held for pay?", REVIEWS.say),
        ("I'd know by ten. The other half is yours: when are reviews held for pay?", REVIEWS.say),
        ("I'd know by ten. What is driving Friday at your end?", "You get that in writing."),
        ("What is driving Friday? I'd guess an approval. I'd know by ten.", None),
        ("I'd close at 172 with twenty for signing. Which of the two can you do?", ROOM.say),
    ],
)
async def test_a_question_that_an_answer_ends_with_is_not_left_unanswered(answer: str, lead: str | None) -> None:
    reply = await said(call(candidate(answer), spec=SITS), Move.PROBE)
    assert reply.text.startswith(f"{lead}\n\n") if lead else "\n" not in reply.text
    assert reply.text.count("\n\n") == bool(lead)
    elsewhere = await said(view(candidate(answer), spec=SITS, general_probes=()), Move.PROBE)
    assert "\n" not in elsewhere.text


async def test_after_a_yes_nothing_is_said_to_be_open() -> None:
    turns = [asked(phrases.TAKEN[0], move=Move.CLOSE), candidate("No, that's all.")]
    agreed = await said(call(*turns, closing=True), Move.CLOSE)
    assert agreed.text in phrases.AGREED
    turns[0] = asked("Those are my questions. What about the offer have I not told you?", move=Move.CLOSE)
    assert (await said(call(*turns, closing=True), Move.CLOSE)).text in SPEC.farewells


@pytest.mark.parametrize(("answer", "lead"), [
    ("I would stop the line for a full hour first.", "I would stop the line for a full hour first"),
    ("How many trams are there?", None),
])  # fmt: skip
async def test_who_asks_what_is_meant_hears_his_own_words_or_that_nothing_was_said_yet(
    answer: str, lead: str | None
) -> None:
    ask = "Suppose you've misjudged this. How do we get out of it?"
    seen = view(candidate(answer), asked(ask, PROBE.id), candidate("Misjudged what?"), open_ask=ask,
                open_probe=PROBE.id, open_follow_up=OPEN, message=MessageKind.CLARIFY)  # fmt: skip
    reply = await said(seen, Move.CLARIFY)
    assert reply.text.endswith(PROBE.again)
    assert f"“{lead}”" in reply.text if lead else reply.text.startswith(phrases.NOTHING_SAID_YET)
