"""Running a candidate's code against the checks of its problem.

The checks are ours and run here, in a thread; what they get as the candidate's function is a stand-in that sends its
arguments to the confined process and gives back what comes from there. So whatever the code prints, patches or ends, it
passes a check only by giving the right answers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.coding.process import SHOWN, CodeProcess, SilentError
from agent.coding.sandbox import ConfinementError, confinement
from agent.domain.problems import Check, Problem
from agent.domain.runs import FUNCTION, NO_TIME, ODD, WRONG, YOUR_CODE
from agent.domain.transcript import CodeFailure, CodeRun

__all__ = ["CandidateError", "CodeRunner", "ConfinementError", "confinement", "run"]

SECONDS = 10.0
"""How long all of a run may take, from the first check on."""
LOAD_SECONDS = 2.0
"""How long the top level of the code may take."""


class CandidateError(Exception):
    """The candidate's function did not give back a value: `kind` is the class of what it raised, `line` where."""

    def __init__(self, message: str, kind: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.kind, self.line = kind, line


@dataclass(frozen=True, slots=True)
class CodeRunner:
    """Runs code for a session; `unconfined` allows that where nothing confines."""

    unconfined: bool = False

    def why_not(self) -> str | None:
        """Why nothing is run, None where code is."""
        return None if self.unconfined else confinement()

    def is_loose(self) -> bool:
        """Whether code is run without being confined."""
        return self.unconfined and confinement() is not None

    async def run(self, problem: Problem, code: str) -> CodeRun:
        """Try the code, as `run` does."""
        return await run(problem, code, unconfined=self.unconfined)


async def run(problem: Problem, code: str, *, unconfined: bool = False) -> CodeRun:
    """Try the code: what passed, what failed and why, in words that don't tell what was expected.

    Where this is cancelled, the process ends at once. Raises ConfinementError where code can't be confined here, unless
    `unconfined` allows it.
    """
    trial = _Trial(problem, code, unconfined)
    thread = asyncio.ensure_future(asyncio.to_thread(trial.run))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        trial.stop()
        await asyncio.wait([thread])
        thread.exception()  # looked at, so that nobody is told of it
        raise


class _Trial:
    """One piece of code against one problem's checks."""

    def __init__(self, problem: Problem, code: str, unconfined: bool) -> None:
        self._problem, self._code, self._unconfined = problem, code, unconfined
        self._process: CodeProcess | None = None
        self._stopped = False
        self._until = 0.0
        self._limit: str | None = None
        self._output = ""
        self._too_slow = 0

    def run(self) -> CodeRun:
        """All checks, in their order."""
        began = time.monotonic()
        try:
            self._until = began + SECONDS
            failure = self._load()
            failures = [failure] if failure is not None else self._checks()
        finally:
            if self._process is not None:
                self._process.close()
        failed = len(self._problem.checks) if failure is not None else len(failures)
        passed = len(self._problem.checks) - failed
        seconds = round(time.monotonic() - began, 3)
        return CodeRun(passed, failed, self._limit, self._output, tuple(failures), seconds)

    def stop(self) -> None:
        """Have it end now; from another thread."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _checks(self) -> list[CodeFailure]:
        names: dict[str, Any] = {"__name__": f"checks of {self._problem.id}"}
        exec(compile(self._problem.program, names["__name__"], "exec"), names)  # noqa: S102 - knowledge's own program
        tried = ((check, self._try(check, names[check.function])) for check in self._problem.checks)
        return [CodeFailure(check.id, *failure) for check, failure in tried if failure is not None]

    def _try(self, check: Check, test: Callable[[Any], object]) -> tuple[str, int | None] | None:
        """What is wrong by this check and where, None where nothing is."""
        if self._stopped or self._too_slow > 1 or time.monotonic() >= self._until:
            self._limit = self._limit or "time"
            return NO_TIME, None
        function = _StandIn(self, check.seconds)
        try:
            test(function)
        except CandidateError as error:
            return str(error), error.line
        except AssertionError:
            return WRONG, None
        except Exception as error:  # noqa: BLE001 - a check that trips over an odd value: two dimensions for one
            return f"{ODD} ({type(error).__name__})", None
        return None

    def _load(self) -> CodeFailure | None:
        """Start a process with the code in it. What went wrong, None where the function is there to be called."""
        seconds = SECONDS + LOAD_SECONDS
        self._process = CodeProcess(
            numpy="numpy" in self._problem.libraries, seconds=seconds, unconfined=self._unconfined
        )
        if self._stopped:
            self._process.kill()
        name, arguments = self._problem.name, _count(self._problem)
        try:
            answer = self._process.ask({"code": self._code, "name": name, "arguments": arguments}, LOAD_SECONDS)
        except SilentError as error:
            self._output = self._output or self._process.text
            self._limit = error.why
            return CodeFailure(YOUR_CODE, _silence(error, LOAD_SECONDS))
        self._output = self._output or _whole(_text(answer.get("printed")))[:SHOWN]
        if "raised" in answer:
            message, _, line = _told(answer)
            self._note_memory(answer)
            return CodeFailure(YOUR_CODE, message, line)
        if answer.get("found") is not True:
            return CodeFailure(FUNCTION, f"there is no function {self._problem.call} to call")
        return None

    def call(self, arguments: tuple[Any, ...], seconds: float, of: float) -> Any:
        """What the function gives back in what is left `of` a check's seconds. Raises CandidateError."""
        answer = self._ask({"call": list(arguments)}, seconds, of)
        if "value" in answer:
            return answer["value"]
        if "raised" in answer:
            self._note_memory(answer)
            raise CandidateError(*_told(answer))
        raise CandidateError(f"gave back {_text(answer.get('odd', 'nothing that can be read'))[:80]}")

    def after(self) -> tuple[Any, ...]:
        """The arguments of the last call as the candidate's function left them. Raises CandidateError."""
        answer = self._ask({"after": True}, LOAD_SECONDS, LOAD_SECONDS)
        held = answer.get("after")
        if not isinstance(held, tuple):
            raise CandidateError("left its arguments as something that can't be read")
        return held

    def _ask(self, frame: dict[str, Any], seconds: float, of: float) -> dict[str, Any]:
        assert self._process is not None
        if self._process.is_over and not self._stopped and self._load() is not None:
            raise CandidateError("did not start a second time")
        try:
            return self._process.ask(frame, min(seconds, self._until - time.monotonic()))
        except SilentError as error:
            self._limit = error.why or self._limit
            self._too_slow += error.why == "time"
            raise CandidateError(_silence(error, of)) from None

    def _note_memory(self, answer: dict[str, Any]) -> None:
        if answer.get("raised") == "MemoryError":
            self._limit = "memory"


class _StandIn:
    """What a check gets as the candidate's function. `seconds` is what all of its calls may take together."""

    def __init__(self, trial: _Trial, seconds: float) -> None:
        self._trial, self._seconds, self._left = trial, seconds, seconds

    def __call__(self, *arguments: Any) -> Any:
        began = time.monotonic()
        try:
            return self._trial.call(arguments, self._left, self._seconds)
        finally:
            self._left -= time.monotonic() - began

    @property
    def arguments_after(self) -> tuple[Any, ...]:
        """The arguments of the last call, as the candidate's function left them."""
        return self._trial.after()


def _told(answer: dict[str, Any]) -> tuple[str, str, int | None]:
    """Message, class and line of an exception that the candidate's code raised."""
    kind, text = _text(answer["raised"])[:80] or "an exception", _text(answer.get("text"))[:400]
    line = answer.get("line")
    message = _whole(f"{kind}: {text}" if text else kind)
    return message, kind, line if type(line) is int and 0 < line < 1_000_000 else None


def _text(value: object) -> str:
    """A text from there; anything else that is sent in its place is none."""
    return value if type(value) is str else ""


def _whole(text: str) -> str:
    """A text without halves of letters, which can't be kept."""
    return text.encode("utf-8", "replace").decode()


def _silence(error: SilentError, seconds: float) -> str:
    match error.why:
        case "time":
            return f"took longer than {seconds:g} s"
        case "output":
            return "printed or gave back more than can be taken in"
    return "ended without an answer"


def _count(problem: Problem) -> int:
    """How many arguments the function is called with at least."""
    function = problem.function
    assert function is not None, "knowledge's own check lets no other call pass"
    return len(function.args.args) - len(function.args.defaults)
