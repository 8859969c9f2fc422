"""What a candidate leaves alone leads to nothing that presses on it."""

from __future__ import annotations

import numpy as np
import pytest

from agent.catalog.loader import Catalog
from agent.domain.interview import Sought
from agent.domain.terms import RoundKind
from agent.listening.classify import MessageClassifier
from agent.retrieval.chunking import whole, windows
from agent.retrieval.declined import denies, rest, rest_shows, taken_up
from agent.retrieval.embedder import MiniLM, embedder
from agent.retrieval.search import ProbeSearch


@pytest.mark.parametrize(
    ("said", "kept", "declined"),
    [
        (
            "The rate goes up eightfold. The warm-up I'd leave alone.",
            "The rate goes up eightfold.",
            ["The warm-up I'd leave alone."],
        ),
        (
            "I wouldn't touch the weight decay, but I'd halve the rate.",
            "but I'd halve the rate.",
            ["I wouldn't touch the weight decay"],
        ),
        (
            "Instead of retraining it I'd wait for more labels.",
            "I'd wait for more labels.",
            ["Instead of retraining it I'd wait for more labels."],
        ),
        (
            "We don’t need a dashboard for that, I'd look at the calls.",
            "I'd look at the calls.",
            ["We don’t need a dashboard for that"],
        ),
        (
            "A second vendor is out of scope. We ask the nurses first.",
            "We ask the nurses first.",
            ["A second vendor is out of scope."],
        ),
    ],
)
def test_clauses_that_leave_something_alone_are_parted_from_the_rest(said: str, kept: str, declined: list[str]) -> None:
    assert taken_up(said) == (kept, declined)


@pytest.mark.parametrize(
    "said",
    [
        "I don't know whether that helps, I'd try it.",
        "I wouldn't expect any trouble, it held last year.",
        "I'm not so worried about it, we test each release.",
        "It didn't work, so we moved on to something else.",
        "I wouldn't change anything.",  # all he says: then it is what can be asked about
        "",
    ],
)
def test_a_stance_a_story_and_a_refusal_that_is_all_there_is_stay_whole(said: str) -> None:
    assert taken_up(said) == (said, [])


@pytest.fixture(scope="module")
def search() -> ProbeSearch:
    return ProbeSearch(Catalog(), embedder(), None)


async def test_what_is_left_alone_is_not_asked_about(search: ProbeSearch) -> None:
    question = "ml_breadth-crop-images"
    said = "Momentum keeps a running average of the gradient, Adam also one of its square."

    async def asked(text: str) -> list[str]:
        found = await search.candidates(Sought(text, RoundKind.ML_BREADTH, question))
        return [follow_up.id for follow_up in found[:3]]

    schedule = f"{question}.slow-start"
    assert schedule in await asked(f"{said} I'd begin with a warm-up and a cosine schedule.")
    assert schedule not in await asked(f"{said} The warm-up and the cosine schedule I'd leave alone.")


async def test_what_is_left_of_an_answer_is_near_what_it_would_be_by_itself() -> None:
    said = (
        "The loss jumps after each restart, so I'd look at the optimizer's state first. The data order is seeded anew "
        "then, too. The schedule I leave alone. If both are restored and it still jumps, the checkpoint lacks a step."
    )
    kept, declined = taken_up(said)
    assert rest_shows(said, windows(kept))
    of_all, alone, *refusals = await embedder().embed([whole(said), whole(kept), *declined])
    left = rest(said, of_all, declined, np.stack(refusals))
    assert left @ alone > of_all @ alone > 0.9
    assert left @ refusals[0] < of_all @ refusals[0]
    assert np.linalg.norm(left) == pytest.approx(1, abs=1e-5)
    mostly_refused = "I'd ask the nurses first, then the ward. The new vendor and the whole dashboard can wait a year."
    assert not rest_shows(mostly_refused, windows(taken_up(mostly_refused)[0])), "then it is short and embedded itself"


@pytest.mark.parametrize(
    "said",
    [
        "Two things changed at once.\n\nThe label  was redefined in May.\nThe sampling rate was halved in June.",
        "Two things changed at once. The label was redefined in May. The dashboard I'd leave alone for the moment.",
    ],
)
async def test_a_whole_answer_is_embedded_once_for_what_it_is_and_what_to_ask(
    search: ProbeSearch, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []
    embedded = MiniLM._run
    monkeypatch.setattr(MiniLM, "_run", lambda self, text: run.append(text) or embedded(self, text))
    await MessageClassifier(embedder()).classify(said, "What changed?", closing=False, confirming=False)
    assert whole(said) in run
    run.clear()
    await search.candidates(Sought(said, RoundKind.ML_BREADTH, open_ask="What changed?"))
    assert run, "each sentence"
    assert not {whole(said), whole(taken_up(said)[0])} & set(run), "but not all of it again"


async def test_a_refusal_still_leads_to_what_waits_for_one(search: ProbeSearch) -> None:
    refusal = "The base is what counts for me. Under 170 I won't come, I'm sorry."
    found = await search.candidates(Sought(refusal, RoundKind.NEGOTIATION, "negotiation-base-below-range"))
    assert taken_up(refusal)[1], "it is heard as one"
    assert "negotiation-base-below-range.hard-no" in [follow_up.id for follow_up in found[:3]]
    assert denies("Under 170 I won't come.")
    assert not denies("I'd come for 170.")
