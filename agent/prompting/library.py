"""All prompts of prompts/, loaded and checked together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from agent.errors import PromptError
from agent.prompting.template import Prompt, parse_prompt, rule_ids

_NO_PROMPTS = ("README.md", "CHANGELOG.md")


@dataclass(frozen=True, slots=True)
class PromptLibrary:
    """The prompts by id."""

    prompts: Mapping[str, Prompt]

    def get(self, prompt_id: str) -> Prompt:
        """The prompt of that id. Raises PromptError where there is none."""
        prompt = self.prompts.get(prompt_id)
        if prompt is None:
            raise PromptError(f"There is no prompt {prompt_id}; there are {', '.join(sorted(self.prompts))}.")
        return prompt

    def render(self, prompt_id: str, **values: str) -> str:
        """The prompt of that id with its variables filled in. Raises PromptError."""
        return self.get(prompt_id).render(**values)


def load_prompts(root: Traversable | None = None) -> PromptLibrary:
    """Read every prompt of `root` (by default the package prompts/) and of the folders in it.

    Raises:
        PromptError: a file breaks the format, is not named like its id, or an id or a rule stands in two files.
    """
    texts = prompt_texts(root)
    partials = {_stem(file): text for file, text in texts.items() if "/partials/" in file}
    prompts: dict[str, Prompt] = {}
    for file, text in texts.items():
        if "/partials/" in file:
            continue
        prompt = parse_prompt(text, file, partials)
        if prompt.id != _stem(file):
            raise PromptError(f"{file}: its id is {prompt.id}; a prompt is named like its file.")
        if prompt.id in prompts:
            raise PromptError(f"{file}: the id {prompt.id} is taken by {prompts[prompt.id].file}.")
        prompts[prompt.id] = prompt
    _check_rules(texts)
    return PromptLibrary(prompts)


def prompt_texts(root: Traversable | None = None) -> dict[str, str]:
    """The files of prompts and partials by their name from the top, sorted. Raises PromptError."""
    return _texts(resources.files("prompts") if root is None else root, "prompts/")


def _texts(folder: Traversable, prefix: str) -> dict[str, str]:
    """The Markdown files under a folder by their name from the top, sorted."""
    found: dict[str, str] = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and not entry.name.startswith(("_", ".")):
            found |= _texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".md") and entry.name not in _NO_PROMPTS:
            try:
                found[prefix + entry.name] = entry.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise PromptError(f"{prefix}{entry.name}: it can't be read ({type(error).__name__}).") from None
    return found


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".md")


def _check_rules(texts: Mapping[str, str]) -> None:
    """Each rule stands once over all files; partials make it stand in several prompts."""
    homes: dict[str, str] = {}
    for file, text in texts.items():
        for rule in rule_ids(text):
            if rule in homes:
                raise PromptError(f"{file}: the rule {rule} stands in {homes[rule]} already.")
            homes[rule] = file
