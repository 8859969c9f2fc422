"""What an interview screen is opened with: something new to sit, or a session to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from agent.domain.request import StartRequest


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a session; without an id, the newest that is active. `title` names it until it is open."""

    session: str | None = None
    title: str = ""


Opening: TypeAlias = StartRequest | Resume
