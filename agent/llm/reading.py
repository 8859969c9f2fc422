"""What an endpoint sent, read without trust: answers, chunks of streams, errors of the SDK.

The SDK builds its objects without checking them, so any field may be missing or of another type. Nothing here
imports the SDK: its objects and exceptions are read by their attributes.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from agent.llm.base import Completion, Usage
from agent.llm.faults import Fault, Kind, of_status

# What reading a reply that is no reply may raise besides the SDK's own errors.
GARBAGE = (ValueError, TypeError, AttributeError, KeyError, LookupError, OSError, RecursionError)

_STOPPED = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence"})


def usage(answer: object) -> Usage | None:
    """The usage an answer or chunk reports, None where it reports none.

    Reasoning that is not shown is paid for as output. Most endpoints count it among the completion's tokens; where one
    does not, it is what the total has beyond them (so with xAI's models and with Gemini's).
    """
    report = getattr(answer, "usage", None)
    told = _count(report, "prompt_tokens")
    if told is None:
        return None
    cached = _count(getattr(report, "prompt_tokens_details", None), "cached_tokens") or 0
    total = _count(report, "total_tokens") or 0
    return Usage(told, min(cached, told), max(_count(report, "completion_tokens") or 0, total - told))


def _count(holder: object, name: str) -> int | None:
    value = getattr(holder, name, None)
    return value if isinstance(value, int) and value >= 0 else None


def text(answer: object) -> str:
    """The words of an answer, '' where there are none."""
    choices = getattr(answer, "choices", None)
    if not isinstance(choices, list) or not choices:
        return ""
    content = getattr(getattr(choices[0], "message", None), "content", None)
    return content if isinstance(content, str) else ""


def completion(answer: object) -> Completion | Fault:
    """A whole answer, or why it is none."""
    choices = getattr(answer, "choices", None)
    if not isinstance(choices, list):
        return _no_answer(answer)
    if not choices:
        return Fault(Kind.EMPTY)
    message = getattr(choices[0], "message", None)
    if getattr(message, "refusal", None):
        return Fault(Kind.REFUSAL)
    finished = _finish_fault(getattr(choices[0], "finish_reason", None))
    if finished:
        return finished
    words = text(answer)
    return Completion(words, usage(answer)) if words.strip() else Fault(Kind.EMPTY)


def whole(body: bytes) -> Completion | Fault:
    """What came with status 200 in place of a stream: some servers answer all at once, others with HTML or an error."""
    try:
        return completion(json.loads(body, object_hook=lambda fields: SimpleNamespace(**fields)))
    except (ValueError, RecursionError):
        return Fault(Kind.NOT_A_MODEL)


def _no_answer(answer: object) -> Fault:
    """HTML or an error body with status 200."""
    detail = _error_words(getattr(answer, "error", None)) or _error_words(getattr(answer, "message", None))
    return Fault(Kind.ERROR_BODY, detail=detail) if detail else Fault(Kind.NOT_A_MODEL)


def _error_words(error: object) -> str:
    """The message inside an error body, whatever shape it has."""
    if isinstance(error, SimpleNamespace):
        error = vars(error)
    if isinstance(error, dict):
        return _error_words(error.get("message") or error.get("detail") or error.get("error") or "unknown error")
    return error if isinstance(error, str) else ""


def _finish_fault(finish: object) -> Fault | None:
    if finish == "length":
        return Fault(Kind.LENGTH)
    if finish == "content_filter":
        return Fault(Kind.FILTERED)
    if finish in ("tool_calls", "function_call"):
        return Fault(Kind.NONSENSE)
    if finish is None or (isinstance(finish, str) and finish.lower() in _STOPPED):
        return None
    return Fault(Kind.ERROR_BODY, detail=f"finish_reason {finish}")


@dataclass(slots=True)
class Gathered:
    """A stream so far. `begun` after the first token, also of reasoning; `finish` once a reason was sent."""

    begun: bool = False
    finish: str = ""
    done: bool = False
    spoken: str = ""
    usage: Usage | None = None
    refused: bool = False

    def add(self, chunk: object) -> str | Fault:
        """Take in a chunk (None at the end of the stream); returns its words."""
        if chunk is None:
            self.done = True
            return ""
        self.usage = usage(chunk) or self.usage
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list):
            return _no_answer(chunk)
        if not choices:
            return ""
        finish = getattr(choices[0], "finish_reason", None)
        if isinstance(finish, str) and finish:
            self.finish = finish
        return self._words(getattr(choices[0], "delta", None))

    def _words(self, delta: object) -> str:
        if getattr(delta, "refusal", None):
            self.refused = True
        reasoning = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
        content = getattr(delta, "content", None)
        words = content if isinstance(content, str) else ""
        if words or reasoning:
            self.begun = True
        return words

    def verdict(self) -> Fault | None:
        """Whether the stream came to a proper end."""
        if self.refused:
            return Fault(Kind.REFUSAL)
        if not self.finish:
            return Fault(Kind.BROKEN_OFF if self.begun else Kind.EMPTY)
        return _finish_fault(self.finish)


def fault(error: BaseException) -> Fault:
    """The fault behind an exception of the SDK or of reading its reply."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return _status_fault(error, status)
    causes = list(_causes(error))
    name = type(error).__name__
    if name == "APITimeoutError":
        return Fault(Kind.SLOW)
    if name == "APIConnectionError" or isinstance(error, OSError):
        return Fault(_connection_kind(causes))
    body = getattr(error, "body", None)
    if body is not None:
        return Fault(Kind.ERROR_BODY, detail=_error_words(body))
    return Fault(Kind.NOT_A_MODEL)


def _connection_kind(causes: list[BaseException]) -> Kind:
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Kind.DNS
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Kind.TLS
    return Kind.UNREACHABLE


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything under it; an ExceptionGroup counts with its members."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def _status_fault(error: BaseException, status: int) -> Fault:
    body = getattr(error, "body", None)
    detail = _error_words(body) or _error_words(_inner(body))
    code = str(getattr(error, "code", None) or getattr(error, "type", None) or "")
    param = str(getattr(error, "param", None) or "")
    headers = getattr(getattr(error, "response", None), "headers", None)
    return of_status(status, detail, code, param, _retry_after(headers))


def _inner(body: object) -> object:
    """The error of a body that is JSON in text, or a list with the error in it."""
    if isinstance(body, list) and body:
        return body[0]
    if isinstance(body, str) and body.startswith("{"):
        try:
            return json.loads(body)
        except ValueError:
            return None
    return None


def _retry_after(headers: Any) -> float | None:
    """Seconds to wait, where the header gives them as a number."""
    value = headers.get("retry-after") if headers is not None else None
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None
