"""Signals with words of their own rest on answers that have one, or that were asked for one."""

from __future__ import annotations

from graded_rounds import catalog, grader

from agent.domain.interview import RoundGrade
from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn

OPENING = "Tell me in plain words what you do, and what you would do in your first month here."
WORK = "I own the ranking of search results for four million visitors: I rebuilt the training data and ran the tests."
MONTH = (
    "I would listen and measure first: two hundred recordings marked by teachers, so we see how often our mark agrees."
)
SLICE = (
    "I have spent six years on recommendation at a shop. I want to leave because I own one part of a large machine and "
    "would like to own the whole of a small one. Being alone wouldn't make me leave, I'd count on that."
)
TERMS = "I want 170 base, from two offers that friends got here, and my notice is three months to the end of a quarter."


async def recruited(*said: tuple[str, str]) -> RoundGrade:
    turns = [turn for ask, answer in said for turn in (Turn(Role.INTERVIEWER, ask), Turn(Role.CANDIDATE, answer))]
    transcript = Transcript(RoundKind.RECRUITER_SCREEN, tuple(turns), "recruiter_screen", question=OPENING)
    return await grader().grade(catalog().rubric(RoundKind.RECRUITER_SCREEN), transcript, None, Level.L4)


async def test_terms_that_nobody_spoke_of_are_not_rated() -> None:
    grade = await recruited((OPENING, SLICE), ("What happens to your ninety days?", SLICE[46:]), ("And then?", MONTH))
    terms = next(signal for signal in grade.signals if signal.id == "terms")
    assert terms.rating is None and not terms.evidence
    assert any(signal.rating for signal in grade.signals)


async def test_terms_are_quoted_from_where_they_were_said() -> None:
    grade = await recruited((OPENING, f"{WORK} {TERMS}"), ("And then?", MONTH), ("How would you know?", MONTH))
    terms = next(signal for signal in grade.signals if signal.id == "terms")
    assert [item.quote for item in terms.evidence] == [TERMS]
    others = [
        item.quote for signal in grade.signals if signal.id in ("clarity", "role_fit") for item in signal.evidence
    ]
    assert TERMS not in others


async def test_a_bare_answer_to_a_question_about_pay_is_about_pay() -> None:
    asked = "What salary do you need to say yes?"
    grade = await recruited((OPENING, WORK), ("And then?", MONTH), (asked, "170, or I stay where I am."))
    terms = next(signal for signal in grade.signals if signal.id == "terms")
    assert [item.turn for item in terms.evidence] == [5]
    blank = await recruited((OPENING, WORK), ("And then?", MONTH), (asked, "Whatever is standard, any number is okay."))
    assert next(signal for signal in blank.signals if signal.id == "terms").rating in (1, 2)


async def test_a_question_about_pay_is_no_word_on_it() -> None:
    asks = "I'd drop it if everybody is in on Fridays. What salary range do you have for this?"
    grade = await recruited(
        (OPENING, WORK), ("Which fact about our team would change that?", asks), ("And then?", MONTH)
    )
    assert next(signal for signal in grade.signals if signal.id == "terms").rating is None
