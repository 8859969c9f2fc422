"""The table of rules, prompts/rules.yaml: where each rule stands, which checks would catch its loss, what keeps rules
that pull at each other apart.

The evals read it to take rules out one at a time and to see whether a check notices.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from agent.errors import PromptError

_FILE = "prompts/rules.yaml"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the file it stands in, from the top, and the ids of the checks that would catch its loss."""

    id: str
    file: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two rules that pull at each other; `words` of the rule `settled_in` say which of them gives way."""

    rules: tuple[str, str]
    settled_in: str
    words: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """All rules by id; `checks` maps a check's id to what holds while it passes."""

    checks: Mapping[str, str]
    rules: Mapping[str, Rule]
    apart: tuple[Apart, ...]

    def complaints(self, texts: Mapping[str, str]) -> list[str]:
        """What of the table does not hold of the files of prompts/, by name from the top; empty where all does."""
        bodies = {rule: (file, body) for file, text in texts.items() for rule, body in rule_texts(text).items()}
        found = [f"{file}: the rule {rule} is not in {_FILE}." for rule, (file, _) in bodies.items()
                 if rule not in self.rules]  # fmt: skip
        for rule in self.rules.values():
            if rule.id not in bodies:
                found.append(f"{_FILE}: the rule {rule.id} stands in no file.")
            elif bodies[rule.id][0] != rule.file:
                found.append(f"{_FILE}: the rule {rule.id} stands in {bodies[rule.id][0]}, not in {rule.file}.")
        used = {check for rule in self.rules.values() for check in rule.checks}
        found += [f"{_FILE}: no rule is protected by the check {check}." for check in self.checks if check not in used]
        for pair in self.apart:
            found += _not_apart(pair, {rule: body for rule, (_, body) in bodies.items()})
        return found


def _not_apart(pair: Apart, bodies: Mapping[str, str]) -> list[str]:
    if any(rule not in bodies for rule in (*pair.rules, pair.settled_in)):
        return []  # said already: a rule of the table that stands nowhere
    names = " and ".join(pair.rules)
    if pair.words not in " ".join(bodies[pair.settled_in].split()):
        return [f'{pair.settled_in}: the words "{pair.words}" are gone, which keep {names} apart.']
    for rule in pair.rules:
        for sentence in _SENTENCE.split(bodies[rule]):
            if all(re.search(rf"\b{name}\b", sentence) for name in pair.rules):
                return [f"{rule}: {names} meet in one sentence; they pull at each other."]
    return []


def rule_texts(text: str) -> dict[str, str]:
    """The rules that stand in a file, by id, each with its words: up to the next rule, an empty line or the end."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        match = re.match(r"\[([A-Z]\d+)\]\s*(.*)", line)
        if match:
            current = found.setdefault(match[1], [])
            current.append(match[2])
        elif not line.strip():
            current = None
        elif current is not None:
            current.append(line)
    return {rule: "\n".join(lines) for rule, lines in found.items()}


def load_rules(root: Traversable | None = None) -> RuleTable:
    """Read rules.yaml of `root` (by default the package prompts/).

    Raises:
        PromptError: it can't be read or breaks its form; names what is wrong.
    """
    folder = resources.files("prompts") if root is None else root
    try:
        data = yaml.safe_load(folder.joinpath("rules.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PromptError(f"{_FILE}: it can't be read ({type(error).__name__}).") from None
    try:
        return _table(data)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise PromptError(f"{_FILE}: it must have checks, rules and apart as its first lines say.") from None


def _table(data: Any) -> RuleTable:
    checks = {str(check): str(says) for check, says in data["checks"].items()}
    rules = {}
    for rule, (file, wanted) in data["rules"].items():
        unknown = [check for check in wanted if check not in checks]
        if unknown or not wanted:
            problem = f"names the unknown check {', '.join(unknown)}" if unknown else "names no check"
            raise PromptError(f"{_FILE}: the rule {rule} {problem}.")
        rules[rule] = Rule(rule, f"prompts/{file}.md", tuple(wanted))
    apart = []
    for pair in data["apart"]:
        first, second = pair["rules"]
        settled_in, words = pair["settled"]
        apart.append(Apart((first, second), settled_in, words))
    return RuleTable(checks, rules, tuple(apart))
