"""One prompt file: front matter, then a body with `{{ name }}` variables and `{{> partial }}` partials.

Rendering is strict, because a prompt that silently lost a part still reads like a prompt: an unknown key, a variable
nobody declared, a declared one nobody uses, and a wrong set of values are errors that name the file.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from agent.errors import PromptError

_HEAD = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
SLOT = re.compile(r"\{\{(>?)\s*([a-z][a-z0-9_]*)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_RULE = re.compile(r"^\[([A-Z]\d+)\]", re.MULTILINE)
_KEYS = {"id": str, "version": int, "purpose": str, "role": str, "inputs": dict, "output": str}
_OPTIONAL = {"budget": int}
_BUDGETS = {"system": 2000, "user": 800}
"""Tokens that a prompt's own words may take where its front matter names no `budget`. A system prompt is paid once a
question and then comes from the endpoint's cache; a user message is paid every turn."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with its partials in place.

    `inputs` maps each variable to what it holds; `output` names the form of the answer; `rules` are the ids of the
    rules that stand in the body; `budget` is how many tokens its own words may take, without what is filled in.
    """

    id: str
    version: int
    purpose: str
    role: str
    inputs: Mapping[str, str]
    output: str
    body: str
    file: str
    budget: int = 0

    @property
    def words(self) -> str:
        """The prompt's own words, without its variables."""
        return SLOT.sub("", self.body)

    @property
    def digest(self) -> str:
        """Twelve hex digits over all of it that reaches a model, its partials included."""
        return hashlib.sha256(self.body.encode()).hexdigest()[:12]

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules in the body, in order."""
        return rule_ids(self.body)

    def render(self, **values: str) -> str:
        """The prompt with its variables filled in; braces inside values stay as they are.

        Raises:
            PromptError: a variable is missing or unknown, or a value is not text.
        """
        missing, unknown = sorted(set(self.inputs) - set(values)), sorted(set(values) - set(self.inputs))
        if missing or unknown:
            problem = f"lacks {', '.join(missing)}" if missing else f"does not know {', '.join(unknown)}"
            raise PromptError(f"{self.file}: rendering it {problem}.")
        wrong = sorted(name for name, value in values.items() if not isinstance(value, str))
        if wrong:
            raise PromptError(f"{self.file}: {', '.join(wrong)} must be text.")
        return SLOT.sub(lambda match: values[match[2]], self.body)


def rule_ids(text: str) -> tuple[str, ...]:
    """The ids of the rules that stand in a text, in order; a rule begins its line with its id in brackets."""
    return tuple(_RULE.findall(text))


def parse_prompt(text: str, file: str, partials: Mapping[str, str]) -> Prompt:
    """Read a prompt file. `partials` are the texts that `{{> name }}` may put in.

    Raises:
        PromptError: the file breaks the format; names the file.
    """
    match = _HEAD.match(text.replace("\r\n", "\n"))
    if match is None:
        raise PromptError(f"{file}: it must begin with front matter between two lines of ---.")
    head = _front_matter(match[1], file)
    prompt = Prompt(body=_expand(match[2].strip(), file, partials, ()), file=file, **head)
    _check(prompt)
    return prompt


def _front_matter(text: str, file: str) -> dict[str, Any]:
    try:
        head = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PromptError(f"{file}: its front matter is not YAML ({type(error).__name__}).") from None
    if not isinstance(head, dict):
        raise PromptError(f"{file}: its front matter must be a mapping.")
    known = _KEYS | _OPTIONAL
    missing, unknown = sorted(set(_KEYS) - set(head)), sorted(str(key) for key in set(head) - set(known))
    if missing or unknown:
        problem = f"lacks {', '.join(missing)}" if missing else f"has the unknown key {', '.join(unknown)}"
        raise PromptError(f"{file}: its front matter {problem}.")
    for key, kind in known.items():
        if key in head and not isinstance(head[key], kind):
            raise PromptError(f"{file}: {key} must be a {kind.__name__}.")
    if not all(isinstance(name, str) and isinstance(says, str) for name, says in head["inputs"].items()):
        raise PromptError(f"{file}: inputs maps the name of each variable to a line on what it holds.")
    if head["role"] not in _BUDGETS:
        raise PromptError(f"{file}: role must be one of {', '.join(_BUDGETS)}.")
    return {"budget": _BUDGETS[head["role"]], **head}


def _expand(body: str, file: str, partials: Mapping[str, str], within: tuple[str, ...]) -> str:
    """The body with its partials in place; a partial may hold others, but not itself."""

    def put_in(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0]
        name = match[2]
        if name in within:
            raise PromptError(f"{file}: the partial {name} contains itself.")
        if name not in partials:
            raise PromptError(f"{file}: there is no partial {name}.")
        return _expand(partials[name].strip(), file, partials, (*within, name))

    return SLOT.sub(put_in, body)


def _check(prompt: Prompt) -> None:
    """Variables as declared, no stray braces, each rule once."""
    used = {match[2] for match in SLOT.finditer(prompt.body)}
    undefined, unused = sorted(used - set(prompt.inputs)), sorted(set(prompt.inputs) - used)
    if undefined:
        raise PromptError(f"{prompt.file}: the variable {', '.join(undefined)} is not declared in inputs.")
    if unused:
        raise PromptError(f"{prompt.file}: the input {', '.join(unused)} is never used.")
    if _BRACES.search(prompt.words):
        raise PromptError(f"{prompt.file}: double braces that are neither a variable nor a partial.")
    twice = sorted(rule for rule, count in Counter(prompt.rules).items() if count > 1)
    if twice:
        raise PromptError(f"{prompt.file}: the rule {', '.join(twice)} stands there twice.")
