"""Which sentence of an answer is quoted: one that shows what it stands for, and no courtesy."""

from __future__ import annotations

import pytest
from graded_rounds import catalog, grader

from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.grading.screening import screen
from agent.grading.showing import is_courtesy, shows

OFFER = "Base is 128, bonus eight percent, 180 in stock over four years. Can I tell them yes?"
COURTESIES = (
    "Please send it in writing.",
    "That's a good question.",
    "Fair point.",
    "Let me know if that helps.",
    "I'm happy to go deeper.",
    "Could you send me the letter by mail?",
    "I hope that answers it.",
    "Sounds good.",
    "Let me think.",
    "That's how I'd answer it.",
)
ANSWERS = (
    "Please send all 400 rows through the old path first.",
    "I see the drop in week nine only.",
    "I'll send the pager to the team that can act on it, because they wake up anyway and know the service well.",
    "Let me start with who acts on it.",
    "That's it: the label is late by 21 days.",
    "I need it in writing, since a phone call binds nobody.",
    "Good points lie near the border.",
)


@pytest.mark.parametrize("sentence", COURTESIES)
def test_politeness_and_arrangements_stand_for_nothing(sentence: str) -> None:
    assert is_courtesy(sentence, "trades")


@pytest.mark.parametrize("sentence", ANSWERS)
def test_what_speaks_of_the_case_is_no_courtesy(sentence: str) -> None:
    assert not is_courtesy(sentence, "trades")


def test_tone_stands_for_how_one_deals_with_people_and_an_arrangement_does_not() -> None:
    assert not is_courtesy("Thank you, I appreciate that you fought for it.", "relationship")
    assert is_courtesy("Please send it in writing.", "relationship")


def test_a_strength_in_numbers_has_a_number_and_one_of_honesty_a_fault() -> None:
    assert shows("Waste fell by 1.3 points in forty shops.", "result_with_numbers")
    assert not shows("Everybody was happy with it.", "result_with_numbers")
    assert shows("I told her that I had read the wrong column.", "honesty_about_failure")
    assert not shows("I shipped it for two countries.", "honesty_about_failure")
    assert shows("Everybody was happy with it.", "conflict_and_escalation")


async def test_no_signal_is_quoted_from_a_courtesy_where_something_was_said() -> None:
    """The courtesies are short and stand beside each answer, so that each had its chance."""
    said = (
        "Please send it in writing. I'd take 20 more at signing, since base is fixed here, and start three weeks sooner.",
        "That's one thing I can't answer today. Year four pays 128 plus nothing. Let me know if that helps.",
        "My other offer is 139 with less equity, written, until the 14th. I'm happy to say more.",
    )
    turns = [turn for one in said for turn in (Turn(Role.INTERVIEWER, OFFER), Turn(Role.CANDIDATE, one))]
    transcript = Transcript(RoundKind.NEGOTIATION, tuple(turns), "negotiation", Level.L4, question=OFFER)
    grade = await grader().grade(catalog().rubric(transcript.round), transcript, None, transcript.level)
    quotes = [item.quote for signal in grade.signals for item in signal.evidence]
    assert quotes
    assert not any(is_courtesy(quote, "trades") for quote in quotes), quotes


async def test_a_strength_is_quoted_from_the_example_that_was_written_for_it() -> None:
    """Rounds made of knowledge's good answers: 25 of 26 first quotes stand in the answer for their signal; 19 did where
    what an answer is about weighed less."""
    right = total = 0
    for kind in (RoundKind.ML_SYSTEM_DESIGN, RoundKind.DEBUGGING, RoundKind.BEHAVIORAL):
        for question in catalog().questions(kind)[:3]:
            turns: list[Turn] = []
            of: dict[int, str] = {}
            for example in question.good[:6]:
                turns += [Turn(Role.INTERVIEWER, question.statement), Turn(Role.CANDIDATE, example.text)]
                of[len(turns) - 1] = example.signal
            transcript = Transcript(kind, tuple(turns), kind.value, Level.SENIOR, question=question.statement)
            grade = await grader().grade(catalog().rubric(kind), transcript, None, Level.SENIOR)
            firsts = [(s.id, s.evidence[0].turn) for s in grade.signals if s.evidence and s.id in of.values()]
            right += sum(of[turn] == signal for signal, turn in firsts)
            total += len(firsts)
    assert right / total > 0.85, f"{right} of {total}"


def test_a_quote_begins_behind_what_only_says_that_it_comes_again() -> None:
    for lead in (
        "To come back to it: ",
        "It's the same point again: ",
        "I can only repeat that: ",
        "As I said before: ",
    ):
        assert [span.text for span in screen(f"{lead}I cut days with stock under two.").kept] == [
            "I cut days with stock under two."
        ]
