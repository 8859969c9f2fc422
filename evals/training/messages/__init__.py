"""Hand-written messages that the message classifier is trained on.

A file holds groups: `asked`, what the interviewer asked last (null where the messages fit any question), and `said`,
messages by kind. Written apart from the test set; nothing is copied from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from agent.domain.terms import MessageKind


@dataclass(frozen=True, slots=True)
class Said:
    """A message, its kind, and the question it was said after; `anywhere` where it fits any question."""

    asked: str
    text: str
    kind: MessageKind
    anywhere: bool = False


def read_messages() -> list[Said]:
    """All messages; those that fit anywhere are dealt out over the questions in turn."""
    groups = list(_groups())
    questions = sorted(group["asked"] for group in groups if group["asked"])
    found: list[Said] = []
    for group in groups:
        for kind, texts in group["said"].items():
            for text in texts:
                asked = group["asked"] or questions[len(found) % len(questions)]
                found.append(Said(asked, text, MessageKind(kind), anywhere=not group["asked"]))
    return found


def _groups() -> Iterator[dict[str, Any]]:
    folder = sorted((file for file in files(__name__).iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    for file in folder:
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))
