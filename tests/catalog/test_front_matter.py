from __future__ import annotations

from pathlib import Path

import pytest

from agent.catalog.front_matter import parse, read, validated
from agent.domain.knowledge import Source
from agent.errors import KnowledgeError

SOURCE = """---
id: a
title: b
publisher: c
date: "2026"
kind: guide
note: d
---

Words.
"""


def test_front_matter_and_body_come_apart() -> None:
    document = parse(SOURCE, "s.md")
    assert document.data["date"] == "2026"
    assert (document.body, document.body_line) == ("Words.", 10)
    assert validated(document, Source).publisher == "c"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: guide", "kind: guide\ncolour: red", "s.md:7: colour: unknown key"),
        ("note: d\n", "", "s.md:2: note: is missing"),
        ('"2026"', "2026", "s.md:5: date: input should be a valid string"),
        ("title: b", "title: b\ntitle: e", "s.md:4: title: given twice"),
        ("kind: guide", "kind: 'guide", "s.md:"),
        ("kind: guide", "kind: a: b", "s.md:6: YAML: mapping values are not allowed in this context"),
    ],
)
def test_an_error_names_file_and_line(old: str, new: str, says: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        validated(parse(SOURCE.replace(old, new), "s.md"), Source)
    assert str(error.value).startswith(says)


def test_a_file_without_front_matter_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"s\.md:1: a file begins with '---'"):
        parse("# Words", "s.md")
    with pytest.raises(KnowledgeError, match=r"s\.md:1: .* never closed"):
        parse("---\nid: a\n", "s.md")


def test_a_list_is_no_front_matter() -> None:
    with pytest.raises(KnowledgeError, match=r"s\.md:2: .*not a list of 'key: value' pairs"):
        validated(parse("---\n- a\n---\n", "s.md"), Source)


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    assert validated(parse("\ufeff" + SOURCE.replace("\n", "\r\n"), "s.md"), Source).id == "a"


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_bytes(b"---\nid: \xff\n---\n")
    with pytest.raises(KnowledgeError, match=r"s\.md:1: not UTF-8 \(byte 8\)"):
        read(path, "s.md")


def test_no_yaml_tag_makes_an_object() -> None:
    with pytest.raises(KnowledgeError, match=r"s\.md:2: YAML: could not determine a constructor"):
        parse("---\nid: !!python/object/apply:os.system [ls]\n---\n", "s.md")
