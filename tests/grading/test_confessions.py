"""A confession counts as honesty, and is told as a strength of nothing else."""

from __future__ import annotations

from dataclasses import replace

from graded_rounds import catalog, grader

from agent.domain.interview import RoundGrade
from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn

OPENING = "Tell me about criticism of your own work that you did not want to hear."
STORY = (
    "A colleague, Jonas, said before the team that my alerts were noise, forty a week. It took me three weeks to count "
    "them, and I cut them to six, each with an action in it, which he reviewed."
)
CONFESSION = "I told the whole team that it was not noise, and I never took it back. Only Jonas heard my apology."
KEPT = "I decided against alerts on single features. We lost one early warning by that in August, for two days."


async def told(*said: tuple[str, str, str | None]) -> RoundGrade:
    turns: list[Turn] = []
    for ask, answer, signal in said:
        turns += [replace(Turn(Role.INTERVIEWER, ask), signal=signal), Turn(Role.CANDIDATE, answer)]
    transcript = Transcript(RoundKind.BEHAVIORAL, tuple(turns), "behavioral", question=OPENING)
    return await grader().grade(catalog().rubric(RoundKind.BEHAVIORAL), transcript, None, Level.L4)


def quotes(grade: RoundGrade, *, honest: bool) -> list[str]:
    honesty = "honesty_about_failure"
    return [item.quote for s in grade.signals if (s.id == honesty) is honest for item in s.evidence]


async def test_a_confession_is_no_strength_of_another_signal() -> None:
    grade = await told(
        (OPENING, STORY, None), ("Who could have done it?", CONFESSION, "ownership"), ("And?", KEPT, None)
    )
    assert next(signal for signal in grade.signals if signal.id == "ownership").rating is not None
    assert not any("apology" in quote or "took it back" in quote for quote in quotes(grade, honest=False))


async def test_what_was_asked_for_as_a_failure_stands_for_honesty_alone() -> None:
    ask, answer = "Which part of this are you least proud of?", "I wrote to her boss on Monday, and to her on Friday."
    grade = await told((OPENING, STORY, None), (ask, answer, "honesty_about_failure"), ("And then?", KEPT, None))
    assert answer not in quotes(grade, honest=False)
    plain = await told((OPENING, STORY, None), ("What did you do?", answer, "ownership"), ("And then?", KEPT, None))
    assert answer in quotes(plain, honest=False)
