"""What can be wrong with prompts/ as a whole: the files, the table of rules, and how long the prompts are."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources.abc import Traversable

from agent.prompting.library import load_prompts, prompt_texts
from agent.prompting.rules import load_rules


def lint(count: Callable[[str], int], root: Traversable | None = None) -> list[str]:
    """What does not hold, one line each with the file it is about; empty where nothing is wrong.

    `count` says how many tokens a text has. Raises PromptError where a file breaks its format, since nothing can be
    said of the others then.
    """
    library = load_prompts(root)
    found = load_rules(root).complaints(prompt_texts(root))
    for _, prompt in sorted(library.prompts.items()):
        size = count(prompt.words)
        if size > prompt.budget:
            found.append(
                f"{prompt.file}: its own words take {size} tokens, {prompt.budget} are budgeted; shorten it, or raise "
                "`budget` in its front matter and say why in CHANGELOG.md."
            )
    return found
