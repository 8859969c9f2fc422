"""For whoever maintains knowledge/ and prompts/: what is there, and what is wrong with it. A face for the interface."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from agent.catalog.check import check_tree
from agent.errors import UsageError
from agent.llm.tokens import estimate
from agent.prompting.library import load_prompts
from agent.prompting.lint import lint
from agent.prompting.rules import load_rules
from agent.prompting.template import Prompt

__all__ = ["KnowledgeReport", "Prompt", "check_knowledge", "check_prompts", "prompts", "rule_checks"]


@dataclass(frozen=True, slots=True)
class KnowledgeReport:
    """What a check of knowledge/ found; errors and warnings are lines with file and line."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    coverage: tuple[tuple[str, ...], ...]


def check_knowledge(folder: Path | None = None) -> KnowledgeReport:
    """Check knowledge/, or another folder of its layout. Raises UsageError where there is no such folder."""
    root: Traversable = files("knowledge")
    if folder is not None:
        root = folder.resolve()
        if not root.is_dir():
            raise UsageError(f"{folder} is not a folder.")
    _, report = check_tree(root)
    return KnowledgeReport(
        tuple(finding.says for finding in sorted(report.errors)),
        tuple(finding.says for finding in sorted(report.warnings)),
        tuple(report.counts.items()),
        tuple(report.coverage),
    )


def prompts() -> list[Prompt]:
    """All prompts, by id, checked. Raises PromptError; names the file."""
    return [prompt for _, prompt in sorted(load_prompts().prompts.items())]


def check_prompts() -> list[str]:
    """What is wrong with prompts/, one line each; empty where nothing is. Raises PromptError; names the file."""
    return lint(estimate)


def rule_checks() -> dict[str, tuple[str, ...]]:
    """The checks that would catch the loss of each rule, by the rule's id. Raises PromptError."""
    return {rule.id: rule.checks for rule in load_rules().rules.values()}
