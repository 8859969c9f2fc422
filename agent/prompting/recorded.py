"""Exchanges recorded by hand beside today's prompts: which are stale, and whether one was altered to look current.

A recording is a request as it was sent and the completion that a reader wrote for it by hand. It names the prompts it
was made from by their digests then. Where a prompt has changed since, today's request is another one and the recording
is stale; it is recorded again, never given new digests: what claims to be current must hold today's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agent.errors import PromptError
from agent.prompting.library import PromptLibrary
from agent.prompting.template import SLOT, Prompt


def could_make(prompt: Prompt, text: str) -> bool:
    """Whether a text could have been rendered from a prompt: all its own words stand in it, in their order."""
    at = 0
    for words in SLOT.sub("\x1f", prompt.body).split("\x1f"):
        found = text.find(words.strip(), at)
        if found < 0:
            return False
        at = found + len(words.strip())
    return True


def compared(file: Path, prompts: PromptLibrary) -> tuple[list[str], list[str]]:
    """What is stale, and what was altered: a line each, with the file's line.

    Raises PromptError where the file can't be read or a line is no recording.
    """
    stale, altered = [], []
    for number, row in _rows(file):
        where = f"{file.name}:{number}: {row['round']}, request {row['number']}"
        request = json.dumps(row["request"], sort_keys=True, ensure_ascii=False)
        if hashlib.sha256(request.encode()).hexdigest() != row["sha256"]:
            altered.append(f"{where}: the request is not the one that was recorded; record it anew.")
            continue
        changed = [name for name, was in row["prompts"].items() if _digest(prompts, name) != was]
        lost = [name for name in row["prompts"] if name not in changed and not _holds(row, prompts.get(name))]
        if lost:
            altered.append(
                f"{where}: it claims today's {', '.join(lost)}, whose words it does not hold; record it anew."
            )
        elif changed:
            stale.append(f"{where} was recorded with another {', '.join(changed)}; record it anew.")
    return stale, altered


def _holds(row: Mapping[str, Any], prompt: Prompt) -> bool:
    return any(could_make(prompt, message["content"]) for message in row["request"]["messages"])


def _digest(prompts: PromptLibrary, name: str) -> str | None:
    found = prompts.prompts.get(name)
    return found.digest if found else None


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{file}: it can't be read ({type(error).__name__}).") from None
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            named = {"round", "number", "sha256", "prompts", "request", "completion"} <= set(row)
        except (ValueError, TypeError):
            named = False
        if not named:
            raise PromptError(
                f"{file}:{number}: it is no recording; tests/data/recordings/README.md says what one has."
            )
        yield number, row
