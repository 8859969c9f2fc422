"""Any OpenAI-compatible endpoint through the openai SDK: the only module that imports it.

The SDK's own retries are off and its timeouts never fire first: deadlines and retries have one owner here. No error
that leaves this module carries the SDK's exception, because that one holds the request with its headers.
"""

from __future__ import annotations

import asyncio
import importlib
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.errors import ProviderError
from agent.events import Asked
from agent.llm import reading
from agent.llm.base import Completion, Message, Meter, Request
from agent.llm.counting import Counting
from agent.llm.dialect import Dialect
from agent.llm.endpoints import Endpoint, KnownDialects
from agent.llm.faults import Fault, Kind, provider_error, scrub
from agent.llm.refusing import refuses
from agent.llm.retry import Budget, Clock, Deadlines, Sleep
from agent.llm.sending import IDLE_SECONDS, Sending, certificates, limits, note_on_the_wire
from agent.llm.streaming import StreamReader
from agent.llm.structured import Rung, complaint, extract, with_repair
from agent.llm.thinking import strip_thinking

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_REACH_SECONDS = 5.0


async def preload() -> None:
    """Import the SDK in a thread, half a second that the first request then need not wait for."""
    await asyncio.to_thread(importlib.import_module, "openai")


class OpenAIModel:
    """A LanguageModel behind an endpoint. Use it in one event loop; `aclose` when done."""

    def __init__(
        self,
        endpoint: Endpoint,
        deadlines: Deadlines | None = None,
        meter: Meter | None = None,
        *,
        known: KnownDialects | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._deadlines = deadlines or Deadlines()
        self._counting = Counting(meter, endpoint.host)
        self._known = known
        self._clock = clock
        self._sleep = sleep
        self._client: AsyncOpenAI | None = None
        self._used = 0.0
        self._dialects: dict[str, Dialect] = {}

    def __repr__(self) -> str:
        return f"OpenAIModel({self._endpoint.host})"

    def dialect(self, model: str) -> Dialect:
        """What has been learnt about the endpoint for this model, in this process or an earlier one."""
        if model not in self._dialects:
            known = self._known.find(self._endpoint.address, model) if self._known else None
            self._dialects[model] = known or Dialect()
        return self._dialects[model]

    def forget(self, model: str) -> None:
        """Find out anew about a model: the next request asks for everything."""
        self._dialects[model] = Dialect()
        if self._known is not None:
            self._known.keep(self._endpoint.address, model, Dialect())

    def _learn(self, model: str, dialect: Dialect) -> None:
        """Keep what an answer was got with; on disk where it is news."""
        if dialect != self._dialects.get(model) and self._known is not None:
            self._known.keep(self._endpoint.address, model, dialect)
        self._dialects[model] = dialect

    async def aclose(self) -> None:
        """Close the connections. Safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def reach(self) -> None:
        """Have a connection open for the next request. No model is asked; what fails here is told by that request."""
        if self._client is None or self._clock() - self._used > IDLE_SECONDS:
            await self._sent(lambda client: client.get("/models", cast_to=object), _REACH_SECONDS)

    async def complete(self, request: Request) -> Completion:
        """Answer as a whole. Raises ProviderError within `Deadlines.call`."""
        budget = Budget(self._deadlines, self._clock, self._sleep)
        dialect = self.dialect(request.model)
        while True:
            outcome = await self._attempt(request, dialect, budget)
            if isinstance(outcome, Completion):
                self._learn(request.model, dialect)
                return outcome
            dialect = await self._next_try(outcome, request, dialect, budget)

    async def stream(self, request: Request) -> AsyncIterator[str | Asked | Completion]:
        """Answer in pieces, the Completion last. Tried again only as long as no piece was handed out.

        Raises ProviderError within `Deadlines.call`.
        """
        budget = Budget(self._deadlines, self._clock, self._sleep)
        dialect = self.dialect(request.model)
        while True:
            spoken = False
            fault = Fault(Kind.BROKEN_OFF)
            async with aclosing(self._pieces(request, dialect, budget)) as pieces:
                async for item in pieces:
                    if isinstance(item, Fault):
                        fault = item
                        break
                    if isinstance(item, Completion):
                        self._learn(request.model, dialect)
                        yield item
                        return
                    spoken = spoken or isinstance(item, str)
                    yield item
            if spoken:
                raise self._error(fault, request)
            dialect = await self._next_try(fault, request, dialect, budget)

    async def _next_try(self, fault: Fault, request: Request, dialect: Dialect, budget: Budget) -> Dialect:
        """How to ask again; raises where that is over."""
        other = dialect.adapted(fault, request, repeated=budget.repeated(fault)) if budget.left() else None
        if other is not None:
            return other
        if await budget.again(fault):
            return dialect
        raise self._error(fault, request)

    def _error(self, fault: Fault, request: Request) -> ProviderError:
        return provider_error(fault, provider=self._endpoint.host, model=request.model)

    async def _attempt(self, request: Request, dialect: Dialect, budget: Budget) -> Completion | Fault:
        """One request, and on the lowest rung one repair."""
        messages = dialect.messages(request)
        answer = await self._ask(request, dialect, messages, budget)
        if isinstance(answer, Fault):
            return answer
        if request.schema is None:
            text = strip_thinking(answer.text).strip()
            return Completion(text, answer.usage) if text else Fault(Kind.EMPTY)
        found = extract(answer.text, request.schema)
        if found is None and refuses(strip_thinking(answer.text)):
            return Fault(Kind.REFUSAL)  # the form is not to blame: asking for another would be remembered
        if found is None and dialect.rung is Rung.PROMPT:
            wrong = strip_thinking(answer.text)
            messages = with_repair(messages, wrong, complaint(answer.text, request.schema))
            answer = await self._ask(request, dialect, messages, budget)
            if isinstance(answer, Fault):
                return answer
            found = extract(answer.text, request.schema)
        return Fault(Kind.NONSENSE) if found is None else Completion(found, answer.usage)

    async def _ask(
        self, request: Request, dialect: Dialect, messages: tuple[Message, ...], budget: Budget
    ) -> Completion | Fault:
        body = dialect.body(request, messages, stream=False)
        async with self._counting.reserved(request, messages, body):
            answer = await self._send(body, budget.left())
        if isinstance(answer, Fault):
            return answer
        cost = await self._counting.report(request, reading.usage(answer), body, messages, reading.text(answer))
        result = reading.completion(answer)
        return self._scrubbed(result) if isinstance(result, Fault) else replace(result, usage=cost)

    async def _pieces(
        self, request: Request, dialect: Dialect, budget: Budget
    ) -> AsyncGenerator[str | Asked | Completion | Fault, None]:
        """One streamed request; ends with its Completion or a Fault."""
        messages = dialect.messages(request)
        body = dialect.body(request, messages, stream=True)
        async with (
            self._counting.reserved(request, messages, body),
            aclosing(self._streamed(request, messages, body, budget)) as items,
        ):
            async for item in items:
                yield item

    async def _streamed(
        self, request: Request, messages: tuple[Message, ...], body: dict[str, Any], budget: Budget
    ) -> AsyncGenerator[str | Asked | Completion | Fault, None]:
        first = self._clock() + self._deadlines.first_token
        sending = Sending(self._send(body, min(self._deadlines.first_token, budget.left())))
        try:
            await sending.on_the_wire()
            yield Asked()
            stream = await sending.task
        finally:
            sending.task.cancel()
        if isinstance(stream, Fault):
            yield Fault(Kind.SLOW_START) if stream.kind is Kind.SLOW else stream
            return
        if "event-stream" not in stream.response.headers.get("content-type", "event-stream"):
            async for item in self._at_once(stream, request, messages, body, budget):
                yield item
            return
        patience = self._deadlines.first_token
        reader = StreamReader(
            stream, self._guarded, self._scrubbed, budget, self._clock,
            opens_with=request.opens_with, first=first, patience=patience,
        )  # fmt: skip
        gathered, counted = reader.gathered, False
        try:
            while (words := await reader.words()) is not None:
                if words:
                    yield words
            counted = True
            cost = await self._counting.report(request, gathered.usage, body, messages, gathered.spoken)
            if rest := reader.rest():
                yield rest
            yield reader.fault or Completion(gathered.spoken, cost)
        finally:
            await self._guarded(stream.close(), 1.0)
            if not counted:  # whoever listened has gone: what came until then was paid for
                await self._counting.report(request, gathered.usage, body, messages, gathered.spoken)

    async def _at_once(
        self, stream: Any, request: Request, messages: tuple[Message, ...], sent: dict[str, Any], budget: Budget
    ) -> AsyncGenerator[str | Asked | Completion | Fault, None]:
        """What a server sent that does not stream."""
        body = await self._guarded(stream.response.aread(), budget.left())
        answer = body if isinstance(body, Fault) else reading.whole(body)
        if isinstance(answer, Completion):
            cost = await self._counting.report(request, answer.usage, sent, messages, answer.text)
            answer = Completion(strip_thinking(answer.text).strip(), cost)
            yield answer.text
        yield self._scrubbed(answer) if isinstance(answer, Fault) else answer

    async def _send(self, body: dict[str, Any], seconds: float) -> Any:
        """POST a chat completion: the SDK's answer or stream, or a Fault."""
        return await self._sent(lambda client: _post(client, body), seconds)

    async def _sent(self, request: Callable[[AsyncOpenAI], Awaitable[Any]], seconds: float) -> Any:
        """Connect where that is not done yet, and send: what the SDK gives back, or a Fault."""
        if self._client is None:
            await preload()
            trusted = await self._guarded(asyncio.to_thread(certificates), seconds)
            if isinstance(trusted, Fault):
                return trusted if trusted.kind is Kind.SLOW else Fault(Kind.TLS)
            self._client = self._client or self._connect(trusted)  # another call may have come first meanwhile
        try:
            return await self._guarded(request(self._client), seconds)
        finally:
            self._used = self._clock()

    def _connect(self, trusted: ssl.SSLContext) -> AsyncOpenAI:
        import openai

        hooks = {"request": [note_on_the_wire]}
        return openai.AsyncOpenAI(
            api_key=self._endpoint.secret or "none",
            base_url=self._endpoint.url,
            max_retries=0,
            timeout=self._deadlines.call + 5.0,
            http_client=openai.DefaultAsyncHttpxClient(verify=trusted, event_hooks=hooks, limits=limits()),
        )

    async def _guarded(self, work: Awaitable[Any], seconds: float) -> Any:
        """Await something of the SDK's; every way it can fail comes back as a Fault, never as an exception."""
        import openai

        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            return Fault(Kind.SLOW)
        except (openai.OpenAIError, *reading.GARBAGE) as error:
            return self._scrubbed(reading.fault(error))

    def _scrubbed(self, fault: Fault) -> Fault:
        """A provider may repeat the key in its answer: taken out at once, before any frame or error holds it."""
        return replace(fault, detail=scrub(fault.detail, self._endpoint.secret), param=fault.param[:40])


def _post(client: AsyncOpenAI, body: dict[str, Any]) -> Awaitable[Any]:
    """What `chat.completions.create(**body)` sends and gives back.

    It walks the body along the SDK's types first, a seventh of a call's processor time; ours is plain JSON already.
    """
    from openai import AsyncStream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

    stream = bool(body.get("stream"))
    cls = AsyncStream[ChatCompletionChunk]
    return client.post("/chat/completions", cast_to=ChatCompletion, body=body, stream=stream, stream_cls=cls)
