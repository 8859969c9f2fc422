"""Code in what somebody says: what is submitted, what is a command, what is talk."""

from __future__ import annotations

import pytest

from agent.domain.code import command, gist, has_code, submitted, talk, unparsable

ANSWER = """I'd keep the centre where it was.
```python
first = 1
```
No, this instead:
```python
# an empty cluster keeps its centre
def update_centres(points):
    return points
```
Then I'd run it.
```sh
python fit.py --rows 10
```
"""


def test_the_last_python_block_is_submitted_and_the_shell_block_is_a_command() -> None:
    assert submitted(ANSWER) == "# an empty cluster keeps its centre\ndef update_centres(points):\n    return points"
    assert command(ANSWER) == "python fit.py --rows 10"


def test_other_languages_and_no_language_are_not_submitted() -> None:
    assert submitted("```sql\nselect 1\n```\n```\nx = 1\n```") is None
    assert command("```python\nx = 1\n```") is None


@pytest.mark.parametrize("fence", ["```python\nx = 1\n", "~~~py\nx = 1\n~~~\n", "  ```python title=a\nx = 1\n  ```"])
def test_fences_as_people_type_them(fence: str) -> None:
    assert submitted(f"Like so:\n{fence}") == "x = 1"


def test_talk_is_what_stands_around_code() -> None:
    assert talk(ANSWER) == "I'd keep the centre where it was.\nNo, this instead:\nThen I'd run it."
    assert talk("no code here") == "no code here"


def test_the_gist_has_comments_and_names_beside_the_talk_and_no_code() -> None:
    found = gist(ANSWER)
    assert "an empty cluster keeps its centre" in found
    assert "update centres" in found
    assert "return" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n    y = x + 1\n    return y", True),
        ("I'd sort them first.\nThen I'd take the top ten.\nThat is n log n.", False),
        ("```\n```", False),
        ("x = 1", False),
    ],
)
def test_a_bare_message_is_code_where_most_of_its_lines_are(text: str, expected: bool) -> None:
    assert has_code(text) is expected


def test_where_code_stops_being_python() -> None:
    broken = unparsable("def f(x):\n    return x\nfor i in range(3)\n    print(i)")
    assert broken is not None
    assert (broken.line, broken.text) == (3, "for i in range(3)")
    assert unparsable("def f(x):\n    return '\\d'") is None  # an odd escape warns, and is Python
    assert unparsable("") is None
    assert unparsable("x = '\0'") is not None
