"""A scripted model for tests: says what it was told to say and complains about everything else."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from agent.errors import ProviderError
from agent.llm.base import Completion, Request, Usage
from agent.llm.tokens import estimate


@dataclass(frozen=True, slots=True)
class Expected:
    """One call that a test expects: its purpose, what its messages must contain, and how it is answered.

    A `ProviderError` in `answer` is raised; in a stream after the words of `before_error`.
    """

    purpose: str
    answer: str | ProviderError
    contains: tuple[str, ...] = ()
    before_error: str = ""


class UnexpectedCall(AssertionError):  # noqa: N818 - reads as what it is in a test's report
    """The model was called in a way that no expectation covers, or an expectation was not met."""


class ScriptedModel:
    """A LanguageModel that answers from a script, in order; within one purpose where calls run side by side.

    Use it as a context manager, or call `check` at the end: an expectation nobody met fails the test.
    """

    def __init__(self, *script: Expected) -> None:
        self.requests: list[Request] = []
        self._script = deque(script)

    def __enter__(self) -> ScriptedModel:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.check()

    def check(self) -> None:
        """Raise UnexpectedCall where an expectation was not met."""
        if self._script:
            raise UnexpectedCall(f"never called: {[expected.purpose for expected in self._script]}")

    async def complete(self, request: Request) -> Completion:
        """Answer as a whole."""
        expected = self._take(request)
        if isinstance(expected.answer, ProviderError):
            raise expected.answer
        if request.schema is not None and (wrong := request.schema.complaint(expected.answer)):
            raise UnexpectedCall(f"the script's answer to {request.purpose} breaks its schema: {wrong}")
        return Completion(expected.answer, _usage(request, expected.answer))

    async def stream(self, request: Request) -> AsyncIterator[str | Completion]:
        """Answer word by word."""
        expected = self._take(request)
        answer = expected.before_error if isinstance(expected.answer, ProviderError) else expected.answer
        for piece in re.findall(r"\S+\s*|\s+", answer):
            yield piece
        if isinstance(expected.answer, ProviderError):
            raise expected.answer
        yield Completion(answer, _usage(request, answer))

    def _take(self, request: Request) -> Expected:
        self.requests.append(request)
        for expected in self._script:
            if expected.purpose == request.purpose:
                self._script.remove(expected)
                return self._checked(expected, request)
        raise UnexpectedCall(f"nobody expected a call for {request.purpose}; left: {list(self._script)}")

    def _checked(self, expected: Expected, request: Request) -> Expected:
        whole = "\n".join(content for _, content in request.messages)
        missing = [words for words in expected.contains if words not in whole]
        if missing:
            raise UnexpectedCall(f"the request for {request.purpose} lacks {missing}")
        return expected


def _usage(request: Request, answer: str) -> Usage:
    return Usage(sum(estimate(content) for _, content in request.messages), 0, estimate(answer), estimated=True)
