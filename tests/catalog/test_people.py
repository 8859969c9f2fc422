"""Characters, backgrounds, frameworks and loops as files: what is wrong is named with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from knowledge_folder import REAL, Folder

from agent.catalog.check import check_tree
from agent.catalog.loader import Catalog
from agent.domain.terms import RoundKind
from agent.errors import KnowledgeError, NotFoundError

PEOPLE = "interviewers/someone.md"
CHARACTER = """---
id: someone
title: Someone
about: one line
who: someone in a role
rounds: [ml_depth]
presses_on: [measurement]
openings: [Hello one., Hello two., Hello three.]
lead_ins: [One., Two., Three., Four.]
pressing: [Five., Six., Seven., Eight.]
interruptions: ["Stop at {said}.", "Halt at {said}.", "Wait at {said}."]
interrupts_after: 90
---
Talks.
"""
BACKGROUND = """---
id: phd
title: PhD
about: one line
signals: [measurement]
claims: [{about: a, says: b, source: l4-guide, date: "2026"}]
reframes:
  - {speaks: for, rounds: [ml_depth], heard: [a, b, c], says: "{quote} (turn {turn}) is one thing."}
  - {speaks: against, rounds: [ml_depth], heard: [d, e, f], says: "{quote} (turn {turn}) is another."}
---
Brief.
"""
FRAMEWORK = """---
id: way
name: the way
about: one line
rounds: {ml_depth: measurement}
until: last
steps:
  - {id: first, name: first, heard: [a, b, c], patterns: ['\\bfirst\\b']}
  - {id: second, name: second, heard: [a, b, c]}
  - {id: last, name: last, heard: [a, b, c]}
sources: [l4-guide]
---
Why.
"""
FILES = {PEOPLE: CHARACTER, "backgrounds/phd.md": BACKGROUND, "frameworks/way.md": FRAMEWORK}


@pytest.fixture
def people(folder: Folder) -> Folder:
    for name, text in FILES.items():
        (folder.root / name).parent.mkdir(exist_ok=True)
        (folder.root / name).write_text(text)
    return folder


def errors(folder: Folder) -> list[str]:
    _, report = check_tree(folder.root)
    return [finding.says for finding in sorted(report.errors)]


def test_the_small_people_are_in_order(people: Folder) -> None:
    assert errors(people) == []
    catalog = Catalog(people.root)
    assert [who.id for who in catalog.characters()] == ["someone"]
    assert [one.id for one in catalog.frameworks(RoundKind.ML_DEPTH)] == ["way"]
    assert catalog.frameworks(RoundKind.FOUNDER) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (PEOPLE, "presses_on: [measurement]", "presses_on: [kindness]", "'kindness': not among"),
        (PEOPLE, "rounds: [ml_depth]", "rounds: []", "nobody holds ml_depth"),
        (PEOPLE, "lead_ins: [One.,", 'lead_ins: ["One?",', "lead_ins.0: 1 question marks, none is wanted"),
        (PEOPLE, "pressing: [Five.,", "pressing: [Great answer.,", "pressing.0: praises ('Great')"),
        (PEOPLE, '["Stop at {said}."', '["Stop there."', "interruptions.0: has no {said}"),
        (PEOPLE, "interrupts_after: 90\n", "", "go together"),
        (PEOPLE, "pressing: [Five.,", "pressing: [Six.,", "'Six.' is there 2 times"),
        (PEOPLE, "title: Someone", "mood: calm\ntitle: Someone", "mood: unknown key"),
        ("backgrounds/phd.md", "(turn {turn}) is one", "is one", "needs {quote} and {turn} once each"),
        ("backgrounds/phd.md", "source: l4-guide", "source: hearsay", "no source 'hearsay'"),
        ("backgrounds/phd.md", "signals: [measurement]", "signals: [charm]", "'charm': not among"),
        ("frameworks/way.md", "ml_depth: measurement", "ml_depth: charm", "has no signal 'charm'"),
        ("frameworks/way.md", "until: last", "until: never", "until: 'never' is no step"),
        ("frameworks/way.md", "until: last", "key: never", "key: 'never' is no step"),
        ("frameworks/way.md", "until: last", "at_least: 4", "at_least: 4 of 3 steps"),
        ("frameworks/way.md", "'\\bfirst\\b'", "'(first'", "patterns.0: missing )"),
    ],
)
def test_a_mistake_is_named_with_its_line(people: Folder, file: str, old: str, new: str, says: str) -> None:
    line = people.replace(file, old, new)
    found = [error for error in errors(people) if says in error]
    assert found, errors(people)
    assert found[0].startswith(f"knowledge/{file}:")
    assert abs(int(found[0].split(":")[1]) - line) <= 6


def test_two_holders_of_a_kind_are_one_too_many(people: Folder) -> None:
    (people.root / "interviewers/other.md").write_text(CHARACTER.replace("id: someone", "id: other"))
    assert any("ml_depth is held by other too" in error for error in errors(people))


def test_a_background_that_nobody_can_name_is_refused(people: Folder) -> None:
    (people.root / "backgrounds/astronaut.md").write_text(BACKGROUND.replace("id: phd", "id: astronaut"))
    assert any("'astronaut' is not among data_scientist" in error for error in errors(people))


def test_an_unknown_interviewer_is_not_found_and_the_known_ones_are_named(people: Folder) -> None:
    with pytest.raises(NotFoundError, match=r"no interviewer 'king'; there are: someone\."):
        Catalog(people.root).character("king")


def test_the_example_of_ones_own_loop_can_be_held(tmp_path: Path) -> None:
    shutil.copy(REAL / "examples/my_loop.yaml", tmp_path)
    pack = Catalog(user_loops=tmp_path).loop("my_loop")
    assert [item.question for item in pack.rounds] == [None, None, "ml_depth-sales-labels", None]
    assert Catalog(user_loops=tmp_path).loops()[-1] == pack


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("kind: founder", "kind: dinner", 11, "rounds[3].kind: input should be"),
        ("weight: 0.3}", "weight: 0.4}", 7, "rounds: the weights sum to 1.1, not to 1"),
        ("ml_depth-sales-labels", "ml_depth-nothing", 10, "ml_depth has no 'ml_depth-nothing'; it has ml_depth-"),
        ("ml_depth-sales-labels", "founder-x", 10, "ml_depth has no 'founder-x'"),
        ("staff: 3.1", "chief: 3.1", 12, "bars"),
        ("committee:", "mood: calm\ncommittee:", 13, "mood: unknown key"),
        ("id: my_loop", "id: yours", 3, "id: is 'yours', the file's name asks for 'my_loop'"),
        ("minutes: 20", "minutes: 0", 8, "rounds[0]: minutes go from above 0 to 480, a weight from 0 to 1"),
        ("minutes: 20", "minutes: .inf", 8, "rounds[0]: minutes go from"),
        ("weight: 0.3}", "weight: .nan}", 11, "rounds[3]: minutes go from"),
    ],
)
def test_a_mistake_in_ones_own_loop_names_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    text = (REAL / "examples/my_loop.yaml").read_text()
    assert old in text
    (tmp_path / "my_loop.yaml").write_text(text.replace(old, new))
    with pytest.raises(KnowledgeError) as raised:
        Catalog(user_loops=tmp_path).loop("my_loop")
    file, at, what = str(raised.value).split(":", 2)
    assert Path(file).name == "my_loop.yaml"
    assert says in what
    assert abs(int(at) - line) <= 1, str(raised.value)
    catalog = Catalog(user_loops=tmp_path)
    assert [catalog.broken_loops() for _ in range(2)] == [{"my_loop": str(raised.value)}] * 2
    assert [pack.id for pack in catalog.loops()] == [pack.id for pack in Catalog().loops()]


@pytest.mark.parametrize("about", ["weight of the areas", "length of preparation", "how much algorithm drill"])
@pytest.mark.parametrize("name", Catalog().loop_names())
def test_where_the_guides_disagree_each_of_our_loops_says_who_says_what(name: str, about: str) -> None:
    (claim,) = (claim for claim in Catalog().loop(name).claims if claim.about == about)
    others = {other.source for other in claim.disagrees}
    assert others
    assert others != {claim.source}
