"""Everything an endpoint can do to us ends within the deadline, in a right answer or in an error a user understands."""

import asyncio
import logging
import socket
import time
from dataclasses import dataclass
from typing import Literal

import openai  # noqa: F401 - its import, a second on a busy machine, must not count against a deadline
import pytest
from fake_endpoint import DONE, SSE, Answer, chunk, data, endpoint, error, http, said, streamed
from pydantic import BaseModel, ConfigDict, SecretStr

from agent.errors import ProviderError
from agent.events import Asked
from agent.llm.base import Completion, Request, Schema
from agent.llm.endpoints import Endpoint
from agent.llm.openai import OpenAIModel
from agent.llm.retry import Deadlines

KEY = "sk-canary-5f3a9c71e2"
FIRST_TOKEN, CALL = 0.4, 1.8
SLACK = 0.6  # for a busy machine


class Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rating: Literal[1, 2, 3, 4]
    quote: str


PLAIN = Request((("system", "rules"), ("user", "hello")), "test", "some-model", temperature=0.5)
FORMED = Request((("system", "rules"), ("user", "rate this")), "test", "some-model", schema=Schema.of(Verdict))
GOOD = '{"rating": 3, "quote": "pin it"}'


@dataclass
class Case:
    name: str
    mode: Literal["complete", "stream", "formed"]
    script: list
    ends: str  # words of the error, or of the right answer after "="
    requests: int | None = None
    retryable: bool | None = None


def broken(*parts: bytes, **how: object) -> Answer:
    return Answer([SSE, *parts], **how)


DATE = "Wed, 21 Oct 2026 07:28:00 GMT"
HTML = "<html><body>It works!</body></html>"
ROLE, END = chunk(role="assistant"), chunk(finish="stop")
OOM = {"error": {"message": "OOM"}}
VLLM_ERROR = {"object": "error", "message": "CUDA out of memory", "code": 500}

CASES = [
    # refused by status
    Case("400 without a reason", "complete", [error(400, "bad thing")], "did not accept the request", retryable=False),
    Case("400 too long", "complete", [error(400, "maximum context length is 8192 tokens")], "context_tokens", 1),
    Case("401", "complete", [error(401, f"Incorrect API key provided: {KEY}")], "Check the key", 1, False),
    Case("401 in a stream", "stream", [error(401, f"Bearer {KEY} is wrong")], "Check the key", 1, False),
    Case("402", "complete", [error(402, "pay first")], "credit is used up", 1, False),
    Case("403", "complete", [error(403, "not for you")], "does not allow this key", 1, False),
    Case("404", "complete", [error(404, "model not found")], "Check the model's name", 1, False),
    Case("404 in HTML", "stream", [http(404, HTML, "text/html")], "Check the model's name", 1, False),
    Case("408", "complete", [error(408)], "failing on its side", 3, True),
    Case("409", "complete", [error(409)], "failing on its side", 3, True),
    Case("413", "complete", [error(413)], "longer than the model's window", 1, False),
    Case("422", "complete", [error(422, "nope")], "did not accept the request", retryable=False),
    Case("429", "complete", [error(429, retry_after="0")], "limiting how often", 3, True),
    Case("429 then fine", "complete", [error(429, retry_after="0"), said("fine")], "=fine", 2),
    Case("429 for an hour", "complete", [error(429, retry_after="3600")], "asks to wait 3600 seconds", 1, True),
    Case("429 with a date", "stream", [error(429, retry_after=DATE), streamed("ok")], "=ok", 2),
    Case("429 out of credit", "complete", [error(429, code="insufficient_quota")], "credit is used up", 1, False),
    Case("500", "complete", [error(500)], "failing on its side", 3, True),
    Case("500 then fine", "stream", [error(500), streamed("fi", "ne")], "=fine", 2),
    Case("502 in HTML", "complete", [http(502, HTML, "text/html")], "failing on its side", 3, True),
    Case("503 with an empty body", "stream", [http(503, "")], "failing on its side", 3, True),
    Case("529", "complete", [error(529, "overloaded")], "failing on its side", 3, True),
    # status 200 and no answer in it
    Case("HTML with 200", "complete", [http(200, HTML, "text/html")], "base URL ends where the API begins", 1),
    Case("HTML with 200 for a stream", "stream", [http(200, HTML, "text/html")], "base URL ends where", 1),
    Case("error body with 200", "complete", [http(200, '{"error": {"message": "no GPU"}}')], 'said: "no GPU"', 3),
    Case("error text with 200", "complete", [http(200, '{"error": "no GPU"}')], 'said: "no GPU"', 3),
    Case("error body with 200 for a stream", "stream", [http(200, '{"error": {"message": "no GPU"}}')], "no GPU", 3),
    Case("no choices", "complete", [http(200, '{"id": "1", "choices": []}')], "answered with nothing", 3),
    Case("choices null", "complete", [http(200, '{"id": "1", "choices": null}')], "something that no model sends"),
    Case("a list", "complete", [http(200, "[1, 2]")], "something that no model sends"),
    Case("a number", "complete", [http(200, "42")], "something that no model sends"),
    Case("broken JSON", "complete", [http(200, '{"id": "1", "cho')], "something that no model sends"),
    Case("not UTF-8", "complete", [http(200, b'{"id": "\xff\xfe\x00"}')], "something that no model sends"),
    Case("empty body", "complete", [http(200, "")], "something that no model sends"),
    Case("an answer in place of a stream", "stream", [said("all at once")], "=all at once", 1),
    # no words, or not the right ones
    Case("empty answer", "complete", [said("")], "answered with nothing", 3, True),
    Case("null answer", "complete", [said(None)], "answered with nothing", 3, True),
    Case("blank then fine", "complete", [said(" \n"), said("fine")], "=fine", 2),
    Case("content of a wrong type", "complete", [said(17)], "answered with nothing", 3),
    Case("refusal", "complete", [said(None, refusal="I can't")], "declined to answer", 3, True),
    Case("refusal in a stream", "stream", [broken(chunk(refusal="I"), END, DONE)], "declined", 3),
    Case("refusal in words", "formed", [said("I'm sorry, but I can't help with that.")], "declined to answer", 3, True),
    Case("refusal in words, then fine", "formed", [said("I can't assist with that."), said(GOOD)], f"={GOOD}", 2),
    Case("length", "complete", [said("half a", "length")], "length limit", 3),
    Case("length then enough", "complete", [said("half a", "length"), said("whole")], "=whole", 2),
    Case("content filter", "complete", [said("", "content_filter")], "content filter", 3),
    Case("tool call", "complete", [said(None, "tool_calls")], "not answer in the form", 1),
    Case("only reasoning", "complete", [said("<think>hm, what if")], "answered with nothing", 3),
    Case("reasoning before words", "complete", [said("<think>hm</think>\n\nYes.")], "=Yes.", 1),
    # streams
    Case("empty stream", "stream", [broken(DONE)], "answered with nothing", 3),
    Case("stream with a role only", "stream", [broken(ROLE, END, DONE)], "nothing", 3),
    Case("clean close in mid-answer", "stream", [streamed("Half an", finish=None, done=False)], "broke off", 1),
    Case("[DONE] without a finish_reason", "stream", [streamed("Half an", finish=None)], "broke off", 1),
    Case("reset in mid-answer", "stream", [broken(chunk("Half"), reset=True, pause=0.02)], "broke off", 1),
    Case("reset before the first word", "stream", [broken(reset=True), streamed("fine")], "=fine", 2),
    Case("error object in mid-answer", "stream", [broken(chunk("Half"), data(OOM))], "OOM", 1),
    Case("error text in mid-answer", "stream", [broken(chunk("Half"), data({"error": "OOM!"}))], "OOM!", 1),
    Case("event: error", "stream", [broken(chunk("Half"), b"event: error\n" + data({"code": 5}))], "no model sends", 1),
    Case("an error of another shape", "stream", [broken(chunk("Half"), data(VLLM_ERROR))], "CUDA out of memory", 1),
    Case("garbage in mid-answer", "stream", [broken(chunk("Half"), b"data: {oops\n\n")], "no model sends", 1),
    Case("a number in mid-answer", "stream", [broken(chunk("Half"), b"data: 42\n\n")], "no model sends", 1),
    Case("not UTF-8 in mid-answer", "stream", [broken(chunk("Half"), b"data: \xff\xfe\n\n")], "no model sends", 1),
    Case("length in a stream", "stream", [streamed("Half an", finish="length")], "length limit", 1),
    Case("filter in a stream", "stream", [streamed("Half", finish="content_filter")], "content filter", 1),
    Case("finish_reason error", "stream", [streamed("Half", finish="error")], "answered with an error", 1),
    Case("finished, then reset", "stream", [broken(chunk("Whole."), END, reset=True, pause=0.02)], "=Whole.", 1),
    Case("blank lines and comments", "stream", [broken(b": ping\n\n\n\n", chunk("Fine"), END)], "=Fine", 1),
    # time
    Case("never answers", "complete", [Answer(hang=30)], "did not finish", 1),
    Case("slow first token", "stream", [broken(ROLE, hang=30)], "did not begin", None, True),
    Case("slow headers", "stream", [Answer(hang=30)], "did not begin", None, True),
    Case("slow, then fine", "stream", [Answer(hang=30), streamed("fine")], "=fine", 2),
    Case("stalls in mid-answer", "stream", [broken(chunk("Half"), hang=30)], "stopped in the middle", 1, True),
    Case("slow drip", "stream", [broken(*[chunk("drip ")] * 50, pause=0.06)], "did not finish", 1),
    Case("finished, but never closed", "stream", [broken(chunk("Whole."), END, hang=30)], "=Whole.", 1),
    # connections
    Case("a name that can't be found", "complete", ["no name"], "has a name that can't be found", 0, True),
    Case("a name that can't be found, for a stream", "stream", ["no name"], "has a name that can't be found", 0, True),
    Case("nobody listens", "stream", ["nobody"], "can't be reached", 0, True),
    Case("no TLS behind https", "complete", ["no TLS"], "could not prove who it is (TLS)", 0, False),
    Case("no TLS behind https, for a stream", "stream", ["no TLS"], "could not prove who it is (TLS)", 0, False),
    # structured answers
    Case("prose for JSON, always", "formed", [said("I would say three.")], "not answer in the form", 4),
    Case("never-ending JSON", "formed", [said("{" * 5000)], "not answer in the form", 4),
    Case("truncated JSON", "formed", [said('{"rating": 3, "quo')], "not answer in the form", 4),
    Case("JSON off the menu", "formed", [said('{"rating": 5, "quote": "x"}')], "not answer in the form", 4),
    Case("JSON of length", "formed", [said('{"rating"', "length"), said(GOOD)], f"={GOOD}", 2),
]  # fmt: skip


async def ask(model: OpenAIModel, mode: str) -> str:
    if mode == "complete":
        return (await model.complete(PLAIN)).text
    if mode == "formed":
        return (await model.complete(FORMED)).text
    items = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)]
    assert isinstance(items[-1], Completion)
    assert "".join(items[:-1]) == items[-1].text
    return items[-1].text


def model_at(url: str, **how: object) -> OpenAIModel:
    return OpenAIModel(Endpoint(url, SecretStr(KEY)), Deadlines(FIRST_TOKEN, CALL, pause=0.01), **how)


async def url_of(case: Case, url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where to ask; some rows fail before a server has a word in it."""
    if case.script == ["no name"]:

        async def getaddrinfo(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        return url.replace("127.0.0.1", "127.0.0.1.invalid")
    if case.script == ["nobody"]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    return url.replace("http:", "https:") if case.script == ["no TLS"] else url


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_failure_ends_in_time_and_in_words(
    case: Case, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    async with endpoint(*case.script) as fake:
        model = model_at(await url_of(case, fake.url, monkeypatch))
        started = time.monotonic()
        try:
            if case.ends.startswith("="):
                assert await ask(model, case.mode) == case.ends[1:]
            else:
                with pytest.raises(ProviderError) as caught:
                    await ask(model, case.mode)
                check_error(caught.value, case)
        finally:
            await model.aclose()
        assert time.monotonic() - started < CALL + SLACK
        if case.requests is not None:
            assert len(fake.bodies) == case.requests
        assert all(KEY in head for head in fake.headers), "the key goes to the endpoint"
    assert KEY not in caplog.text


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 30
    assert len({case.name for case in CASES}) == len(CASES)


def check_error(error: ProviderError, case: Case) -> None:
    message = str(error)
    assert case.ends in message
    assert "Everything is kept." in message
    assert "\n" not in message
    assert "127.0.0.1" in message, "it names the provider"
    assert KEY not in message + repr(error) + repr(error.__dict__)
    assert error.__cause__ is None
    assert error.__context__ is None
    if case.retryable is not None:
        assert error.retryable is case.retryable
