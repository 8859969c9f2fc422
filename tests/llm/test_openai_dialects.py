"""The ladder of structured output, and requests made plainer for endpoints that refuse parts of them."""

import json
from typing import Literal

import pytest
from fake_endpoint import endpoint, error, http, said, streamed
from pydantic import BaseModel, ConfigDict

from agent.errors import ProviderError
from agent.events import Asked
from agent.llm.base import Request, Schema
from agent.llm.endpoints import Endpoint
from agent.llm.openai import OpenAIModel
from agent.llm.retry import Deadlines
from agent.llm.structured import Rung


class Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rating: Literal[1, 2, 3, 4]
    quote: str


SCHEMA = Schema.of(Verdict)
GOOD = '{"rating": 3, "quote": "pin it"}'
FORMED = Request((("system", "rules"), ("user", "rate")), "test", "m", temperature=0.0, schema=SCHEMA)
PLAIN = Request((("system", "rules"), ("user", "hello")), "test", "m", temperature=0.5)


def model_at(url):
    return OpenAIModel(Endpoint(url), Deadlines(2, 5, pause=0.01))


def refusing(*fields, status=400, message="Unsupported parameter: '{field}'", answer=None):
    """An endpoint that refuses a request as long as one of these fields is in it."""

    def answered(body):
        for field in fields:
            if field in body:
                return error(status, message.format(field=field), param=field)
        return answer or said(GOOD)

    return answered


async def test_a_strict_endpoint_is_asked_once_with_the_whole_schema():
    async with endpoint(said(GOOD)) as fake:
        model = model_at(fake.url)
        assert (await model.complete(FORMED)).text == GOOD
        await model.aclose()
    form = fake.bodies[0]["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert form["json_schema"]["schema"]["additionalProperties"] is False
    assert form["json_schema"]["schema"]["required"] == ["rating", "quote"]
    assert "JSON Schema" not in fake.bodies[0]["messages"][-1]["content"]


def no_json_schema(status):
    def answered(body):
        form = body.get("response_format", {}).get("type")
        if form == "json_schema":
            return error(status, "response_format type json_schema is not supported")
        assert form == "json_object"
        assert '"rating"' in body["messages"][-1]["content"], "the schema stands in the request"
        return said(GOOD)

    return answered


@pytest.mark.parametrize(("status", "requests"), [(400, 2), (422, 2), (500, 3)])
async def test_an_endpoint_without_json_schema_gets_json_object_and_that_is_remembered(status, requests):
    async with endpoint(no_json_schema(status)) as fake:
        model = model_at(fake.url)
        assert (await model.complete(FORMED)).text == GOOD
        assert len(fake.bodies) == requests
        assert model.dialect("m").rung is Rung.JSON_OBJECT
        await model.complete(FORMED)
        assert len(fake.bodies) == requests + 1, "the second call starts on the rung that worked"
        await model.aclose()


async def test_one_server_error_is_not_blamed_on_the_schema():
    async with endpoint(error(500), said(GOOD)) as fake:
        model = model_at(fake.url)
        await model.complete(FORMED)
        assert model.dialect("m").rung is Rung.STRICT
        await model.aclose()


async def test_an_endpoint_without_any_response_format_gets_the_schema_in_words():
    async with endpoint(refusing("response_format")) as fake:
        model = model_at(fake.url)
        assert (await model.complete(FORMED)).text == GOOD
        assert model.dialect("m").rung is Rung.PROMPT
        assert "response_format" not in fake.bodies[-1]
        assert '"rating"' in fake.bodies[-1]["messages"][-1]["content"]
        await model.aclose()


async def test_an_endpoint_that_ignores_the_form_ends_with_one_repair():
    script = [said("Three."), said("Still three."), said('{"rating": "three"}'), said(GOOD)]
    async with endpoint(*script) as fake:
        model = model_at(fake.url)
        assert (await model.complete(FORMED)).text == GOOD
        await model.aclose()
    repair = fake.bodies[3]["messages"]
    assert [message["role"] for message in repair] == ["system", "user", "assistant", "user"]
    assert repair[2]["content"] == '{"rating": "three"}'
    assert "rating" in repair[3]["content"]
    assert "not valid" in repair[3]["content"]


@pytest.mark.parametrize(
    "answer",
    [
        f"<think>Is it 2? {{}} No.</think>\n{GOOD}",
        f"reasoning whose opening tag is in the template</think>{GOOD}",
        f"```json\n{GOOD}\n```",
        f"Here is the JSON you asked for:\n\n```\n{GOOD}\n```\nTell me if you need more.",
        f"The rating {{as discussed}} is this: {GOOD} I hope it helps.",
        f'First {{"rating": 9, "quote": "draft"}} and then {GOOD}',
    ],
)
async def test_json_is_found_in_whatever_stands_around_it(answer):
    async with endpoint(said(answer)) as fake:
        model = model_at(fake.url)
        assert json.loads((await model.complete(FORMED)).text) == json.loads(GOOD)
        assert len(fake.bodies) == 1
        await model.aclose()


async def test_tags_inside_a_quote_do_not_cut_valid_json():
    answer = json.dumps({"rating": 1, "quote": "he said </think> and ``` here"})
    async with endpoint(said(answer)) as fake:
        model = model_at(fake.url)
        assert (await model.complete(FORMED)).text == answer
        await model.aclose()


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("temperature", "Unsupported value: '{field}' does not support 0.5 with this model."),
        ("max_tokens", "Unsupported parameter: '{field}'. Use 'max_completion_tokens' instead."),
        ("temperature", "something is wrong"),
    ],
)
async def test_a_refused_field_is_left_out_and_that_is_remembered(field, message):
    async with endpoint(refusing(field, message=message, answer=said("fine"))) as fake:
        model = model_at(fake.url)
        assert (await model.complete(PLAIN)).text == "fine"
        before = len(fake.bodies)
        await model.complete(PLAIN)
        assert len(fake.bodies) == before + 1
        assert field not in fake.bodies[-1]
        assert {"max_tokens", "max_completion_tokens"} & set(fake.bodies[-1])
        await model.aclose()


async def test_a_reasoning_model_gets_neither_temperature_nor_max_tokens():
    async with endpoint(refusing("temperature", "max_tokens", answer=said("fine"))) as fake:
        model = model_at(fake.url)
        assert (await model.complete(PLAIN)).text == "fine"
        assert len(fake.bodies) == 3
        await model.aclose()


async def test_stream_options_are_dropped_where_they_are_refused():
    async with endpoint(refusing("stream_options", answer=streamed("fine"))) as fake:
        model = model_at(fake.url)
        items = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)]
        assert items[0] == "fine"
        assert "stream_options" not in fake.bodies[-1]
        await model.aclose()


@pytest.mark.parametrize("status", [400, 500])
async def test_without_a_system_role_its_text_heads_the_first_user_message(status):
    def answered(body):
        if any(message["role"] == "system" for message in body["messages"]):
            return error(status, "System role not supported")
        return said("fine")

    async with endpoint(answered) as fake:
        model = model_at(fake.url)
        assert (await model.complete(PLAIN)).text == "fine"
        assert fake.bodies[-1]["messages"] == [{"role": "user", "content": "rules\n\nhello"}]
        await model.aclose()


async def test_models_are_remembered_apart():
    async with endpoint(no_json_schema(400)) as fake:
        model = model_at(fake.url)
        await model.complete(FORMED)
        assert model.dialect("another").rung is Rung.STRICT
        await model.aclose()


async def test_a_model_that_reasons_past_its_budget_gets_more_of_it_from_then_on():
    async with endpoint(said("", "length"), said("", "length"), said("fine")) as fake:
        model = model_at(fake.url)
        assert (await model.complete(PLAIN)).text == "fine"
        await model.complete(PLAIN)
        assert [body["max_tokens"] for body in fake.bodies] == [800, 3200, 12_800, 12_800]
        await model.aclose()


async def test_an_endpoint_that_refuses_everything_is_left_after_a_bounded_number_of_requests():
    async with endpoint(error(400, "no")) as fake:
        model = model_at(fake.url)
        with pytest.raises(ProviderError, match="did not accept the request"):
            await model.complete(FORMED)
        assert len(fake.bodies) <= 8
        assert model.dialect("m").rung is Rung.STRICT, "what never worked is not remembered"
        await model.aclose()


async def test_html_where_json_was_asked_for_is_no_reason_to_climb_down():
    async with endpoint(http(200, "<html>", "text/html")) as fake:
        model = model_at(fake.url)
        with pytest.raises(ProviderError, match="base URL"):
            await model.complete(FORMED)
        assert len(fake.bodies) == 1
        await model.aclose()
