"""A clarifying question is answered from a fact, or by none: a wrong fact sends a candidate the wrong way."""

from __future__ import annotations

import pytest

from agent.catalog.loader import Catalog
from agent.domain.knowledge import Fact
from agent.retrieval.embedder import embedder
from agent.retrieval.facts import surest
from agent.retrieval.search import ProbeSearch

VOLUME = Fact("volume", ("how many trams a day",), "Ninety trams a day.")
CREW = Fact("crew", ("how many drivers",), "Two hundred drivers.")


@pytest.mark.parametrize(
    ("text", "fits", "found"),
    [
        ("How many trams are there?", (0.45, 0.2), 0),
        ("How many trams are there?", (0.45, 0.42), None),  # either could be meant
        ("How many trams are there?", (0.58, 0.57), 0),
        ("How many trams are there?", (0.35, 0.1), None),
        ("How big is the budget?", (0.45, 0.2), None),  # nothing of a budget in it
        ("How big is the budget?", (0.65, 0.2), 0),
        ("And on Sundays?", (0.45, 0.2), 0),  # names nothing
    ],
)
def test_only_a_fact_that_is_sure_answers(text: str, fits: tuple[float, float], found: int | None) -> None:
    assert surest(text, (VOLUME, CREW), fits) == found


@pytest.fixture(scope="module")
def search() -> ProbeSearch:
    return ProbeSearch(Catalog(), embedder(), None)


async def test_the_size_of_the_team_is_not_answered_with_the_number_of_users(search: ProbeSearch) -> None:
    users = Fact("learners", ("how many learners", "how many people use it"), "Forty thousand learners a month.")
    assert await search.nearest_fact("How big is the team?", (users, VOLUME)) is None
    found = await search.nearest_fact("How many learners are there?", (users, VOLUME))
    assert found is not None
    assert found[0] == users


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("First ninety days: I listen with the linguist, then repair the training script and ship something.", True),
        ("I trained the churn model for a telecom company with boosted trees, and we reached an AUC of 0.81.", False),
        ("Ich habe bei einer Bank das Modell für die Kündigungen gebaut und betreut.", True),
    ],
)
async def test_a_first_answer_to_another_question_is_told_from_one_to_this(
    search: ProbeSearch, text: str, belongs: bool
) -> None:
    question = Catalog().question("recruiter_screen-first-ninety-days")
    assert await search.belongs(text, question) is belongs
