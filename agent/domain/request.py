"""What a candidate asks to sit."""

from __future__ import annotations

from dataclasses import dataclass

from agent.domain.terms import Context, Level


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What to hold: a loop by name, or one round by kind (exactly one of the two).

    `context` None means the loop's own, or big tech for a single round; `minutes` asks for a short form; `interviewer`
    names the character who asks, None for the one who holds such rounds; `ai_assisted` allows an assistant in the
    rounds that can be held with one.
    """

    loop: str | None = None
    round: str | None = None
    level: Level = Level.L4
    context: Context | None = None
    background: str | None = None
    question: str | None = None
    minutes: float | None = None
    seed: int = 0
    interviewer: str | None = None
    ai_assisted: bool = False
