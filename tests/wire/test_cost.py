"""What a session costs is counted, shown, kept, and stops before the limit is passed."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from agent import library
from agent.domain.interview import Assessment, RoundView
from agent.errors import SpendingError, UsageError
from agent.events import Ended, InterviewerSpoke, Waiting
from agent.interviewer.model import ModelInterviewer
from agent.reports import json as documents
from agent.reports.markdown import report
from agent.reports.plain import verdicts
from agent.session import Session
from agent.settings import Settings
from evals.bench.local_model import LocalModel
from tests.session.services import drain
from tests.wire.conftest import Sit

PRICES = """
prices:
  - {model: "m-*", input: 100, cached: 10, output: 1000}
"""
ANSWER = "I froze the label first, because eleven percent of the rows changed after the fact, and I own that call."


@pytest.fixture
def priced(settings: Settings) -> Settings:
    settings.home.mkdir()
    settings.paths.prices.write_text(PRICES)
    return settings


def expected(usage: dict) -> float:
    cached = usage["prompt_tokens_details"]["cached_tokens"]
    return ((usage["prompt_tokens"] - cached) * 100 + cached * 10 + usage["completion_tokens"] * 1000) / 1e6


async def test_every_call_is_counted_and_the_sums_are_in_every_document(
    sit: Sit, server: LocalModel, priced: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict] = []
    real = server.usage

    def usage(body: dict, words: str) -> dict:
        told.append(real(body, words))
        return told[-1]

    monkeypatch.setattr(server, "usage", usage)
    session, events = await sit(priced, round="ml_depth")
    assert isinstance(events[-1], Waiting)
    assert events[-1].spent.calls == 1, "the greeting was paid for"
    events = await drain(session.answer(ANSWER))
    assert events[-1].spent.calls == 3
    assert events[-1].spent.usd == pytest.approx(sum(map(expected, told)))
    ended = (await drain(session.end()))[-1]
    assert isinstance(ended, Ended)
    document = json.loads(documents.dumps(documents.session_document(ended.document)))
    cost = document["cost"]
    purposes = [call["purpose"] for call in cost["per_call"]]
    assert sorted(purposes) == ["assess", "debrief", "grade", "open", "reply"]
    assert {call["model"] for call in cost["per_call"]} == {"m-large", "m-small"}
    assert cost["usd"] == pytest.approx(sum(map(expected, told)))
    assert cost["cached_tokens"] == sum(usage["prompt_tokens_details"]["cached_tokens"] for usage in told) > 0
    assert cost["rounds"]["ml_depth"]["calls"] == len(told) == 5
    assert re.search(
        r"## What it cost\n\n5 calls, [\d,]+ tokens in \([\d,]+ of them cached\), [\d,]+ out: \$",
        report(ended.document),
    )
    assert "Models: 5 calls" in verdicts(ended.document)
    assert await library.document(priced, session.id) == ended.document, "the journal gives the same again"


async def test_without_a_price_none_is_invented(sit: Sit, settings: Settings) -> None:
    session, _ = await sit(settings, round="ml_depth")
    ended = (await drain(session.end()))[-1]
    cost = documents.session_document(ended.document)["cost"]
    assert cost["usd"] is None
    assert cost["input_tokens"] > 0
    assert "price unknown" in report(ended.document)


async def test_an_offline_session_costs_nothing_and_says_nothing_of_it(sit: Sit, settings: Settings) -> None:
    session, events = await sit(settings.model_copy(update={"offline": True}), round="ml_depth", minutes=1)
    assert events[-1].spent is None
    ended = (await drain(session.end()))[-1]
    assert "cost" not in documents.session_document(ended.document)


async def test_a_limit_that_no_price_is_known_for_is_refused_before_anything_is_sent(
    sit: Sit, server: LocalModel, settings: Settings
) -> None:
    with pytest.raises(UsageError, match=r"price of m-large and m-small at 127\.0\.0\.1:\d+ is unknown, and none is"):
        await sit(settings.model_copy(update={"max_cost": 1.0}), round="ml_depth")
    assert server.bodies == []
    assert await library.sessions(settings) == []


async def test_the_limit_is_never_passed_everything_is_kept_and_a_higher_one_goes_on(
    sit: Sit, server: LocalModel, priced: Settings
) -> None:
    limit = 4.0
    session, _ = await sit(priced.model_copy(update={"max_cost": limit}), round="ml_depth", minutes=90)
    spent = 0.0
    with pytest.raises(SpendingError, match=r"past --max-cost \$4\.00 .* Everything is kept") as stopped:
        for number in range(60):
            events = await drain(session.answer(f"{ANSWER} That was job {number}."))
            spent = events[-1].spent.usd
    assert stopped.value.exit_status == 3
    assert 1.0 < spent <= limit
    asked = len(server.bodies)
    said = (await session.transcript())[0].turns
    assert any(turn.text.startswith(ANSWER) for turn in said[-2:]), "the answer is kept, replied to or not"
    await session.close()

    row = await library.session_row(priced, session.id)
    assert row.answers == sum(turn.role == "candidate" for turn in said)
    unlimited = await Session.resume(session.id, priced)
    with pytest.raises(SpendingError):  # without a limit of its own, the one it had still holds
        await drain(unlimited.proceed())
        for number in range(60, 120):  # where the reply came in before its assessment was asked for, both had room
            await drain(unlimited.answer(f"{ANSWER} That was job {number}."))
    await unlimited.close()
    again, events = await sit(priced.model_copy(update={"max_cost": 50.0}), resume=session.id)
    assert isinstance(events[-1], Waiting)
    assert len(server.bodies) > asked
    assert (await again.transcript())[0].turns[: len(said)] == said


async def test_what_runs_side_by_side_is_set_aside_together(sit: Sit, server: LocalModel, priced: Settings) -> None:
    """A reply and an assessment are asked at once: each alone would fit under the limit, both would not."""
    session, events = await sit(priced, round="ml_depth")
    spent = events[-1].spent.usd
    await session.close()
    limited = priced.model_copy(update={"max_cost": spent + 1.0})
    again, _ = await sit(limited, resume=session.id)
    before = len(server.bodies)
    with pytest.raises(SpendingError):
        await drain(again.answer(ANSWER))
    assert len(server.bodies) - before <= 1


async def test_a_reply_on_its_way_is_heard_and_counted_where_its_assessment_is_refused(
    sit: Sit, server: LocalModel, priced: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict] = []
    real = server.usage
    monkeypatch.setattr(server, "usage", lambda body, words: told.append(real(body, words)) or told[-1])
    session, events = await sit(priced, round="ml_depth")
    await session.close()
    tried, assess, answer = asyncio.Event(), ModelInterviewer.assess, server._answer

    async def tries(self: ModelInterviewer, view: RoundView) -> Assessment:
        try:
            return await assess(self, view)
        finally:
            tried.set()

    async def waits(body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        await tried.wait()  # the refusal comes while the reply has not begun
        await answer(body, writer)

    monkeypatch.setattr(ModelInterviewer, "assess", tries)
    monkeypatch.setattr(server, "_answer", waits)
    again, _ = await sit(priced.model_copy(update={"max_cost": events[-1].spent.usd + 1.7}), resume=session.id)
    spoken = 0
    with pytest.raises(SpendingError):
        async for event in again.answer(ANSWER):
            spoken += isinstance(event, InterviewerSpoke)
    assert spoken == 1, "what is paid for is said"
    assert (await again.transcript())[0].turns[-1].role == "interviewer"
    await again.close()
    _, events = await sit(priced.model_copy(update={"max_cost": 50.0}), resume=session.id)
    assert events[-1].spent.usd == pytest.approx(sum(map(expected, told)))
    assert events[-1].spent.calls == len(told) == 3, "and its assessment after all"


async def test_a_session_at_its_limit_can_be_graded_offline(sit: Sit, priced: Settings) -> None:
    session, events = await sit(priced, round="ml_depth")
    limited = priced.model_copy(update={"max_cost": events[-1].spent.usd})
    await session.switch_interviewer(limited)
    with pytest.raises(SpendingError):
        await drain(session.answer(ANSWER))
    await session.switch_interviewer(limited.model_copy(update={"offline": True}))
    await drain(session.proceed())
    ended = (await drain(session.end()))[-1]
    assert ended.document.scorecard.interviewer == "mixed"
    assert ended.document.cost.total.calls == 1
