from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_folder import Folder

from agent.catalog.loader import Catalog
from agent.catalog.values import flowing
from agent.domain.terms import Level, RoundKind
from agent.errors import KnowledgeError, NotFoundError

LOOP = """
id: mine
title: My loop
about: two rounds
rounds:
  - {kind: ml_depth, minutes: 30, weight: 0.5}
  - {kind: coding, minutes: 30, weight: 0.5}
bars: {new_grad: 2.1, L4: 2.5, senior: 2.8, staff: 3.1}
committee: I decide.
claims: []
"""


def test_ids_of_probes_are_complete_and_found_again() -> None:
    catalog = Catalog()
    question = catalog.question("ml_depth-sales-labels")
    assert all(probe.id.startswith("ml_depth-sales-labels.") for probe in question.probes)
    assert catalog.probe(question.probes[0].id) == question.probes[0]
    general = catalog.probe_set(RoundKind.ML_DEPTH).probes[0]
    assert general.id.startswith("ml_depth.")
    assert catalog.probe(general.id) == general
    assert catalog.probe("ml_depth-no-such.thing") is None
    assert catalog.probe("labels-redefined") is None


def test_body_and_anchors_arrive_in_their_fields() -> None:
    question = Catalog().question("ml_depth-sales-labels")
    assert question.statement.endswith("?")
    assert set(question.anchors[question.signals[0]]) == {1, 2, 3, 4}
    assert question.levels[0] in Level


def test_our_files_are_read_once_and_those_of_others_by_each_catalog(folder: Folder, tmp_path: Path) -> None:
    assert Catalog().rubric(RoundKind.ML_DEPTH) is Catalog(user_loops=tmp_path).rubric(RoundKind.ML_DEPTH)
    assert Catalog(folder.root).rubric(RoundKind.ML_DEPTH) is not Catalog(folder.root).rubric(RoundKind.ML_DEPTH)
    mine, his = Catalog(user_loops=tmp_path / "mine"), Catalog(user_loops=tmp_path / "his")
    for place, minutes in (("mine", 30), ("his", 45)):
        (tmp_path / place).mkdir()
        (tmp_path / place / "mine.yaml").write_text(LOOP.replace("minutes: 30", f"minutes: {minutes}"))
    assert [catalog.loop("mine").rounds[0].minutes for catalog in (mine, his)] == [30, 45]


def test_the_failure_modes_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog()
    every = catalog.failure_modes()
    assert [mode.id for mode in every] == sorted(mode.id for mode in every)
    monkeypatch.setattr(Catalog, "_names", None)
    assert catalog.failure_modes() is every


def test_a_broken_file_of_another_round_is_not_read(folder: Folder) -> None:
    (folder.root / "rubrics/founder.md").write_text("broken")
    catalog = Catalog(folder.root)
    assert catalog.round_spec(RoundKind.ML_DEPTH).minutes > 0
    assert catalog.rubric(RoundKind.ML_DEPTH).signals
    with pytest.raises(KnowledgeError, match=r"knowledge/rubrics/founder\.md:1:"):
        catalog.rubric(RoundKind.FOUNDER)


def test_a_listing_reads_the_head_of_a_file_only(folder: Folder) -> None:
    folder.replace("questions/ml_depth/sales-labels.md", "\nprobes:", "\nprobes: wrong\nwrong:")
    catalog = Catalog(folder.root)
    head = next(head for head in catalog.question_heads(RoundKind.ML_DEPTH) if head.id == "ml_depth-sales-labels")
    assert head.title
    assert head.signals
    with pytest.raises(KnowledgeError):
        catalog.question(head.id)


def test_kinds_are_those_with_everything_they_need(folder: Folder) -> None:
    assert Catalog(folder.root).kinds() == (RoundKind.ML_DEPTH,)
    assert [head.id for head in Catalog(folder.root).round_heads()] == [RoundKind.ML_DEPTH]
    (folder.root / "rubrics/ml_depth.md").unlink()
    assert Catalog(folder.root).kinds() == ()


def test_an_id_that_is_not_the_files_name_is_refused(folder: Folder) -> None:
    line = folder.replace("questions/ml_depth/sales-labels.md", "id: ml_depth-sales-labels", "id: ml_depth-other")
    with pytest.raises(KnowledgeError, match=rf"sales-labels\.md:{line}: id: is 'ml_depth-other'"):
        Catalog(folder.root).question("ml_depth-sales-labels")


@pytest.mark.parametrize("name", ["ml_depth-../../rubrics/ml_depth", "nonsense", "ml_depth-", "", "ml_depth-No Such"])
def test_a_question_that_does_not_exist_is_not_found(name: str) -> None:
    with pytest.raises(NotFoundError):
        Catalog().question(name)


@pytest.mark.parametrize("name", ["mine.yaml", "mine.md"])
def test_a_users_loop_is_read_from_his_folder(tmp_path: Path, name: str) -> None:
    text = LOOP if name.endswith("yaml") else f"---{LOOP}---\n"
    (tmp_path / name).write_text(text)
    catalog = Catalog(user_loops=tmp_path)
    assert "mine" in catalog.loop_names()
    assert catalog.loop("mine").rounds[1].kind is RoundKind.CODING
    assert catalog.loop("startup").title


def test_a_users_loop_with_wrong_weights_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(LOOP.replace("weight: 0.5}\nbars", "weight: 0.6}\nbars"))
    with pytest.raises(KnowledgeError, match=r"mine\.yaml:5: rounds: the weights sum to 1\.1, not to 1"):
        Catalog(user_loops=tmp_path).loop("mine")


def test_an_unknown_loop_is_not_found_and_the_known_ones_are_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="startup"):
        Catalog(user_loops=tmp_path / "absent").loop("nope")
    with pytest.raises(NotFoundError):
        Catalog(user_loops=tmp_path).loop("../rounds/ml_depth")


def test_a_readme_or_a_hidden_file_is_no_entry_of_its_folder(folder: Folder, tmp_path: Path) -> None:
    known = Catalog(folder.root).loop_names()
    (tmp_path / "mine.yaml").write_text(LOOP)
    for place in (folder.root / "loops", tmp_path):
        place.mkdir(exist_ok=True)
        for name in ("README.md", ".mine.md", "No Name.md"):
            (place / name).write_text("How to write a loop.")
    (folder.root / "loops" / "No Name.md").unlink()
    assert Catalog(folder.root, user_loops=tmp_path).loop_names() == (*known, "mine")


def test_fenced_code_is_shown_as_it_was_written() -> None:
    body = "Look at\nthis.\n\n```python\nx = 1\n\n\ny = 2\n```\n\nWhat\nbreaks?"
    assert flowing(body) == "Look at this.\n\n```python\nx = 1\n\n\ny = 2\n```\n\nWhat breaks?"
    assert flowing("Read\nthis:\n```\na\n\nb\n```\nWhat\nnow?") == "Read this:\n```\na\n\nb\n```\nWhat now?"
    assert flowing("An open\nfence: ```\n\na\nb") == "An open fence: ```\n\na b"
