"""Names are data: another name in the same answer changes neither what is embedded nor the decision."""

from __future__ import annotations

import pytest
from graded_rounds import MIDDLING, STRONG, graded, held

from agent.grading.names import introduces, without_names
from agent.grading.screening import screen

PEOPLE = (("Ann", "Leeds"), ("Nnamdi Okonkwo", "Enugu"), ("Xiùyīng", "São Paulo"), ("Siobhán O'Brien", "Dún Laoghaire"))


@pytest.mark.parametrize("answers", [STRONG, MIDDLING], ids=["strong", "middling"])
async def test_who_somebody_is_and_whom_he_names_moves_no_rating(answers: tuple[str, ...]) -> None:
    told = []
    for name, place in PEOPLE:
        first = (
            f"{name} here, I'm from {place}. {answers[0]} I learned that from {name} in {place}. {name} told me twice."
        )
        grade, verdict = await graded(held((first, *answers[1:])))
        told.append(([signal.rating for signal in grade.signals], verdict.score, verdict.decision))
    assert all(one == told[0] for one in told)


def test_a_name_that_begins_a_sentence_is_known_from_elsewhere() -> None:
    assert without_names("I asked Nnamdi Okonkwo. Nnamdi Okonkwo knew. When we met, I left.") == (
        "I asked X. X knew. When we met, I left."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ann here, I'm from Leeds.",
        "ann here, i'm from leeds.",
        "Siobhán O'Brien here, I'm from Dún Laoghaire.",
        "Hi, I'm Xiùyīng, from São Paulo.",
        "My name is Nnamdi Okonkwo and I live in Enugu.",
    ],
)
def test_an_introduction_is_no_part_of_an_answer(text: str) -> None:
    assert introduces(text)
    assert screen(f"{text} First I'd fix the label.").text == "First I'd fix the label."


@pytest.mark.parametrize(
    "text",
    [
        "Nothing here.",
        "The bug here, from London.",
        "I'm sure.",
        "I'm from the platform team and we broke it.",
        "I am responsible for the label.",
        "This is Friday's batch.",
        "From January on it drifted.",
    ],
)
def test_what_says_more_than_who_somebody_is_stays(text: str) -> None:
    assert screen(f"{text} First I'd fix the label.").text.startswith(text)


def test_names_go_and_days_code_and_capitals_throughout_stay() -> None:
    assert without_names("I asked Ann, and Bob's team in New York knew.") == "I asked X, and X's team in X knew."
    kept = "On Monday in May the AUC of PyTorch was None. Labels were late. They said no. I'd ship it."
    assert without_names(kept) == kept
