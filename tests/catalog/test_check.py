from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from knowledge_folder import Folder

from agent.catalog.asking_rules import common_terms
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
        ("rounds/ml_depth.md", "farewells:\n  - ", "farewells:\n  - Time's up. ", "says why it ends"),
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


def bend_probe(folder: Folder, number: int, **fields: str) -> dict[str, int]:
    """Give probe `number` (from 0) of a question other fields; the lines on which they stand."""
    path = folder.root / QUESTION
    lines = path.read_text(encoding="utf-8").splitlines()
    places = {}
    for field, text in fields.items():
        found = [i for i, line in enumerate(lines) if i > lines.index("probes:") and line.startswith(f"    {field}: ")]
        lines[found[number]] = f"    {field}: {text}"
        places[field] = found[number] + 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return places


def test_what_an_ear_should_hear_is_a_warning_with_its_line(folder: Folder) -> None:
    bent = [
        ("ask", "Which rows do you throw away first, and who has to agree?", "asks two things, the second is 'and who"),
        ("ask", "Which row would you drop? Then tell me who agrees.", "asks two things, the second is 'Then"),
        ("again", "What goes first, and at what price?", "asks two things, the second is 'and at what price?'"),
        ("ask", "The column moved because sales gets paid by it. What now?", "explains before it asks ('because')"),
        ("ask", "Wouldn't a pinned column be safer?", 'holds its own answer ("Wouldn'),
        ("ask", "I would pin the model of March and warn the reps. What do you do?", "states what a good answer has"),
    ]
    wanted = []
    for number, (field, text, says) in enumerate(bent):
        places = bend_probe(folder, number, good="Pins the model of March and warns the reps.", **{field: text})
        wanted.append((places[field], f"{field}: {says}"))
    _, report = check_tree(folder.root)
    here = [(finding.line, finding.what) for finding in report.warnings if finding.file == f"knowledge/{QUESTION}"]
    missing = [(line, says) for line, says in wanted if not any(line == at and says in what for at, what in here)]
    assert (missing, report.errors) == ([], []), here


def test_a_word_that_everybody_asks_with_is_nobodys_key_term() -> None:
    asks = ["Which rank was it?", "Which rank next?", "One rank of what?", "Every rank again?", "Whose kappa?"]
    assert common_terms(asks) == {"rank"}


def test_a_signal_that_only_probes_of_the_round_raise_is_a_warning(folder: Folder) -> None:
    path = folder.root / QUESTION
    before, _, after = path.read_text(encoding="utf-8").partition("\nprobes:")
    path.write_text(before + "\nprobes:" + after.replace("signal: measurement", "signal: data_reasoning"), "utf-8")
    _, report = check_tree(folder.root)
    assert [w.file for w in report.warnings if "none of its own probes raises measurement" in w.what] == [
        f"knowledge/{QUESTION}"
    ]


def test_the_command_says_by_its_status_whether_all_is_well(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder.root)]) == 0
    counted = capsys.readouterr().out
    assert re.search(r"^round +questions .*new_grad +L4 .*ai_lab$", counted, re.MULTILINE)
    assert re.search(r"^ml_depth +measurement +\d+ +[1-9]", counted, re.MULTILINE)
    (folder.root / "rounds/ml_depth.md").write_text("nothing")
    assert main([str(folder.root), "--quiet"]) == 1
    assert capsys.readouterr().out.startswith("error: knowledge/rounds/ml_depth.md:1: a file begins with '---'")


def test_an_empty_folder_is_reported_not_raised(tmp_path: Path) -> None:
    _, report = check_tree(tmp_path)
    assert [finding.line for finding in report.errors] == [1]
