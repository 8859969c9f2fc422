"""Finds by words what the embedder finds by meaning: BM25, as SQLite's FTS5 counts it.

What a follow-up is found by is one document: all its phrasings, what it is about and what it asks. How rare a word is
counts only among what may be asked while one question is open: a word that all probes of a question hold says nothing
about which of them fits, however rare it is elsewhere. FTS5 itself would need a table for each question, which takes
longer to fill than to ask; here a place is a row of marks over one list of documents. A library for BM25 would be one
more dependency.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING
from unicodedata import normalize

from agent.domain.terms import RoundKind
from agent.retrieval.documents import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|ly|er)$")
_ACCENT = re.compile("[\u0300-\u036f]")
_STEMMED_FROM = 5
"""Letters; a shorter word has no ending to lose."""
_K1, _B, _LEAST = 1.2, 0.75, 1e-6
"""BM25's constants, and the least that a word counts, as in FTS5."""
_STEMS = 8192
"""Words whose stem is remembered; knowledge/ has some seven thousand."""
_STOP = frozenset(
    """
    a about after all also am an and any are as at be been before but by can could did do does for from had has have he
    her his how i if in into is it its just me more most my no not of on or our out over she so some such than that the
    their them then there these they this those to too up us very was we were what when where which who why will with
    would you your yes get got go like one really thing things think say said make made much
    """.split()  # noqa: SIM905
)


class WordIndex:
    """BM25 over targets that ask something. Nothing in it changes: it may be asked from several threads."""

    def __init__(self, targets: Iterable[Target]) -> None:
        """Reads every text of `targets`, 60 ms for fifteen hundred of them."""
        import numpy as np

        listed = sorted((target for target in targets if target.ask), key=lambda target: target.id)
        held: dict[str, list[int]] = {}  # document, how often, document, how often, ...
        lengths = []
        for row, target in enumerate(listed):
            stems = _stems(" ".join((*target.texts, target.about, target.ask or "")))
            lengths.append(len(stems))
            for stem, times in Counter(stems).items():
                held.setdefault(stem, []).extend((row, times))
        self._ids = [target.id for target in listed]
        self._lengths = np.array(lengths, dtype=np.float64)
        self._held = np.fromiter(chain.from_iterable(held.values()), dtype=np.int32).reshape(-1, 2)
        ends = list(accumulate(len(places) // 2 for places in held.values()))
        self._places = {stem: slice(*ends) for stem, ends in zip(held, pairwise([0, *ends]), strict=True)}
        self._of_round = {kind: np.zeros(len(listed), dtype=bool) for kind in RoundKind}
        self._of_question: dict[str, list[int]] = {"": []}  # what fits any question belongs to none
        for row, target in enumerate(listed):
            self._of_question.setdefault(target.question, []).append(row)
            for kind in target.rounds:
                self._of_round[kind][row] = True

    def scores(self, text: str, round: RoundKind, question: str | None) -> dict[str, float]:
        """The targets that share a word with `text`, best first, with their BM25: 0 upwards, about 10 is a lot.

        Compared are those of a round kind that fit any of its questions or belong to `question` (None: to any). Rarity
        is counted among them: a word in half of them counts for nothing. Ties go by id.
        """
        import numpy as np

        there = self._there(round, question)
        count = int(there.sum())
        places = [self._places[stem] for stem in dict.fromkeys(_stems(text)) if stem in self._places]
        if not places or not count:
            return {}
        held = np.concatenate([self._held[place] for place in places])
        word = np.repeat(np.arange(len(places)), [place.stop - place.start for place in places])
        here = there[held[:, 0]]
        (rows, times), word = held[here].T, word[here]
        holding = np.bincount(word, minlength=len(places)).tolist()
        rarity = np.array([_rarity(count, documents) for documents in holding])
        average = float(self._lengths[there].sum()) / count
        length = _K1 * (1.0 - _B + _B * self._lengths[rows] / average)
        worth = np.bincount(rows, rarity[word] * (times * (_K1 + 1.0) / (times + length)), len(self._ids))
        found = np.unique(rows)
        return {self._ids[row]: float(worth[row]) for row in found[np.argsort(-worth[found], kind="stable")]}

    def _there(self, round: RoundKind, question: str | None) -> NDArray[np.bool_]:
        """Which of the targets may be asked in a place."""
        import numpy as np

        of_round = self._of_round[round]
        if question is None:
            return of_round
        belongs = np.zeros_like(of_round)
        belongs[self._of_question[""]] = True
        belongs[self._of_question.get(question, [])] = True
        return of_round & belongs


def _rarity(count: int, holding: int) -> float:
    """What a word counts that so many of `count` documents hold; next to nothing from half of them on."""
    rarity = math.log((count - holding + 0.5) / (holding + 0.5))
    return rarity if rarity > 0 else _LEAST


def _stems(text: str) -> list[str]:
    """The words that carry meaning, in order, without their endings and accents."""
    plain = text if text.isascii() else _ACCENT.sub("", normalize("NFD", text))
    return [_stem(word) for word in _WORD.findall(plain.lower()) if word not in _STOP and len(word) > 1]


@lru_cache(maxsize=_STEMS)
def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) >= _STEMMED_FROM else word
