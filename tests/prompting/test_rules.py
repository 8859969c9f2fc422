"""Every rule is in the table with the checks that would catch its loss, and `lint` says what does not hold."""

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from agent.errors import PromptError
from agent.llm.tokens import estimate
from agent.prompting.library import load_prompts
from agent.prompting.lint import lint
from agent.prompting.rules import load_rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("prompts")) as ours:
        shutil.copytree(ours, tmp_path / "prompts", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "prompts"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_ships_is_sound() -> None:
    assert lint(estimate) == []


def test_every_rule_of_every_prompt_names_a_check() -> None:
    table = load_rules()
    stands = {rule for prompt in load_prompts().prompts.values() for rule in prompt.rules}
    assert stands == set(table.rules)
    assert all(set(rule.checks) <= set(table.checks) for rule in table.rules.values())


RULES = "partials/house_rules.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("rules.yaml", "  R4: [partials/house_rules, [no_praise]]\n", "", r"house_rules\.md: the rule R4 is not in"),
        (RULES, "[R4] ", "[R44] ", "the rule R4 stands in no file"),
        ("rules.yaml", "R4: [partials/house_rules", "R4: [partials/moves", r"stands in .*house_rules\.md, not in .*moves"),
        ("rules.yaml", "[ledger_used]]\n  R10", "[talk_share]]\n  R10", None),
        ("rules.yaml", "  talk_share:", "  walk_share: x\n  talk_share:", "no rule is protected by the check walk_share"),
        (RULES, ", never about the solution.", ".", 'R5: the words "never about the solution" are gone'),
        (RULES, "[R4] Never praise", "[R4] R4 outranks R9. Never praise", "R4 and R9 meet in one sentence"),
        ("grade.md", "Rate every signal", "Rate all of it. " * 300 + "Rate every signal", r"grade\.md: its own words take"),
    ],
)  # fmt: skip
def test_what_is_lost_is_said(folder: Path, file: str, old: str, new: str, says: str | None) -> None:
    edit(folder / file, old, new)
    found = lint(estimate, folder)
    assert found == [] if says is None else any(re.search(says, line) for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[no_praise]]", "[no_prise]]", "R4 names the unknown check no_prise"),
        ("[no_praise]]", "[]]", "R4 names no check"),
        ("rules:  #", "rulez:  #", "it must have checks, rules and apart"),
        ("rules:  #", "{", "it can't be read"),
    ],
)
def test_a_table_that_breaks_its_form_is_an_error(folder: Path, old: str, new: str, says: str) -> None:
    edit(folder / "rules.yaml", old, new)
    with pytest.raises(PromptError, match=says):
        load_rules(folder)


def test_a_budget_of_its_own_is_kept(folder: Path) -> None:
    edit(folder / "mend.md", "role: user", "role: user\nbudget: 10")
    assert any("10 are budgeted" in line for line in lint(estimate, folder))
