"""Who asks and who is asked, beyond the round: an interviewer's character and a candidate's background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from agent.domain.knowledge import SourcedClaim, with_minutes
from agent.domain.terms import RoundKind

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Character:
    """How somebody interviews: what he presses on and how he talks. Rubric and bars are the round's, whoever asks.

    `rounds` are the kinds he holds where nobody else is named; there the round's own openings stand, elsewhere his.
    `presses_on` are signals of any rubric, whose follow-ups he prefers among those that fit. Said are: `lead_ins`
    before some follow-ups, `staying` before some that stay on the subject of the one before, `pressing` before an open
    question is put again after a dodge, `interruptions` (with `{said}` for words of the candidate) before a follow-up
    to an answer of at least `interrupts_after` words. `manner` tells a model how he talks.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    about: str
    who: str
    rounds: tuple[RoundKind, ...]
    presses_on: tuple[str, ...]
    openings: tuple[str, ...]
    lead_ins: tuple[str, ...]
    pressing: tuple[str, ...]
    manner: str
    interruptions: tuple[str, ...] = ()
    interrupts_after: int | None = None
    staying: tuple[str, ...] = ()

    def spoken_openings(self, minutes: float) -> tuple[str, ...]:
        """The openings for a round of this length: `{minutes}` in them is filled in."""
        return tuple(with_minutes(opening, minutes) for opening in self.openings)


@dataclass(frozen=True, slots=True)
class Reframe:
    """What candidates of a background say, and how a debrief reads it.

    `heard` are ways in which it is said; `says` is the debrief's sentence, with `{quote}` and `{turn}` of where it was.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    speaks: Literal["for", "against"]
    rounds: tuple[RoundKind, ...]
    heard: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class BackgroundProfile:
    """Where candidates of a background tend to fail, as sources claim, and what follows for a round.

    `signals` are raised sooner: their follow-ups go first among those that fit.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: str
    about: str
    signals: tuple[str, ...]
    claims: tuple[SourcedClaim, ...]
    reframes: tuple[Reframe, ...]
    briefing: str
