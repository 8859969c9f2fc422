"""A well-behaved OpenAI-compatible server on loopback that answers by rule, for figures and tests of the model's path.

It streams after a fixed delay, answers in the forms it is asked for, quotes what the candidate really said, and reports
tokens with the part of the input that an endpoint's prefix cache would have found. Connections are kept open between
requests, as every such server keeps them (RFC 9112, 9.3).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from agent.llm.tokens import estimate

BLOCK = 128
"""Tokens in which OpenAI's prompt cache counts; the first hit is at 1,024 (platform documentation, prompt caching)."""
SMALLEST = 1024
_PATIENCE_SECONDS = 30.0
"""With a server that comes up or goes in a thread of its own."""
_STEP = 256  # characters in which what was sent before is looked up

_SEPARATOR = "\x1f"  # between messages; no token of an estimate goes across it

_FENCED = re.compile(r"⟦candidate (\d+) ([0-9a-f]{16})⟧\n(.*?)\n⟦end \2⟧", re.DOTALL)
_MOVES = re.compile(r"^Allowed moves, best first: ([a-z]+)", re.MULTILINE)
_OFFER = re.compile(r"^- ([\w.:#/-]+) \| .*? \| (.+)$", re.MULTILINE)
WHOLE = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
_STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


class LocalModel:
    """The running server. `bodies` are the requests it got, in order, `heads` their headers in lower case.

    `seconds` is the delay before a first token; `first_word` begins every reply; `answered` counts what was answered to
    its end, `looked` who only looked whether it is there.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self.url = ""
        self.seconds = seconds
        self.bodies: list[dict[str, Any]] = []
        self.heads: list[str] = []
        self.answered = 0
        self.looked = 0
        self.first_word = "You"
        self._seen: set[bytes] = set()
        self._open: set[asyncio.StreamWriter] = set()

    def words(self, body: Mapping[str, Any]) -> str:
        """The answer to a request."""
        form = body.get("response_format", {}).get("json_schema", {})
        if form:
            return json.dumps(self._formed(form, body))
        last = body["messages"][-1]["content"]
        move = _MOVES.search(last)
        if move is None:
            return "@question\nHello, I am the interviewer of this round, and we have some time together."
        offer = _OFFER.search(last) if move[1] in ("probe", "deepen") else None
        named, ask = (offer[1], offer[2]) if offer else ("", f"Which part is number {len(self.bodies)}?")
        return f"@{move[1]} {named}".rstrip() + f"\n{self.first_word} said so. {ask}"

    def _formed(self, form: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
        said = _FENCED.findall("\n".join(message["content"] for message in body["messages"]))
        quoted = next(((int(turn), text) for turn, _, text in reversed(said) if len(text.split()) > 4), (1, ""))
        quote = quoted[1].split("\n")[0][:80].strip()
        evidence = [{"turn": quoted[0], "quote": quote}] if quote else []
        signals = _enumerated(form["schema"])
        if form["name"] == "AssessmentOut":
            shown = {"signal": signals[0], "quote": quote, "note": "It decides the matter.", "rating": 3}
            return {"answered": True, "shown": [shown] if quote else [], "flags": []}
        if form["name"] == "GradeOut":
            rated = {"evidence": evidence, "note": "It names the figure.", "rating": 3 if evidence else None}
            return {"signals": [{"signal": signal, **rated} for signal in signals], "flags": []}
        if form["name"] == "ProbeOut":
            return {"word": "ready", "number": 7}
        items = [f'He named the figure: "{quote}" (turn {quoted[0]}).'] if quote else []
        lists = [name for name, kind in form["schema"]["properties"].items() if kind["type"] == "array"]
        return {"headline": "It turned on the figure he gave.", **dict.fromkeys(lists, items)}

    def usage(self, body: Mapping[str, Any], words: str) -> dict[str, Any]:
        """Tokens of a request, with what a prefix cache would have found of it."""
        text = _SEPARATOR.join(f"{message['role']}:{message['content']}" for message in body["messages"])
        total = _tokens(text)
        found = _tokens(text[: self._seen_before(text)]) // BLOCK * BLOCK
        return {
            "prompt_tokens": total,
            "completion_tokens": estimate(words),
            "prompt_tokens_details": {"cached_tokens": found if found >= SMALLEST else 0},
        }

    def _seen_before(self, text: str) -> int:
        """How many characters of a text some earlier one began with, in whole steps; the text is one of them then."""
        so_far, same = hashlib.blake2b(digest_size=16), 0
        for end in range(_STEP, len(text) + 1, _STEP):
            so_far.update(text[end - _STEP : end].encode("utf-8", "replace"))
            if so_far.digest() in self._seen:
                same = end
            self._seen.add(so_far.digest())
        return same

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection, one after the other."""
        self._open.add(writer)
        try:
            while True:
                await self._serve_one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked is gone, or the server is
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """Close what clients left open."""
        for writer in self._open:
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if head.startswith("get "):
            self.looked += 1
            writer.write(WHOLE % (2, b"{}"))
            return
        length = int(next(line for line in head.split("\r\n") if line.startswith("content-length")).split(":")[1])
        sent = await reader.readexactly(length)
        clock = asyncio.get_running_loop().time
        due = clock() + self.seconds
        body = json.loads(sent)
        self.bodies.append(body)
        self.heads.append(head)
        await asyncio.sleep(due - clock())
        await self._answer(body, writer)
        self.answered += 1

    async def _answer(self, body: Mapping[str, Any], writer: asyncio.StreamWriter) -> None:
        words = self.words(body)
        base = {"id": "1", "created": 1, "model": body["model"]}
        if not body.get("stream"):
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}
            usage = self.usage(body, words)
            answer = {**base, "object": "chat.completion", "choices": [choice], "usage": usage}
            sent = json.dumps(answer).encode()
            writer.write(WHOLE % (len(sent), sent))
        else:
            writer.write(_STREAM)
            for piece in re.findall(r"\S+\s*|\s+", words):
                writer.write(_event({**base, "choices": [{"index": 0, "delta": {"content": piece}}]}))
                await writer.drain()
            writer.write(_event({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
            usage = self.usage(body, words)  # after the words: it takes time that is none of the delay
            writer.write(_event({**base, "choices": [], "usage": usage}) + _chunk(b"data: [DONE]\n\n") + _chunk(b""))
        await writer.drain()


def _tokens(text: str) -> int:
    """As `estimate`, message by message: those that come back in every request are counted once.

    Whoever watches for the first word shares the process, and counting a hundred turns takes a tenth of a second.
    """
    parts = text.split(_SEPARATOR)
    return sum(_counted(part) for part in parts) + len(parts) - 1


_counted = lru_cache(4096)(estimate)


def common_prefix(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _enumerated(schema: Any) -> list[str]:
    """The values that the property `signal` may have, wherever in the schema it stands."""
    if isinstance(schema, dict):
        values = schema.get("properties", {}).get("signal", {}).get("enum")
        if values:
            return list(values)
        return next((found for value in schema.values() if (found := _enumerated(value))), [])
    return []


def _event(data: dict[str, Any]) -> bytes:
    return _chunk(f"data: {json.dumps({'object': 'chat.completion.chunk', **data})}\n\n".encode())


Model = TypeVar("Model", bound=LocalModel)


def _chunk(data: bytes) -> bytes:
    """A piece of a body of unknown length; an empty one ends it (RFC 9112, 7.1)."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def local_model(seconds: float = 0.0) -> AbstractAsyncContextManager[LocalModel]:
    """Serve a `LocalModel` on a free port of loopback while the context is open."""
    return served(LocalModel(seconds))


@asynccontextmanager
async def served(model: Model) -> AsyncIterator[Model]:
    """Serve this one."""
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    model.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield model
    finally:
        server.close()
        model.hang_up()


@contextmanager
def serving(seconds: float = 0.0) -> Iterator[LocalModel]:
    """Serve from a thread of its own, for whoever does not run in an event loop.

    It begins no thread pool. Who uses it forks at once, and where Python's pools are imported during a fork, their lock
    is released after it without having been taken: the pool's own release then failed, and the server with it.

    Raises what the server failed of: at once where it did not come up, at the end where it stopped in between.
    """
    started: Future[tuple[LocalModel, Callable[[], object]]] = Future()
    ended: Future[None] = Future()

    async def serve() -> None:
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        async with local_model(seconds) as server:
            started.set_result((server, lambda: loop.call_soon_threadsafe(over.set)))
            await over.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - raised where somebody hears it
            ended.set_exception(error)
            if not started.done():
                started.set_exception(error)
        else:
            ended.set_result(None)

    threading.Thread(target=run).start()
    server, stop = started.result(_PATIENCE_SECONDS)
    try:
        yield server
    finally:
        if not ended.done():
            stop()
        ended.result(_PATIENCE_SECONDS)
