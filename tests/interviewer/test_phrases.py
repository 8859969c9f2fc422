"""The words between the questions do not repeat."""

from __future__ import annotations

from agent.domain.terms import Role
from agent.domain.transcript import Turn
from agent.interviewer import code_phrases, phrases
from agent.interviewer.variants import fresh


def said(*texts: str) -> list[Turn]:
    return [Turn(Role.INTERVIEWER, text) for text in texts]


def test_each_variant_comes_once_before_any_comes_again() -> None:
    turns: list[Turn] = []
    for _ in phrases.ANOTHER_WAY:
        turns += said(fresh(phrases.ANOTHER_WAY, turns, seed=3) + " And the question.")
    assert len({turn.text for turn in turns}) == len(phrases.ANOTHER_WAY)


def test_when_all_were_said_the_oldest_comes_back() -> None:
    turns = said(*phrases.SMALLER)
    assert fresh(phrases.SMALLER, turns, seed=0) == phrases.SMALLER[0]


def test_a_variant_with_a_quote_in_it_is_recognised() -> None:
    turns = said(phrases.STAYING_WITH[0].format(said="a cron job"))
    assert fresh(phrases.STAYING_WITH, turns, seed=0) != phrases.STAYING_WITH[0]


def test_what_the_candidate_said_does_not_count() -> None:
    turns = [Turn(Role.CANDIDATE, phrases.SMALLER[0])]
    assert fresh(phrases.SMALLER, turns, seed=0) == phrases.SMALLER[0]


def test_no_phrase_praises_or_teaches() -> None:
    rooms = (*vars(phrases).values(), *vars(code_phrases).values())
    lists = [value for value in rooms if isinstance(value, tuple)]
    words = {word.strip(".,:;?!").lower() for variants in lists for variant in variants for word in variant.split()}
    assert not words & {"great", "good", "excellent", "perfect", "correct", "nice", "impressive", "wonderful"}
