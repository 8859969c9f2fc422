"""The judge in a task: labels and places swapped, what is off the menu unscored, and nothing without a model."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import RoundKind
from agent.llm.base import Completion
from agent.prompting.library import load_prompts
from agent.retrieval.documents import targets
from evals.tasks.followup_relevance import run, samples

CATALOG = Catalog()
SAMPLE = samples()[0]
ACCEPTABLE = {t.ask for t in targets(CATALOG, [RoundKind(SAMPLE.data["round"])]) if t.id in SAMPLE.data["acceptable"]}


class Reads:
    """Prefers what the labels accept, wherever it stands; or says the same whatever it reads."""

    def __init__(self, always: str | None = None) -> None:
        self.always, self.asked = always, []

    async def complete(self, request):
        text = request.messages[-1][1]
        self.asked.append(text)
        a, b = (text.partition(f"\u27e6{name} ")[2].partition("\u27e6end")[0] for name in "AB")
        liked = (
            "A" if any(ask in a for ask in ACCEPTABLE) else "B" if any(ask in b for ask in ACCEPTABLE) else "neither"
        )
        return Completion(json.dumps({"reason": "so", "choice": self.always or liked}))


def scope(model, name: str | None = "m") -> SimpleNamespace:
    async def candidates(*args, **fields):
        return [SimpleNamespace(id="ours", ask="What would you do on Monday?")]

    world = SimpleNamespace(
        model_name=name, catalog=CATALOG, prompts=load_prompts(), search=SimpleNamespace(candidates=candidates)
    )
    return SimpleNamespace(world=world, model=model, salt=b"secret")


async def test_a_judge_who_sees_what_the_labels_see_agrees_with_them_in_both_orders() -> None:
    model = Reads()
    result = await run(SAMPLE, scope(model))
    assert result.scores["judge_agrees"] == 1.0 and result.scores["unscored"] == 0.0
    assert result.scores["ours_preferred"] == 0.0, "neither of the two is preferred"
    assert len(model.asked) == 4 and all(SAMPLE.data["answer"] in text for text in model.asked)


@pytest.mark.parametrize("always", ["A", "the first one"])
async def test_a_judge_who_goes_by_the_place_or_leaves_the_menu_is_unscored(always: str) -> None:
    result = await run(SAMPLE, scope(Reads(always)))
    assert result.scores == {"ours_preferred": None, "judge_agrees": None, "unscored": 1.0}


async def test_without_a_model_nobody_judges() -> None:
    result = await run(SAMPLE, scope(None, None))
    assert set(result.scores.values()) == {None}
