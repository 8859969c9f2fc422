"""Connections, retries, usage, and what becomes of a stream that nobody reads to its end."""

import asyncio
import ssl
import traceback
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest
from fake_endpoint import SSE, USAGE, Answer, chunk, endpoint, error, said, streamed
from pydantic import SecretStr

from agent.errors import ProviderError, UsageError
from agent.events import Asked
from agent.llm import sending
from agent.llm.base import Call, Completion, Request, Usage
from agent.llm.endpoints import Endpoint
from agent.llm.faults import Fault, Kind
from agent.llm.openai import OpenAIModel
from agent.llm.retry import Budget, Deadlines
from agent.llm.sending import certificates
from evals.bench.local_model import LocalModel, local_model

KEY = "sk-canary-5f3a9c71e2"
PLAIN = Request((("system", "rules"), ("user", "hello there")), "greeting", "m")


class Noted:
    """A meter that allows everything and notes what it is told."""

    def __init__(self):
        self.calls = []
        self.limits = []
        self.open = 0

    @asynccontextmanager
    async def reserved(self, request, host, input, output):
        self.open += 1
        self.limits.append(output)
        assert host.startswith("127.0.0.1")
        assert input() > 0
        assert output >= request.max_output_tokens
        try:
            yield
        finally:
            self.open -= 1

    async def record(self, call, host):
        self.calls.append(call)


def model_at(url, meter=None, **how):
    return OpenAIModel(Endpoint(url, SecretStr(KEY)), Deadlines(0.5, 2, pause=0.01), meter, **how)


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000/v1", "ftp://host/v1", "http://", "http://[broken", "http://h:99999/v1"]
)
def test_a_base_url_that_is_no_address_is_wrong_use(url):
    with pytest.raises(UsageError, match="base URL"):
        Endpoint(url)


def test_credentials_in_a_base_url_are_not_shown():
    assert Endpoint("https://user:secret@host.example/v1").host == "host.example"


async def test_a_key_that_no_header_can_carry_does_not_show():
    model = OpenAIModel(Endpoint("http://127.0.0.1:9/v1", SecretStr("sk-canary\n-schlüssel")), Deadlines(0.5, 1))
    with pytest.raises(ProviderError) as caught:
        await model.complete(PLAIN)
    await model.aclose()
    assert "canary" not in str(caught.value)


async def test_no_traceback_shows_the_key_even_with_local_variables():
    async with endpoint(error(401, f"key {KEY} is wrong")) as fake:
        model = model_at(fake.url)
        try:
            await model.complete(PLAIN)
        except ProviderError as caught:
            shown = "".join(traceback.TracebackException.from_exception(caught, capture_locals=True).format())
        await model.aclose()
    assert "OpenAIModel(127.0.0.1" in shown
    assert "canary" not in shown


async def test_usage_is_told_for_every_request_that_was_answered():
    meter = Noted()
    script = [said("", usage=USAGE), said("fine", usage=USAGE), streamed("fine", usage=True), streamed("fine")]
    async with endpoint(*script) as fake:
        model = model_at(fake.url, meter)
        whole = await model.complete(PLAIN)
        reported = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)][-1]
        silent = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)][-1]
        await model.aclose()
    calls = meter.calls
    assert meter.open == 0
    assert calls[:3] == [Call(PLAIN, Usage(100, 60, 7), PLAIN.messages)] * 3, "the empty answer was paid for too"
    assert whole.usage == reported.usage == Usage(100, 60, 7)
    assert calls[3].usage.estimated
    assert calls[3].usage == silent.usage
    assert calls[3].usage.input > 0


THOUGHT = {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 5041}


async def test_reasoning_beyond_the_completion_is_counted_and_set_aside_from_then_on():
    meter = Noted()
    async with endpoint(said("fine", usage=THOUGHT)) as fake:
        model = model_at(fake.url, meter)
        first = await model.complete(PLAIN)
        await model.complete(PLAIN)
        await model.complete(replace(PLAIN, model="another"))
        await model.aclose()
    assert first.usage == Usage(32, 0, 5009)
    limit = PLAIN.max_output_tokens
    assert meter.limits == [limit, 5009, limit], "the most that was seen of this model"


async def test_pieces_are_handed_on_while_they_come():
    async with endpoint(Answer([SSE, chunk("first "), chunk("second")], hang=30)) as fake:
        model = model_at(fake.url)
        stream = model.stream(PLAIN)
        assert await anext(stream) == Asked(), "it is on its way"
        assert await anext(stream) == "first ", "although the answer never ends"
        await stream.aclose()
        await model.aclose()


async def test_a_stream_says_that_it_was_asked_before_anything_comes_back():
    async with endpoint(Answer([], hang=30)) as fake:
        model = model_at(fake.url)
        stream = model.stream(PLAIN)
        assert await anext(stream) == Asked()
        await fake.asked.wait()  # and it goes out without anybody asking for the next piece
        await stream.aclose()
        await model.aclose()


async def test_a_stream_that_nobody_reads_to_its_end_closes_its_connection():
    async with endpoint(Answer([SSE, *[chunk("word ")] * 3], hang=0.05), said("fine")) as fake:
        model = model_at(fake.url)
        async for piece in model.stream(PLAIN):
            if isinstance(piece, str):
                break
        assert (await model.complete(PLAIN)).text == "fine", "the client is as good as new"
        await model.aclose()


async def test_what_came_of_a_stream_before_its_reader_left_is_counted_as_an_estimate():
    meter = Noted()
    async with endpoint(Answer([SSE, *[chunk("word ")] * 3], hang=0.05)) as fake:
        model = model_at(fake.url, meter)
        async with aclosing(model.stream(PLAIN)) as stream:
            while await anext(stream) != "word ":
                pass
        await model.aclose()
    (call,) = meter.calls
    assert call.usage.estimated
    assert call.usage.input > 0 and call.usage.output > 0
    assert meter.open == 0


async def test_a_cancelled_call_is_cancelled_and_nothing_else():
    async with endpoint(Answer(hang=30)) as fake:
        model = model_at(fake.url)
        call = asyncio.create_task(model.complete(PLAIN))
        await fake.asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await model.aclose()


async def test_calls_side_by_side_share_one_client(monkeypatch):
    made = []
    connect = OpenAIModel._connect
    monkeypatch.setattr(OpenAIModel, "_connect", lambda self, trusted: made.append(1) or connect(self, trusted))
    async with endpoint(said("fine")) as fake:
        model = model_at(fake.url)
        await asyncio.gather(model.complete(PLAIN), model.complete(PLAIN), model.complete(PLAIN))
        await model.aclose()
    assert len(made) == 1


async def test_models_share_the_certificates_and_closing_one_leaves_the_other(monkeypatch):
    """An interviewer, a grader and every candidate of an eval have clients of their own."""
    read = []
    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda *given, **how: read.append(1) or real(*given, **how))
    certificates.cache_clear()
    async with endpoint(said("fine"), said("still fine")) as fake:
        first, second = model_at(fake.url), model_at(fake.url)
        await first.complete(PLAIN)
        await first.aclose()
        assert (await second.complete(PLAIN)).text == "still fine"
        await second.aclose()
    assert len(read) == 1


async def test_certificates_that_cannot_be_read_are_told_as_such(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    certificates.cache_clear()
    model = model_at("http://127.0.0.1:9/v1")
    with pytest.raises(ProviderError, match=r"could not prove who it is \(TLS\).*the machine's certificates"):
        await model.complete(PLAIN)
    await model.aclose()


async def test_reasoning_in_a_stream_is_not_spoken():
    answer = streamed("<th", "ink>What would", " he…</thi", "nk>\n\n", "Which ", "one?")
    async with endpoint(answer) as fake:
        model = model_at(fake.url)
        items = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)]
        await model.aclose()
    assert items[:-1] == ["Which ", "one?"]
    assert isinstance(items[-1], Completion)


async def test_reasoning_sent_apart_counts_as_a_beginning():
    parts = [SSE, chunk(reasoning_content="hm"), *[chunk(reasoning_content="hm")] * 4]
    slow = Answer([*parts, chunk("Yes."), chunk(finish="stop")], pause=0.05)
    async with endpoint(slow) as fake:
        model = OpenAIModel(Endpoint(fake.url), Deadlines(0.2, 2))
        items = [item async for item in model.stream(PLAIN) if not isinstance(item, Asked)]
        await model.aclose()
    assert items[0] == "Yes.", "the words came after the first-token deadline, the reasoning before"


class FakeTime:
    def __init__(self):
        self.now = 100.0
        self.slept = []

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


BUSY = Fault(Kind.BUSY, 503)


async def test_pauses_double_and_attempts_are_counted():
    time = FakeTime()
    budget = Budget(Deadlines(attempts=4), time.clock, time.sleep)
    assert [await budget.again(BUSY) for _ in range(5)] == [True, True, True, False, False]
    assert time.slept == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(("asked", "again"), [(0.0, True), (7.5, True), (21.0, False), (-3.0, True)])
async def test_retry_after_is_kept_within_bounds(asked, again):
    time = FakeTime()
    budget = Budget(Deadlines(), time.clock, time.sleep)
    assert await budget.again(Fault(Kind.RATE, 429, retry_after=asked)) is again
    assert time.slept == ([max(asked, 0.0)] if again else [])


async def test_nothing_is_tried_again_past_the_deadline():
    time = FakeTime()
    budget = Budget(Deadlines(call=10), time.clock, time.sleep)
    time.now += 9.6
    assert not await budget.again(BUSY)
    assert budget.left() == pytest.approx(0.4)
    time.now += 5
    assert budget.left() == 0


@pytest.fixture
def connections(monkeypatch):
    """How many connections a local model was asked over."""
    made, serve = [], LocalModel.serve

    async def counted(self, reader, writer):
        made.append(writer)
        await serve(self, reader, writer)

    monkeypatch.setattr(LocalModel, "serve", counted)
    return made


@pytest.mark.parametrize(("idle", "expected"), [(sending.IDLE_SECONDS, 1), (0.0, 2)])
async def test_a_connection_is_kept_from_answer_to_answer(monkeypatch, connections, idle, expected):
    monkeypatch.setattr(sending, "IDLE_SECONDS", idle)
    async with local_model() as server:
        model = model_at(server.url)
        await model.complete(PLAIN)
        await model.complete(PLAIN)
        assert len(connections) == expected
        await model.aclose()


async def test_a_connection_is_there_before_it_is_needed_and_made_anew_once_it_is_old(connections):
    now = 0.0
    async with local_model() as server:
        model = model_at(server.url, clock=lambda: now)
        await model.reach()
        await model.complete(PLAIN)
        await model.reach()
        assert len(connections) == 1, "it is open and used"
        assert server.looked == 1, "one that was just used is not looked at"
        now += sending.IDLE_SECONDS + 1
        await model.reach()
        assert server.looked == 2
        await model.aclose()


async def test_that_nobody_can_be_reached_is_told_by_the_request():
    model = model_at("http://127.0.0.1:9/v1")
    await model.reach()
    with pytest.raises(ProviderError):
        await model.complete(PLAIN)
    await model.aclose()
