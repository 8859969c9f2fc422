"""What was looked up while an answer was written is not looked up again when it is sent."""

from __future__ import annotations

import asyncio

import pytest

from agent.domain.interview import FollowUp, Sought
from agent.domain.terms import RoundKind
from agent.errors import KnowledgeError
from agent.retrieval.remembered import RemembersNewest

ROUND = RoundKind("ml_depth")


class Counts:
    """Answers when `gate` is open; fails as long as `broken`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.broken = False

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        self.asked.append(sought.text)
        await self.gate.wait()
        if self.broken:
            raise KnowledgeError("knowledge/x.md:1: wrong")
        return [FollowUp(sought.text, "probe", "Why?", "Why?", "", 1.0, "m")]

    async def close(self) -> None:
        self.asked.append("closed")


async def test_the_same_question_is_answered_once_also_while_it_is_looked_up():
    search = Counts()
    kept = RemembersNewest(search)  # type: ignore[arg-type]
    first = asyncio.create_task(kept.candidates(Sought("the label", round=ROUND, exclude=frozenset("a"))))
    second = asyncio.create_task(kept.candidates(Sought("the label", round=ROUND, exclude=frozenset("a"))))
    search.gate.set()
    assert (
        await first == await second == await kept.candidates(Sought("the label", round=ROUND, exclude=frozenset("a")))
    )
    await kept.candidates(Sought("the label", round=ROUND, exclude=frozenset("b")))
    assert search.asked == ["the label"] * 2, "what may not be asked has changed"


async def test_an_error_is_not_kept():
    search = Counts()
    search.gate.set()
    search.broken = True
    kept = RemembersNewest(search)  # type: ignore[arg-type]
    with pytest.raises(KnowledgeError):
        await kept.candidates(Sought("the label", round=ROUND))
    search.broken = False
    assert [found.id for found in await kept.candidates(Sought("the label", round=ROUND))] == ["the label"]


async def test_closing_stops_what_is_looked_up():
    search = Counts()
    kept = RemembersNewest(search)  # type: ignore[arg-type]
    waiting = asyncio.create_task(kept.candidates(Sought("the label", round=ROUND)))
    await asyncio.sleep(0)
    await kept.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert search.asked[-1] == "closed"
