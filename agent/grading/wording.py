"""The everyday words of an answer: which of them somebody uses tells an account of what was done from talk about it.

Manner must not decide: a contraction counts as the words that it stands for, and he and she are one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import TYPE_CHECKING

from agent.grading.spans import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_WHOLE = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "let's": ("let", "us"),
    "won't": ("will", "not"),
    **dict.fromkeys(("he", "she", "him", "her", "his", "hers", "himself", "herself"), ("they",)),
}
_ENDS = (("n't", "not"), ("'s", ""), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), ("'m", "am"))
"""What `'s` stands for can't be told (is, has, or somebody's), so it counts as nothing."""

_SHORT = 10.0  # different words from which a text is looked at in full


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, contractions in full, figures left out."""
    return [plain for word in words(text) if word[0].isalpha() for plain in _in_full(word)]


def _in_full(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    for end, meant in _ENDS:
        if word.endswith(end) and word != end:
            stem = word.removesuffix(end)
            return (*_WHOLE.get(stem, (stem,)), *((meant,) if meant else ()))
    return (word,)


def wording(text: str, places: Mapping[str, int]) -> Vectors:
    """How often a text has each word of `places`, on a scale on which more of the same adds little.

    A word's value stands at its place. The whole has length 1, less where the text is short: two words are no manner of
    speaking.
    """
    import numpy as np

    found = np.zeros(len(places), dtype=np.float32)
    for word, times in Counter(plain_words(text)).items():
        if word in places:
            found[places[word]] = 1 + log(times)
    return found / np.float32(max(float(np.linalg.norm(found)), sqrt(_SHORT)))
