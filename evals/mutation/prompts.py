"""Prompts with one rule taken out, or turned around."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from agent.errors import NotFoundError
from agent.prompting.library import PromptLibrary

How = Literal["removed", "inverted"]
INVERTED = "Do the contrary of this rule:"
"""How an inverted rule begins; the obedient model reads it as what it says."""


def has_rule(system: str, rule: str) -> bool:
    """Whether a rule stands in a prompt, and not turned around."""
    found = re.search(rf"^\[{rule}\] (.*)$", system, re.MULTILINE)
    return found is not None and not found[1].startswith(INVERTED)


def mutated(prompts: PromptLibrary, rule: str, how: How) -> PromptLibrary:
    """Every prompt that holds the rule, without it or with its contrary. Raises NotFoundError where none holds it."""
    found = {}
    for name, prompt in prompts.prompts.items():
        body = _without(prompt.body, rule) if how == "removed" else _turned(prompt.body, rule)
        if body != prompt.body:
            found[name] = replace(prompt, body=body)
    if not found:
        raise NotFoundError(f"No prompt holds the rule {rule}.")
    return PromptLibrary({**prompts.prompts, **found})


def _without(body: str, rule: str) -> str:
    """The rule ends at the next one, at an empty line, or with the text."""
    return re.sub(rf"^\[{rule}\] .*?(?=^\[[A-Z]\d+\]|^\s*$|\Z)", "", body, flags=re.MULTILINE | re.DOTALL)


def _turned(body: str, rule: str) -> str:
    return re.sub(rf"^\[{rule}\] ", f"[{rule}] {INVERTED} ", body, flags=re.MULTILINE)
