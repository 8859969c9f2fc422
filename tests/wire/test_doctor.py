"""Doctor asks the endpoint what it can do where a model would interview, and sends nothing anywhere else."""

from __future__ import annotations

import pytest

from agent import checkup, library
from agent.checkup import CheckRow
from agent.settings import Settings, load_settings
from evals.bench.local_model import LocalModel


@pytest.fixture(autouse=True)
def no_retrieval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building the index is another test's."""

    async def fine(settings: Settings) -> CheckRow:
        return CheckRow("retrieval", True, "not looked at")

    monkeypatch.setattr(checkup, "_retrieval", fine)


async def rows(settings: Settings, name: str) -> list[CheckRow]:
    return [row for row in await library.doctor(settings) if row.name == name]


async def test_each_model_is_asked_two_small_things(server: LocalModel, settings: Settings) -> None:
    found = await rows(settings, "endpoint")
    assert [row.ok for row in found] == [True, True]
    assert found[0].says.startswith("m-large: holds answers to a JSON schema; first words after 0.")
    assert found[1].says.startswith("m-small: ")
    assert [body["model"] for body in server.bodies] == ["m-large", "m-large", "m-small", "m-small"]
    assert sum(len(message["content"]) for body in server.bodies for message in body["messages"]) < 1000


async def test_nothing_is_sent_where_no_model_would_interview(server: LocalModel, settings: Settings) -> None:
    for quiet in (
        settings.model_copy(update={"offline": True}),
        load_settings(base_url=server.url, api_key="sk-canary-1"),
        load_settings(model="m"),
    ):
        assert await rows(quiet, "endpoint") == []
    assert server.bodies == []


async def test_an_endpoint_that_fails_is_a_row_with_advice_and_without_the_key() -> None:
    settings = load_settings(model="m", base_url="http://127.0.0.1:9/v1", api_key="sk-canary-0123456789")
    (row,) = await rows(settings, "endpoint")
    assert not row.ok
    assert "can't be reached" in row.advice
    assert "canary" not in f"{row}"


async def test_whether_prices_are_known_is_said(settings: Settings) -> None:
    (row,) = await rows(settings, "prices")
    assert row.says == "unknown for m-large and m-small; none is guessed"
    assert "prices.yaml" in row.advice
    settings.paths.prices.write_text("prices: [{model: 'm-*', input: 0, output: 0}]")
    (row,) = await rows(settings, "prices")
    assert row.says == "known for m-large and m-small"
    settings.paths.prices.write_text("prices: 3")
    (row,) = await rows(settings, "prices")
    assert not row.ok
