"""The reply that is asked for first: taken over where it is the same that is wanted, and never mistaken for another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from agent import first_words
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.terms import Move
from agent.errors import ProviderError
from agent.events import Asked
from agent.graph.head_start import HeadStart

ANSWERED, OTHER = cast(RoundView, "the view after an answer"), cast(RoundView, "another view")
PROBING, CLOSING = Allowed((Move.PROBE,)), Allowed((Move.CLOSE,))


class Interviewer:
    """Says what it was shown, once it may; counts."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.let_go: list[object] = []
        self.may_speak, self.asked_again = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        self.asked.append(view)
        if len(self.asked) > 1:
            self.asked_again.set()
        try:
            yield Asked()
            await self.may_speak.wait()
            if self.fails:
                raise ProviderError("It did not answer.")
            yield str(view)
            yield Reply(str(view), allowed.moves[0])
        finally:
            self.let_go.append(view)


async def _all(words: AsyncIterator[Any]) -> list[Any]:
    return [piece async for piece in words]


async def test_what_was_asked_for_is_taken_over() -> None:
    interviewer, ahead = cast(Any, Interviewer()), HeadStart()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    assert interviewer.asked == [ANSWERED]
    interviewer.may_speak.set()
    said = await _all(ahead.reply(ANSWERED, PROBING, interviewer))
    assert said == [Asked(), ANSWERED, Reply(str(ANSWERED), Move.PROBE)]
    assert interviewer.asked == [ANSWERED], "asked once"


@pytest.mark.parametrize(("view", "allowed"), [(OTHER, PROBING), (ANSWERED, CLOSING)])
async def test_another_reply_is_asked_for_anew(view: RoundView, allowed: Allowed) -> None:
    interviewer, ahead = cast(Any, Interviewer()), HeadStart()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    asking = asyncio.ensure_future(_all(ahead.reply(view, allowed, interviewer)))
    async with asyncio.timeout(20):
        await interviewer.asked_again.wait()
    assert interviewer.let_go == [ANSWERED], "nobody listens to the first any more"
    interviewer.may_speak.set()
    assert (await asking)[-1] == Reply(str(view), allowed.moves[0])


async def test_a_failure_is_told_to_whoever_takes_over_and_the_next_try_asks_again() -> None:
    interviewer, ahead = cast(Any, Interviewer()), HeadStart()
    interviewer.fails = True
    interviewer.may_speak.set()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    with pytest.raises(ProviderError, match="It did not answer"):
        await _all(ahead.reply(ANSWERED, PROBING, interviewer))
    interviewer.fails = False
    said = await _all(ahead.reply(ANSWERED, PROBING, interviewer))
    assert said[-1] == Reply(str(ANSWERED), Move.PROBE)
    assert interviewer.asked == [ANSWERED, ANSWERED]


async def test_whoever_stops_lets_go_of_the_connection() -> None:
    interviewer, ahead = cast(Any, Interviewer()), HeadStart()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    await ahead.stop()
    assert interviewer.let_go == [ANSWERED]


class Burst(Interviewer):
    """Says twenty words at once."""

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Asked | Reply]:
        for number in range(20):
            self.asked.append(number)
            yield str(number)
        yield Reply("", allowed.moves[0])


async def test_pieces_that_came_together_are_handed_on_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_words, "FIRST_WORDS_SECONDS", 0.0)  # nobody says that he has dealt with any
    interviewer, ahead = cast(Any, Burst()), HeadStart()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    words = ahead.reply(ANSWERED, PROBING, interviewer)
    assert await anext(words) == "0"
    assert len(interviewer.asked) < 5, "the first is said before the last is read"
    assert len(await _all(words)) == 20


async def test_the_rest_is_read_when_the_first_words_are_dealt_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_words, "FIRST_WORDS_SECONDS", 3600.0)
    interviewer, ahead = cast(Any, Burst()), HeadStart()
    await ahead.begin(ANSWERED, PROBING, interviewer)
    words = ahead.reply(ANSWERED, PROBING, interviewer)
    assert await anext(words) == "0"
    second = asyncio.ensure_future(anext(words))
    for _ in range(50):
        await asyncio.sleep(0)
    assert (interviewer.asked, second.done()) == ([0], False)
    ahead.go_on()
    async with asyncio.timeout(20):
        assert (await second, len(await _all(words))) == ("1", 19)
    ahead.go_on()  # nobody speaks any more
