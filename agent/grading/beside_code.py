"""What is said beside code that was run: whether it is an answer, and whether it explains the code."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.code import talk
from agent.domain.transcript import Transcript
from agent.grading.code_runs import Ran
from agent.grading.doubts import FEWEST
from agent.grading.exchanges import Exchange

_A_WORD_OR_TWO = 8
EXPLAINED = 40
"""Words beside code, in answers that are worth something, from which it counts as explained."""


def told(exchanges: Sequence[Exchange], transcript: Transcript) -> list[Exchange]:
    """The answers by what is said in them: without those that are code that was run and hardly a word beside it, where
    enough are left. What such a one is worth the run says, and its want of words is none of an answer.
    """
    said = [
        one
        for one in exchanges
        if _words_beside_code(one) >= _A_WORD_OR_TWO
        or all(transcript.turns[part.turn].run is None for part in one.parts)
    ]
    return said if len(said) >= FEWEST else list(exchanges)


def explains(answers: Sequence[Exchange], ran: Ran) -> bool:
    """Whether answers that are worth something explain the code of a question."""
    ours = [answer for answer in answers if answer.question_id == ran.question_id]
    return sum(map(_words_beside_code, ours)) >= EXPLAINED


def _words_beside_code(answer: Exchange) -> int:
    return sum(len(talk(part.text).split()) for part in answer.parts)
