"""The protocol of a candidate: hears where the round is, and says something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from agent.domain.terms import MessageKind, RoundKind
from agent.domain.transcript import Turn


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where a candidate is when he is to speak: the round's turns so far (the interviewer's is last) and budgets."""

    kind: RoundKind
    round_id: str
    turns: tuple[Turn, ...]
    seconds_left: float
    answers_left: int
    closing: bool

    @property
    def asked(self) -> str:
        """What the interviewer said last."""
        return self.turns[-1].text if self.turns else ""


@dataclass(frozen=True, slots=True)
class Line:
    """What a candidate says. `kind` is what he means by it, `injects` whether it holds instructions to the grader."""

    text: str
    kind: MessageKind = MessageKind.ANSWER
    injects: bool = False
    seconds: float | None = None


class Candidate(Protocol):
    """Somebody who sits one round; a loop takes a fresh one for each."""

    name: str

    async def say(self, hearing: Hearing) -> Line:
        """The next message."""
        ...
