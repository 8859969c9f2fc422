"""What is plainly wrong in a round: named with what is so, worth little, and let go where it was put right."""

from __future__ import annotations

import pytest
from graded_rounds import catalog, grader

from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.exchanges import read_exchanges
from agent.grading.transcripts import grade_transcript
from agent.grading.untrue import said_untrue, untruths

KIND = RoundKind.ML_BREADTH
CLAIM = "We set the temperature to zero, so the model can't hallucinate."
ASKED = "At temperature zero, where would a made-up citation still come from?"
WORKED = "38,000 chats a day, 1,000 tokens each, that's 3.8 million tokens"
LONG = (
    "I'd log every prompt with its answer, label 300 of them with two people, and hold the citation check at 95 percent"
    " before anybody sees it, because one wrong dose costs us the ward. If the check fails we show the passage alone. "
)


def held(*said: str) -> Transcript:
    turns = [
        Turn(Role.INTERVIEWER, "A ward asks a language model for doses. What would you build?", move=Move.QUESTION)
    ]
    for place, text in enumerate(said):
        turns += [Turn(Role.INTERVIEWER, ASKED, move=Move.PROBE)] * bool(place) + [Turn(Role.CANDIDATE, text)]
    return Transcript(KIND, tuple(turns), "r", question=turns[0].text)


def righted(*said: str) -> list[tuple[str, int | None]]:
    found = said_untrue(read_exchanges(held(*said)), KIND, catalog().falsehoods(KIND))
    return [(one.untrue.id.partition(".")[0], one.righted) for one in found]


def test_statements_and_sums_are_found_with_their_words() -> None:
    text = f"{CLAIM} {WORKED}, fine."
    found = untruths(text, KIND, catalog().falsehoods(KIND))
    assert [one.is_sum for one in found] == [False, True]
    assert all(one.quote in text for one in found)
    assert found[1].so == "It comes to 38 million."


@pytest.mark.parametrize(
    ("answer", "so"),
    [
        ("It's 38 million then.", True),
        ("It stays at 3.8 million.", False),
        ("Right, about forty million, I lost a zero.", True),
    ],
)
def test_a_sum_is_put_right_by_its_result(answer: str, so: bool) -> None:
    assert righted(WORKED, answer) == [("sums", 3 if so else None)]


@pytest.mark.parametrize(
    ("answer", "so"),
    [
        ("From the likeliest token: that can be false as well, each time the same.", True),
        ("I take that back, it can.", True),
        ("It wouldn't come at all, zero is zero.", False),
        ("As I said, at temperature zero the model can't hallucinate, the likeliest token isn't false.", False),
    ],
)
def test_a_statement_is_put_right_by_what_is_so(answer: str, so: bool) -> None:
    assert righted(CLAIM, answer) == [("falsehoods", 3 if so else None)]


def test_who_says_it_again_later_stands_by_it() -> None:
    (said,) = said_untrue(
        read_exchanges(held(CLAIM, "The likeliest token can be false, too.", f"So, {CLAIM[:1].lower()}{CLAIM[1:]}")),
        KIND,
        catalog().falsehoods(KIND),
    )
    assert (said.turn, said.righted) == (5, None)


async def test_a_debrief_names_it_and_the_answer_is_worth_little() -> None:
    plain, wrong = held(LONG), held(f"{LONG}{CLAIM}")
    cards = [await grade_transcript(one, catalog(), grader()) for one in (plain, wrong)]
    best, capped = (max(signal.rating or 0 for signal in card.signals) for card in cards)
    assert best >= 3 and capped <= 2
    (named,) = [line for line in cards[1].prose.concerns if "the likeliest can be false" in line]
    assert named.startswith(f'"{CLAIM.rstrip(".")}" (turn 1)')
    assert not any("hallucinate" in line for line in cards[1].prose.strengths)


async def test_what_was_put_right_is_named_as_such_and_costs_nothing() -> None:
    after = "I take that back: the likeliest token can be false, and then it is false every time."
    card = await grade_transcript(held(f"{LONG}{CLAIM}", after), catalog(), grader())
    assert [line for line in card.prose.concerns if "Put right when asked (turn 3)" in line]
    assert max(signal.rating or 0 for signal in card.signals) >= 3
