"""Which line of somebody's code is quoted for what came of it."""

from __future__ import annotations

import pytest

from agent.grading.telling_lines import most_telling

FIRST = """from collections import deque

def allowed(calls, limit, seconds):
    \"\"\"Who is let through, call by call, in the order of the list that was given.\"\"\"
    seen = deque()
    out = []
    for t, k in calls:
        while seen and seen[0] < t - seconds:
            seen.popleft()
        out.append(len(seen) < limit)
    return out"""
MENDED = FIRST.replace("seen[0] < t", "seen[0] <= t")


def said(code: str, earlier: str | None = None) -> str:
    return code.splitlines()[most_telling(code, earlier)[0]].strip()


def test_the_line_that_does_most_says_most():
    assert said(FIRST) == "while seen and seen[0] < t - seconds:"


def test_what_was_changed_last_comes_first_however_little_it_does():
    assert said(MENDED, FIRST) == "while seen and seen[0] <= t - seconds:"
    assert said(FIRST.replace("return out", "return tuple(out)"), FIRST) == "return tuple(out)"


def test_a_line_that_only_moved_in_was_not_changed():
    indented = "\n".join(f"    {line}" for line in FIRST.splitlines())
    assert said(f"if True:\n{indented}\n    x = 1", FIRST) in {"if True:", "x = 1"}


def test_imports_and_docstrings_are_left_out_and_a_heading_comes_last():
    places = most_telling(FIRST)
    assert {0, 3}.isdisjoint(places)
    assert places[-1] == 2


@pytest.mark.parametrize("code", ["def f(:", "", "\0", f"x = {'(' * 5000}1{')' * 5000}"])
def test_code_that_is_no_python_has_none(code: str):
    assert most_telling(code) == []


def test_a_sum_of_many_terms_is_counted():
    assert most_telling("x = " + " + ".join(["1"] * 900)) == [0]
