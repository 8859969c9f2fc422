"""The user's own documents: a resume, a job description, notes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OWN = "own:"
"""How the ids of passages begin, wherever follow-ups are named."""


class SourceKind(StrEnum):
    """What a document is, which decides in which rounds it is drawn on and how the interviewer speaks of it."""

    RESUME = "resume"
    JOB = "job"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document the user added. `added` is RFC 3339; `passages` are its lines or paragraphs, verbatim but for spaces.

    `english` is whether it reads as English, which is what offline retrieval is made for.
    """

    id: str
    title: str
    kind: SourceKind
    added: str
    passages: tuple[str, ...]
    english: bool
