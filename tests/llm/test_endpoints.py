"""What is learnt about an endpoint is learnt once: the next process begins where this one ended."""

import json
from pathlib import Path

import pytest
from fake_endpoint import endpoint, error, http, said, streamed
from pydantic import BaseModel, ConfigDict, SecretStr

from agent.errors import ProviderError
from agent.interviewer.probing import probe
from agent.llm.base import Request, Schema
from agent.llm.dialect import Dialect
from agent.llm.endpoints import Endpoint, KnownDialects
from agent.llm.openai import OpenAIModel
from agent.llm.retry import Deadlines
from agent.llm.structured import Rung

KEY = "sk-canary-77aa01"
READY = '{"word": "ready", "number": 7}'


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    word: str
    number: int


ASK = Request((("system", "rules"), ("user", "go")), "test", "m", temperature=0.5, schema=Schema.of(Answer))


def model_at(url: str, path: Path) -> OpenAIModel:
    return OpenAIModel(Endpoint(url, SecretStr(KEY)), Deadlines(0.5, 3, pause=0.01), known=KnownDialects(path))


def no_schema(body: dict) -> object:
    return error(500, "boom") if body.get("response_format", {}).get("type") == "json_schema" else said(READY)


def ignores_the_form(body: dict) -> object:
    return said(READY if "not valid" in body["messages"][-1]["content"] else "It is ready, seven days.")


def takes_little(body: dict) -> object:
    """Refuses, one after the other, what small servers refuse."""
    if "response_format" in body:
        return error(400, "response_format is not supported")
    if "temperature" in body:
        return error(400, "temperature is not supported", param="temperature")
    if any(message["role"] == "system" for message in body["messages"]):
        return error(400, "system role not supported")
    return said(f"<think>they want {{json}}</think>Sure!\n```json\n{READY}\n```")


@pytest.mark.parametrize(
    ("server", "rung", "first", "later"),
    [
        (lambda body: said(READY), Rung.STRICT, 1, 1),
        (no_schema, Rung.JSON_OBJECT, 3, 1),
        (ignores_the_form, Rung.PROMPT, 4, 2),
        (takes_little, Rung.PROMPT, 5, 1),
    ],
    ids=["strict", "500 to json_schema", "ignores response_format", "refuses most"],
)
async def test_the_ladder_is_climbed_down_once_for_every_process(tmp_path, server, rung, first, later) -> None:
    path = tmp_path / "home" / "endpoints.json"
    async with endpoint(server) as fake:
        for expected in (first, later):
            fake.bodies.clear()
            model = model_at(fake.url, path)
            assert (await model.complete(ASK)).text == READY
            assert model.dialect("m").rung is rung
            assert len(fake.bodies) == expected
            await model.aclose()
    if rung is Rung.STRICT:
        assert not path.exists(), "nothing was learnt that is not the default"
    else:
        assert KEY not in path.read_text("utf-8")
        assert path.stat().st_mode & 0o077 == 0


async def test_models_and_addresses_are_known_apart(tmp_path) -> None:
    known = KnownDialects(tmp_path / "e.json")
    known.keep("http://a/v1", "m", Dialect(temperature=False))
    KnownDialects(tmp_path / "e.json").keep("http://b/v1", "m", Dialect(system_role=False))
    fresh = KnownDialects(tmp_path / "e.json")
    assert fresh.find("http://a/v1", "m") == Dialect(temperature=False)
    assert fresh.find("http://b/v1", "m") == Dialect(system_role=False)
    assert fresh.find("http://a/v1", "n") is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "42", '{"http://a m": 3}', '{"http://a m": {"rung": 9}}', b"\xff\xfe",
     json.dumps({"http://a m": {"rung": 9, "temperature": True, "stream_options": True, "new_output_field": False,
                                "system_role": True, "output_factor": 1}})],
)  # fmt: skip
async def test_a_damaged_file_costs_the_finding_out_and_nothing_else(tmp_path, text) -> None:
    path = tmp_path / "e.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert KnownDialects(path).find("http://a", "m") is None
    KnownDialects(path).keep("http://a", "m", Dialect(temperature=False))
    assert KnownDialects(path).find("http://a", "m") == Dialect(temperature=False)


async def test_a_folder_that_can_not_be_written_is_no_failure(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    known = KnownDialects(tmp_path / "file" / "e.json")
    known.keep("http://a", "m", Dialect(temperature=False))
    assert known.find("http://a", "m") == Dialect(temperature=False)


async def test_a_probe_says_what_the_endpoint_can_do_and_begins_from_the_top(tmp_path) -> None:
    path = tmp_path / "e.json"
    ticks = iter([10.0, 10.25, 12.25])
    async with endpoint(said(READY), streamed("one, ", "two", usage=True)) as fake:
        model = model_at(fake.url, path)
        KnownDialects(path).keep(Endpoint(fake.url).address, "m", Dialect(rung=Rung.PROMPT, temperature=False))
        found = await probe(model, "m", lambda: next(ticks))
        await model.aclose()
        assert fake.bodies[0]["response_format"]["type"] == "json_schema", "what was learnt before is asked again"
        assert "stream" not in fake.bodies[0]
        assert fake.bodies[1]["stream"]
    assert found.says == "holds answers to a JSON schema; first words after 0.25 s, then 4 tokens a second"
    assert KnownDialects(path).find(Endpoint(fake.url).address, "m") == Dialect()


async def test_a_probe_tells_of_what_is_peculiar(tmp_path) -> None:
    def server(body: dict) -> object:
        return said("one, two") if "stream" in body and "temperature" not in body else takes_little(body)

    async with endpoint(server) as fake:
        model = model_at(fake.url, tmp_path / "e.json")
        found = await probe(model, "m")
        await model.aclose()
    assert found.says.startswith("is asked for JSON in words, with one repair; does not stream: the whole answer after")
    assert "takes no temperature" in found.says
    assert "does not report tokens" in found.says


async def test_a_probe_of_an_endpoint_that_is_none_is_an_error_with_advice(tmp_path) -> None:
    async with endpoint(http(200, "<html>It works!</html>", "text/html")) as fake:
        model = model_at(fake.url, tmp_path / "e.json")
        with pytest.raises(ProviderError, match="base URL ends where the API begins"):
            await probe(model, "m")
        await model.aclose()
