"""What submitted code is held to: the function that is asked for, and the checks it has to pass."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any, ClassVar

_STRICT: dict[str, Any] = {"extra": "forbid"}
CHECK = ".check-"
"""Stands between a question's id and a check's in the id under which a candidate is asked about a failed check."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that right code does. The function `check_<id>` of the problem's program tries it.

    `signal` is what a failure speaks about; `shows` says what the code has to do, and is told after the round; `ask`
    and `again` are the interviewer's words while the round runs: they name an input and never what is wrong. `given`:
    the statement itself tells this example. `seconds` is the time its calls may take together.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    signal: str
    shows: str
    ask: str
    again: str
    given: bool = False
    seconds: float = 2.0

    @property
    def function(self) -> str:
        """The name of the function that tries it."""
        return "check_" + self.id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Problem:
    """How code for a question is tried; `id` is the question's.

    `call` is the function as it is written down, with its parameters: `rooms(operations)`; `returns` says in a few
    words what it gives back. `libraries` may be imported (NumPy or nothing beside the standard library). `program` is
    the text of a Python program with a function for each check; it is ours and is trusted, the candidate's code is not.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    call: str
    returns: str
    checks: tuple[Check, ...]
    program: str
    libraries: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the function that is asked for."""
        return self.call.partition("(")[0]

    @property
    def function(self) -> ast.FunctionDef | None:
        """The call as a function of Python's; None where it is no function with its parameters, as in `f(a, b)`."""
        try:
            found = ast.parse(f"def {self.call}: ...").body[0]
        except SyntaxError:
            return None
        return found if isinstance(found, ast.FunctionDef) else None

    def check(self, check_id: str) -> Check | None:
        """A check by its id, None where there is none (any more)."""
        return next((check for check in self.checks if check.id == check_id), None)
