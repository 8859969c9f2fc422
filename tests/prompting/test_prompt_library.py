"""All prompts that ship are sound, and the library refuses ones that are not."""

import re
from pathlib import Path

import pytest

from agent.errors import PromptError
from agent.interviewer import schemas
from agent.prompting.library import load_prompts
from evals import judge

PROMPTS = Path(__file__).parents[2] / "prompts"
LIBRARY = load_prompts()
HEAD = "---\nid: {id}\nversion: 1\npurpose: p\nrole: user\ninputs: {{}}\noutput: none\n---\n{body}\n"


def test_the_prompts_that_the_interviewer_needs_are_there():
    assert set(LIBRARY.prompts) >= {
        "interviewer", "interviewer_begin", "interviewer_open", "interviewer_turn", "grader", "assess", "grade",
        "debrief", "committee", "committee_case", "mend",
    }  # fmt: skip


@pytest.mark.parametrize("prompt", LIBRARY.prompts.values(), ids=lambda prompt: prompt.id)
def test_an_output_is_a_known_form(prompt):
    known = (
        hasattr(judge, prompt.output) if prompt.file.startswith("prompts/judge/") else hasattr(schemas, prompt.output)
    )
    assert known or prompt.output in ("spoken", "reply", "none")


def test_every_partial_is_used():
    bodies = "".join(path.read_text("utf-8") for path in PROMPTS.rglob("*.md"))
    for partial in (PROMPTS / "partials").glob("*.md"):
        assert f"{{{{> {partial.stem} }}}}" in bodies, partial


def test_the_changelog_names_the_version_of_every_prompt():
    changes = (PROMPTS / "CHANGELOG.md").read_text("utf-8")
    for prompt in LIBRARY.prompts.values():
        assert re.search(rf"\b{prompt.id} {prompt.version}\b", changes), f"{prompt.id} {prompt.version}"


def test_rules_that_prompts_speak_of_exist():
    rules = {rule for prompt in LIBRARY.prompts.values() for rule in prompt.rules}
    for path in PROMPTS.rglob("*.md"):
        if path.name != "CHANGELOG.md":
            assert set(re.findall(r"\b[RMGDC]\d+\b", path.read_text("utf-8"))) <= rules, path


def write(folder, **files):
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_folder_is_read_with_its_partials_and_subfolders(tmp_path):
    (tmp_path / "partials").mkdir()
    write(tmp_path, a=HEAD.format(id="a", body="{{> p }}"), judge__b=HEAD.format(id="b", body="B"), partials__p="P")
    assert load_prompts(tmp_path).render("a") == "P"
    assert load_prompts(tmp_path).render("b") == "B"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a": HEAD.format(id="b", body="B")}, "its id is b"),
        ({"a": HEAD.format(id="a", body="A"), "judge__a": HEAD.format(id="a", body="B")}, "is taken by prompts/a.md"),
        ({"a": HEAD.format(id="a", body="[R1] x"), "b": HEAD.format(id="b", body="[R1] y")}, "stands in prompts/a.md"),
    ],
)
def test_ids_and_rules_stand_once(tmp_path, files, says):
    (tmp_path / "partials").mkdir()
    with pytest.raises(PromptError, match=re.escape(says)):
        load_prompts(write(tmp_path, **files))


def test_a_prompt_that_can_not_be_read_is_named(tmp_path):
    (tmp_path / "partials").mkdir()
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    with pytest.raises(PromptError, match=r"prompts/a\.md: it can't be read"):
        load_prompts(tmp_path)


def test_an_unknown_prompt_is_an_error_that_lists_the_known_ones():
    with pytest.raises(PromptError, match="assess"):
        LIBRARY.get("asses")
