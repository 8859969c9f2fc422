"""What `loop` and `round` share: the app where there is a terminal, the answers file where one is given."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agent.domain.request import StartRequest
from agent.domain.terms import Context, Level
from agent.errors import UsageError
from tui.commands.options import command_line, settings_from
from tui.commands.terminal import on_terminal, open_app

NEEDS_ANSWERS = (
    "Without a terminal the candidate's answers have to be given: --answers FILE, or - for standard input. "
    "Nothing was started."
)
JSON_NEEDS_ANSWERS = "--json needs --answers FILE (- for standard input): the app prints no document."


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is asked for: `held` names the loop or the round, `chosen` are the command's options."""

    held: Mapping[str, str]
    chosen: Mapping[str, Any]

    def request(self) -> StartRequest:
        """What the session is started with. Raises UsageError."""
        minutes = self.chosen["minutes"]
        if minutes is not None and not (math.isfinite(minutes) and minutes > 0):
            raise UsageError("--minutes must be more than 0.")
        return StartRequest(
            loop=self.held.get("loop"),
            round=self.held.get("round"),
            level=Level(self.chosen["level"]),
            context=Context(self.chosen["context"]) if self.chosen["context"] else None,
            background=self.chosen["background"],
            question=self.chosen.get("question"),
            minutes=minutes,
            seed=self.chosen["seed"],
            interviewer=self.chosen["interviewer"],
            ai_assisted=self.chosen["ai_assisted"],
        )


def sit(sitting: Sitting, check: Callable[[], None]) -> int:
    """Hold it. `check` raises where a name does not exist; the app looks for itself, beside its first picture."""
    chosen = sitting.chosen
    request = sitting.request()
    if chosen["answers"] is None:
        if chosen["as_json"]:
            raise UsageError(JSON_NEEDS_ANSWERS)
        if not on_terminal():
            raise UsageError(NEEDS_ANSWERS)
        return open_app(command_line(chosen), request)
    settings = settings_from(chosen)
    check()
    from tui.commands.answers import read_answers
    from tui.commands.headless import start

    return start(request, settings, read_answers(chosen["answers"]), as_json=chosen["as_json"])
