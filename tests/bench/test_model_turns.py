"""What an endpoint can find in its cache: pinned on a short round; `make bench` measures the long ones."""

from __future__ import annotations

import pytest

from agent import session as session_module
from agent.domain.request import StartRequest
from agent.llm.tokens import estimate
from evals.bench import model_turns
from evals.bench.local_model import LocalModel, common_prefix, local_model
from evals.durability.interviewers import EveryMessageAnswers, NoSearch
from tests.session.services import with_services


@pytest.fixture(autouse=True)
def small_services(monkeypatch: pytest.MonkeyPatch) -> None:
    services = with_services(search=NoSearch, classifier=EveryMessageAnswers)
    monkeypatch.setattr(session_module, "make_context", services)


def test_the_common_prefix_of_two_texts() -> None:
    assert common_prefix("abcd", "abxd") == 2
    assert common_prefix("", "a") == 0
    assert common_prefix("same", "same") == 4


def test_tokens_are_counted_message_by_message_and_come_to_the_same() -> None:
    body = {"messages": [{"role": "system", "content": "Ask.\n\n" * 900}, {"role": "user", "content": "é 12 ms  ok"}]}
    server = LocalModel()
    first, again = server.usage(body, "You said so."), server.usage(body, "You said so.")
    text = "\x1f".join(f"{message['role']}:{message['content']}" for message in body["messages"])
    assert first["prompt_tokens"] == again["prompt_tokens"] == estimate(text)
    assert first["prompt_tokens_details"]["cached_tokens"] == 0 < again["prompt_tokens_details"]["cached_tokens"]


async def test_requests_begin_with_what_the_endpoint_has_seen_and_one_call_stands_before_the_first_word() -> None:
    async with local_model() as server:
        await model_turns._sit(server, StartRequest(round="ml_depth", minutes=600), model_turns.TURNS)
    replies = [body for body in server.bodies if body.get("stream")]
    assert len(replies) == model_turns.TURNS + 1 == 41, "one streamed request an answer, and the greeting"
    assert min(model_turns.prefix_shares(replies)[model_turns.FROM_TURN - 1 :]) >= model_turns.SHARE_TARGET
    assert model_turns.uncached(server.bodies) <= 0.35 * model_turns.naive_input(server.bodies)
