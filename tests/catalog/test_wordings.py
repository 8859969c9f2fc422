"""Wordings: groups of words in one clause, denied or not, and only where somebody stands behind it."""

from __future__ import annotations

import pytest
from knowledge_folder import Folder

from agent.catalog.check import check_tree
from agent.catalog.wordings import Statements, flaw_of

ZERO = "temperature & 0|zero & not hallucinat|make up & unless almost nothing"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("At temperature 0 it can't hallucinate.", True),
        ("It never makes anything up, with the temperature at zero.", True),
        ("With temperature zero there’s no hallucination", True),
        ("At temperature zero it hallucinates.", False),
        ("Temperature zero doesn't keep it from hallucinating.", False),
        ("It isn't true that it can't hallucinate at temperature zero.", False),
        ("At temperature 0.7 it doesn't hallucinate.", False),
        ("The temperature is zero. It never makes anything up.", False),
        ("Temperature is zero, but it doesn't hallucinate.", False),
        ("At temperature zero it can't hallucinate?", False),
        ("People say that at temperature zero it can't hallucinate.", False),
        ("It's said that temperature zero can't hallucinate.", False),
        ("I thought that temperature zero can't hallucinate.", False),
        ("If temperature zero never hallucinated, this would be easy.", False),
        ("At temperature zero it can't hallucinate. That's wrong, of course.", False),
        ("At temperature zero it can't hallucinate. But it does.", False),
        ("At temperature zero it can't hallucinate, almost nothing can.", False),
    ],
)
def test_a_wording_is_heard_where_it_is_said_and_meant(text: str, heard: bool) -> None:
    found = Statements(text).hear(ZERO)
    assert (found is not None) is heard
    if found is not None:
        assert text[found.start : found.end] == text.rstrip(".")


def test_a_full_stop_ends_a_word_and_a_phrase_leaves_room_for_two_more() -> None:
    assert Statements("Outputs are safe to retry.").hear("put. & safe retry") is None
    assert Statements("A PUT is always safe for a quick retry.").hear("put. & safe retry") is None
    assert Statements("A PUT is always safe to retry.").hear("put. & safe retry") is not None


@pytest.mark.parametrize(
    ("wording", "flaw"), [("heap", "two groups"), ("heap & unless sorted", "two"), ("a & b|", "empty")]
)
def test_a_wording_that_would_hear_too_much_is_told(wording: str, flaw: str) -> None:
    assert flaw in (flaw_of(wording) or "")
    assert flaw_of(ZERO) is None


FILE = """---
id: small
title: Small
signals: {ml_depth: measurement}
falsehoods:
  - id: zero
    claims: "Zero makes nothing up."
    heard: ["zero & not hallucinat"]
    said: ["Zero never hallucinates."]
    unsaid: ["Zero hallucinates."]
    ask: "Where would it come from?"
    again: "What does it take then?"
    so: "It can."
---
"""


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("Zero never", "One never", "said[0]: is not heard"),
        ("Zero hallucinates.", "Zero cannot hallucinate.", "unsaid[0]: is heard as zero"),
        ("zero & not hallucinat", "zero", "needs two groups"),
        ("come from?", "come from", "question mark"),
        ("measurement", "measuring", "measuring"),
        ("id: zero", "ID: zero", "id"),
    ],
)
def test_the_check_says_what_is_wrong_with_a_falsehood(folder: Folder, old: str, new: str, error: str) -> None:
    (folder.root / "falsehoods").mkdir()
    (folder.root / "falsehoods/small.md").write_text(FILE, encoding="utf-8")
    _, before = check_tree(folder.root)
    folder.replace("falsehoods/small.md", old, new)
    _, after = check_tree(folder.root)
    told = {finding.says for finding in after.errors} - {finding.says for finding in before.errors}
    assert any(error in says for says in told), told
    assert not any("falsehoods" in finding.says for finding in before.errors)
