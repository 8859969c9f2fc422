"""For whoever maintains knowledge/ and prompts/: what is there, and what is wrong with it. A face for the interface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from agent.catalog.check import check_tree
from agent.catalog.loader import Catalog
from agent.errors import NotFoundError, UsageError
from agent.llm.tokens import estimate
from agent.prompting.library import load_prompts
from agent.prompting.lint import lint
from agent.prompting.recorded import compared
from agent.prompting.rules import load_rules
from agent.prompting.template import Prompt
from agent.settings import Settings
from agent.storage.folders import session_folder
from agent.storage.journal import Journal

__all__ = [
    "KnowledgeReport",
    "Prompt",
    "SentRequest",
    "check_knowledge",
    "check_prompts",
    "check_recordings",
    "prompts",
    "rule_checks",
    "sent_requests",
]

_CANDIDATE = re.compile(r"⟦candidate (\d+) [0-9a-f]{16}⟧")


@dataclass(frozen=True, slots=True)
class KnowledgeReport:
    """What a check of knowledge/ found; errors and warnings are lines with file and line."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    coverage: tuple[tuple[str, ...], ...]
    signals: tuple[tuple[str, ...], ...]


async def check_knowledge(folder: Path | None = None, *, errors_only: bool = False) -> KnowledgeReport:
    """Check knowledge/, or another folder of its layout.

    Near-duplicates, which take some seconds to find, are looked for where there are no errors and `errors_only` is
    False. Raises UsageError where there is no such folder.
    """
    root = _knowledge_in(folder)
    tree, report = check_tree(root)
    if not report.errors and not errors_only:
        from agent.retrieval.duplicates import warn_of_duplicates
        from agent.retrieval.embedder import MiniLM

        await warn_of_duplicates(tree, Catalog(root), MiniLM(), report)
    return KnowledgeReport(
        tuple(finding.says for finding in sorted(report.errors)),
        tuple(finding.says for finding in sorted(report.warnings)),
        tuple(report.counts.items()),
        tuple(report.coverage),
        tuple(report.signals),
    )


def _knowledge_in(folder: Path | None) -> Traversable:
    if folder is None:
        return files("knowledge")
    root = folder.resolve()
    if not root.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    return root


def prompts() -> list[Prompt]:
    """All prompts, by id, checked. Raises PromptError; names the file."""
    return [prompt for _, prompt in sorted(load_prompts().prompts.items())]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it was sent: the round it was for, what for, and its messages as (role, text, tokens)."""

    round_id: str
    purpose: str
    messages: tuple[tuple[str, str, int], ...]


async def sent_requests(settings: Settings, session: str, prompt_id: str, turn: int | None) -> list[SentRequest]:
    """The requests of a session that were made with a prompt, in order; `turn` keeps those about that turn alone.

    Raises NotFoundError: there is no such session, or no such request.
    """
    journal = await Journal.open(session_folder(settings.paths.sessions, session))
    try:
        sent = await journal.sent()
    finally:
        await journal.close()
    found = [
        SentRequest(round_id, purpose, tuple((role, text, estimate(text)) for role, text in messages))
        for round_id, purpose, messages in sent
        if _made_with(prompt_id, purpose) and (turn is None or _turn_of(messages) == turn)
    ]
    if not found:
        about = "" if turn is None else f" about turn {turn}"
        raise NotFoundError(f"Session {session} holds no request{about} that was made with {prompt_id}.")
    return found


def _made_with(prompt_id: str, purpose: str) -> bool:
    """Whether requests of a purpose are made with a prompt."""
    if prompt_id == "mend":
        return purpose.endswith("_mend")
    if prompt_id == "interviewer":
        return purpose in ("open", "reply")
    if prompt_id.startswith("interviewer"):
        return purpose == ("open" if prompt_id == "interviewer_open" else "reply")
    if prompt_id == "grader":
        return purpose.removesuffix("_mend") in ("assess", "grade", "debrief")
    return purpose.removesuffix("_mend") == prompt_id.removesuffix("_case")


def _turn_of(messages: Sequence[tuple[str, str]]) -> int:
    """The candidate's turn that a request is about: the last one fenced in it; 0 for a greeting."""
    turns = [int(number) for _, text in messages for number in _CANDIDATE.findall(text)]
    return turns[-1] if turns else 0


def check_prompts() -> list[str]:
    """What is wrong with prompts/, one line each; empty where nothing is. Raises PromptError; names the file."""
    return lint(estimate)


def check_recordings(file: Path) -> tuple[list[str], list[str]]:
    """Which exchanges recorded by hand are stale beside today's prompts, and which were altered; a line each.

    Raises PromptError where the file can't be read.
    """
    return compared(file, load_prompts())


def rule_checks() -> dict[str, tuple[str, ...]]:
    """The checks that would catch the loss of each rule, by the rule's id. Raises PromptError."""
    return {rule.id: rule.checks for rule in load_rules().rules.values()}
