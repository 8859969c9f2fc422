"""A real HTTP server on loopback that behaves as badly as a test asks: it drops, stalls, lies and refuses.

Each request is answered by the next `Answer` of the script; the last one answers everything after it.
"""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Answer:
    """Raw bytes to send, in parts; then `hang` seconds of silence, then the connection is closed (or reset)."""

    parts: list[bytes] = field(default_factory=list)
    hang: float = 0.0
    reset: bool = False
    pause: float = 0.0  # seconds between parts


def http(status: int, body: str | bytes, content_type: str = "application/json", **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Status", f"content-type: {content_type}", f"content-length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Answer(["\r\n".join([*lines, "connection: close", "", ""]).encode() + data])


def error(status: int, message: str = "no", *, code: str = "", param: str | None = None, **headers: str) -> Answer:
    return http(status, json.dumps({"error": {"message": message, "code": code, "param": param}}), **headers)


def said(text: str | None, finish: str | None = "stop", usage: dict | None = None, **message: object) -> Answer:
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return http(200, json.dumps(body | ({"usage": usage} if usage else {})))


TLS_HELLO = b"\x16"
"""The first byte of who wants to speak TLS, which this server does not."""

SSE = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
DONE = b"data: [DONE]\n\n"
USAGE = {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 60}}


def chunk(content: str | None = None, finish: str | None = None, **delta: object) -> bytes:
    made = {"content": content, **delta} if content is not None else dict(delta)
    choice = {"index": 0, "delta": made, "finish_reason": finish}
    return data({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def data(value: object) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def usage_chunk() -> bytes:
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": USAGE}
    return data(body)


def streamed(*pieces: str, finish: str | None = "stop", usage: bool = False, done: bool = True) -> Answer:
    parts = [SSE, chunk(role="assistant"), *(chunk(piece) for piece in pieces)]
    parts += [chunk(finish=finish)] if finish else []
    parts += [usage_chunk()] if usage else []
    return Answer([b"".join([*parts, DONE if done else b""])])


class FakeEndpoint:
    """The running server: `url` to ask it, `bodies` and `headers` of what it was asked."""

    def __init__(self, script: list) -> None:
        self.script = list(script)
        self.bodies: list[dict] = []
        self.headers: list[str] = []
        self.url = ""
        self.asked = asyncio.Event()
        self.tasks: set[asyncio.Task] = set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.add(asyncio.current_task())
        try:
            first = await reader.readexactly(1)
            if first == TLS_HELLO:
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(
                next(line for line in head.lower().split("\r\n") if line.startswith("content-length")).split(":")[1]
            )
            self.headers.append(head)
            self.bodies.append(json.loads(await reader.readexactly(length)))
            self.asked.set()
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            answer = step(self.bodies[-1]) if callable(step) else step
            for part in answer.parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(answer.pause)
            await asyncio.sleep(answer.hang)
            if answer.reset:
                writer.transport.abort()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def endpoint(*script):
    """Serve a script of answers, or of functions from the request's body to an answer."""
    fake = FakeEndpoint(list(script))
    server = await asyncio.start_server(fake._serve, "127.0.0.1", 0)
    fake.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield fake
    finally:
        server.close()
        for task in fake.tasks:
            task.cancel()
        await asyncio.gather(*fake.tasks, return_exceptions=True)
