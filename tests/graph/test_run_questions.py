"""Who asks how his code did asks something, and whoever is asked about a failed check has that one to answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from agent.catalog.loader import Catalog
from agent.domain.terms import MessageKind
from agent.graph.nodes.classify import kind_of
from agent.graph.state import InterviewState
from agent.graph.view import open_follow_up

TRIED, UNTRIED = "coding-operating-rooms", "ml_depth-sales-labels"


class TakesAllForDodges:
    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        return MessageKind.STUCK


def state(question: str = TRIED, probe: str = "p", phase: str = "talk") -> InterviewState:
    return InterviewState(
        phase=phase, confirming=False, open_probe=probe, turn=3, round_id="coding", question_id=question, position=0
    )


def context() -> Any:
    knowledge = Catalog()
    plan = SimpleNamespace(rounds=[SimpleNamespace(kind="coding")])
    return SimpleNamespace(classifier=TakesAllForDodges(), knowledge=knowledge, plan=plan)


@pytest.mark.parametrize(
    ("text", "seen", "kind"),
    [
        ("Did it pass?", state(), MessageKind.CLARIFY),
        ("Which test failed?", state(), MessageKind.CLARIFY),
        ("Did it pass?", state(UNTRIED), MessageKind.STUCK),
        ("Did it pass?", state(phase="handover"), MessageKind.STUCK),
        ("I'd rather not.", state(), MessageKind.STUCK),
    ],
)
async def test_who_asks_about_a_run_asks_back(text: str, seen: InterviewState, kind: MessageKind) -> None:
    assert await kind_of(text, "And?", seen, context()) is kind


async def test_a_failed_check_is_what_is_open_without_what_it_shows() -> None:
    problem = Catalog().problem(TRIED)
    assert problem is not None
    check = problem.checks[1]
    for ending in ("", ".again", ".then"):
        found = await open_follow_up(state(probe=f"{TRIED}.check-{check.id}{ending}"), context())
        assert found is not None
        assert (found.ask, found.again, found.signal) == (check.ask, check.again, check.signal)
        assert check.shows not in (found.about, found.ask)
