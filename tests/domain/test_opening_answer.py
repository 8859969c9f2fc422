"""What a candidate answered to a question itself."""

from __future__ import annotations

import pytest

from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn

LONG, SHORT = "I would pin the old model and look at the label first.", "How many users?"


def asks(move: Move, question: str = "q") -> Turn:
    return Turn(Role.INTERVIEWER, "And?", move=move, question_id=question)


def says(text: str) -> Turn:
    return Turn(Role.CANDIDATE, text)


PUT, PROBED, TOLD = asks(Move.QUESTION), asks(Move.PROBE), asks(Move.CLARIFY)


@pytest.mark.parametrize(
    ("turns", "opening"),
    [
        ((PUT, says(LONG)), ""),  # it is the newest, and nothing was put since
        ((PUT, says(LONG), PROBED), LONG),
        ((PUT, says(LONG), PROBED, says("Later."), PROBED), LONG),
        ((PUT, says(SHORT), TOLD, says(LONG), PROBED, says("Later.")), LONG),
        ((PUT, says(LONG), PROBED, asks(Move.QUESTION, "other"), says(SHORT), PROBED), LONG),
        ((asks(Move.QUESTION, "other"), says(SHORT), PROBED, PUT, says(LONG), PROBED), LONG),
        ((asks(Move.QUESTION, "other"), says(SHORT), PROBED), ""),
        ((PUT, PROBED, says(LONG), PROBED), LONG),
        ((), ""),
    ],
)
def test_it_is_the_longest_message_before_the_first_follow_up(turns: tuple[Turn, ...], opening: str):
    assert Transcript(RoundKind.ML_DEPTH, turns).opening_answer("q") == opening
