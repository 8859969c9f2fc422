"""Sentences for debriefs: no shape twice in one debrief, and quotes set so that they stay verbatim."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

SHORT_ASK = 4
"""Words of a question below which it is quoted with what stands before it."""
_ENDS = ".!?…"
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905


class Shapes:
    """Hands out sentence shapes; none twice as long as there are others.

    Which comes first depends on `seed` (what was said), so that two candidates do not read alike and the same one
    always does.
    """

    def __init__(self, seed: str) -> None:
        self._start = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:4], "big")
        self._used: set[str] = set()

    def choose(self, shapes: Sequence[str], **values: object) -> str:
        """One of the shapes with its values filled in."""
        turned = [*shapes[self._start % len(shapes) :], *shapes[: self._start % len(shapes)]]
        shape = next((shape for shape in turned if shape not in self._used), None)
        if shape is None:
            self._used -= set(shapes)
            shape = turned[0]
        self._used.add(shape)
        return tidy(shape.format(**values))


def quoted(text: str, longest: int = 240) -> str:
    """A quote in quotation marks; a long one stops at a clause or a word, and the dots stand outside the marks."""
    text = text.strip()
    cut = text
    if len(text) > longest:
        window = text[:longest]
        clause = max(window.rfind(mark) for mark in (". ", "; ", ", ", ": ", " – "))
        cut = window[:clause] if clause > longest // 2 else window.rsplit(" ", 1)[0]
    opening, closing = ("“", "”") if '"' in cut else ('"', '"')
    return f"{opening}{cut}{closing}" + (" ..." if len(cut) < len(text) else "")


def lower_first(text: str) -> str:
    """The text for the middle of a sentence; names and shouted words stay as they are."""
    first = re.split(r"\W", text, maxsplit=1)[0]
    kept = first == "I" or any(char.isupper() for char in first[1:]) or len(text) < 2
    return text if kept else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text for the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """The text with a full stop, unless its last words, quoted or not, end a sentence already."""
    bare = text.rstrip().rstrip("\"”')")
    return text.rstrip() if bare[-1:] in _ENDS and bare else text.rstrip() + "."


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def number(count: int) -> str:
    """A count in words up to twelve."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def tidy(text: str) -> str:
    """One space between sentences and no stop after a stop that a quote already makes."""
    text = " ".join(text.split())
    for end in ".!?":
        for mark in '"”':
            text = text.replace(f"{end}{mark}.", f"{end}{mark}")
    return re.sub(r" \.(?!\.)", ".", text).strip()


def last_question(ask: str) -> str:
    """The question that an ask ends in, with what led up to it where it is only a few words ("What then?").

    Where nothing is asked with a mark ("Tell me about a launch you stopped.") it is the last sentence: what a round
    opens with is a greeting.
    """
    end = ask.rfind("?")
    if end < 0:
        ask = ask.strip()
        end = len(ask) - 1
    starts = [0] + [match.end() for match in re.finditer(r"[.?!]\s+|:\s+(?=[A-Z])|\n+", ask[:end])]
    found = [ask[start : end + 1].strip() for start in reversed(starts)]
    return next((question for question in found if len(question.split()) >= SHORT_ASK), found[-1])
