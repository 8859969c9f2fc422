from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from knowledge_folder import Folder

from agent.catalog.check import check_tree, main

QUESTION = "questions/ml_depth/sales-labels.md"


def errors(folder: Folder) -> list[str]:
    _, report = check_tree(folder.root)
    return [finding.says for finding in sorted(report.errors)]


def test_what_the_interviewer_knows_is_in_order() -> None:
    _, report = check_tree(files("knowledge"))
    assert [finding.says for finding in report.errors] == []
    assert report.counts["questions"] >= 24
    assert report.counts["probes"] >= 80
    assert report.counts["failure modes"] >= 40


def test_the_small_tree_is_in_order(folder: Folder) -> None:
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("rubrics/ml_depth.md", "weight: 0.25", "weight: 0.26", "weights sum to 1.01"),
        ("rubrics/ml_depth.md", "      4: As 3", "      5: As 3", "has [1, 2, 3, 5], not 1 to 4"),
        ("rubrics/ml_depth.md", "senior: 2.8", "senior: 2.2", "have to rise with the level"),
        (QUESTION, "signal: data_reasoning", "signal: data_resoning", "'data_resoning': not among"),
        (QUESTION, "rung: 1", "rung: 4", "input should be 1, 2 or 3"),
        (QUESTION, "sources: [", "sources: [no-such, ", "no source 'no-such'"),
        (QUESTION, "\ntwist: ", "\ntwist: Why? ", "twist: 2 question marks, exactly one is wanted"),
        ("rounds/ml_depth.md", "openings:\n  - Hello", "openings:\n  - How are you? Hello", "1 question marks, none"),
    ],
)
def test_a_mistake_is_named_with_its_line(folder: Folder, file: str, old: str, new: str, says: str) -> None:
    line = folder.replace(file, old, new)
    found = errors(folder)
    assert any(says in error and error.startswith(f"knowledge/{file}:") for error in found), found
    lines = [int(error.split(":")[1]) for error in found if says in error]
    assert any(abs(number - line) <= 12 for number in lines), (line, found)


def first_domain_twice(folder: Folder) -> str:
    names = sorted((folder.root / "questions/ml_depth").glob("*.md"))
    first, second = (next(x for x in p.read_text().splitlines() if x.startswith("domain:")) for p in names[:2])
    folder.replace(f"questions/ml_depth/{names[1].name}", second, first)
    return "is that of"


def no_probe_for_a_signal(folder: Folder) -> str:
    for path in [*(folder.root / "questions/ml_depth").glob("*.md"), folder.root / "probes/ml_depth.md"]:
        text = path.read_text()
        before, _, after = text.partition("\nprobes:")
        path.write_text(before + "\nprobes:" + after.replace("signal: measurement", "signal: data_reasoning"))
    return "no probe can raise measurement"


def unknown_round(folder: Folder) -> str:
    (folder.root / "questions/poetry").mkdir()
    return "is not a round kind"


def rubric_missing(folder: Folder) -> str:
    (folder.root / "rubrics/ml_depth.md").unlink()
    return "there is no rubric for ml_depth"


@pytest.mark.parametrize(
    "bend", [first_domain_twice, no_probe_for_a_signal, unknown_round, rubric_missing], ids=lambda f: f.__name__
)
def test_what_only_the_whole_tree_shows(folder: Folder, bend: Callable[[Folder], str]) -> None:
    says = bend(folder)
    assert any(says in error for error in errors(folder)), errors(folder)


def test_a_phrasing_with_words_of_the_question_is_a_warning(folder: Folder) -> None:
    text = (folder.root / QUESTION).read_text()
    ask = next(line for line in text.splitlines() if line.strip().startswith("ask: ") and line.endswith("?"))
    when = text[: text.index(ask)].rindex("when:\n")
    bent = text[:when] + "when:\n      - " + ask.strip().removeprefix("ask: ").strip('"') + "\n" + text[when + 6 :]
    (folder.root / QUESTION).write_text(bent)
    _, report = check_tree(folder.root)
    assert any("with ask" in finding.what and QUESTION in finding.file for finding in report.warnings)


def test_the_command_says_by_its_status_whether_all_is_well(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder.root)]) == 0
    assert "probes per signal" in capsys.readouterr().out
    (folder.root / "rounds/ml_depth.md").write_text("nothing")
    assert main([str(folder.root), "--quiet"]) == 1
    assert capsys.readouterr().out.startswith("error: knowledge/rounds/ml_depth.md:1: a file begins with '---'")


def test_an_empty_folder_is_reported_not_raised(tmp_path: Path) -> None:
    _, report = check_tree(tmp_path)
    assert [finding.line for finding in report.errors] == [1]
