"""What the message classifier looks at: a few counts, the words, and sentence embeddings, as one vector.

The training script and the classifier build their vectors here, so that they can't come apart. The vector of a
message is `[shape, words, embeddings]`: SHAPES counts, one entry for each n-gram of the vocabulary, then three
embeddings (the whole message, its first and its last sentence).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from agent.listening import signs
from agent.listening.words import grams, plain, sentences, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_QUESTION_WORD = re.compile(
    r"^(?:and |so |but |or |ok |sorry )?(?:what|which|who|whose|where|when|why|how|is|are|was|were|do"
    r"|does|did|can|could|would"
    r"|will|should|have|has|may|any)\b"
)
_SHAPE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:i|we|me|my|our|us)\b",
        r"\b(?:you|your)\b",
        r"\b(?:everyone|everybody|always|every|all|never|people|companies|one|usually|generally|often"
        r"|important|key)\b",
        r"\b(?:i|we|he|she|they) (?:\w+ed|did|had|was|were|took|built|wrote|ran|made|said|got|let|put|cut"
        r"|left|went)\b",
        r"\b(?:i'd|we'd|i would|we would|i'll)\b",
        r"\b(?:because|since|so that|until|otherwise|if|then|instead|without|only|first|but)\b",
        r"\b(?:please|pls|plz|sorry|thanks|thank)\b",
    )
)
SHAPES = 17 + len(_SHAPE_PATTERNS) + signs.COUNT


def shape(text: str, open_ask: str, likeness: Sequence[float]) -> list[float]:
    """SHAPES numbers around 0 to 1; `likeness` is how near message, first and last sentence are to the question."""
    low = plain(text)
    parts = [plain(part) for part in sentences(text)]
    said = words(text)
    count = max(len(said), 1)
    asking = [part.endswith("?") or bool(_QUESTION_WORD.match(part)) for part in parts]
    digits = sum(word == "0" for word in said)
    values = [
        math.log1p(len(said)) / 4,
        float(len(said) <= 3),
        float(len(said) <= 8),
        float(len(said) > 40),
        min(len(parts), 6) / 6,
        float("?" in text),
        float(low.endswith("?")),
        float(asking[0]),
        float(asking[-1]),
        float(all(asking)),
        sum(asking) / len(parts),
        min(digits, 4) / 4,
        min(digits / count * 5, 1.0),
        float(any(mark in text for mark in "€$%£")),
        *likeness,
    ]
    values += [min(len(pattern.findall(low)), 3) / 3 for pattern in _SHAPE_PATTERNS]
    return values + signs.signs(text, open_ask)


def vector(text: str, open_ask: str, embeddings: Vector, vocabulary: Mapping[str, int]) -> Vector:
    """The features of `text`.

    `embeddings` holds, in rows of length 1: the whole message, its first sentence, its last, and the open question.
    """
    import numpy as np

    likeness = embeddings[:3] @ embeddings[3]
    counted = np.array(shape(text, open_ask, [float(value) for value in likeness]), dtype=np.float32)
    present = np.zeros(len(vocabulary), dtype=np.float32)
    positions = [vocabulary[gram] for gram in grams(text) if gram in vocabulary]
    if positions:
        present[positions] = 1 / math.sqrt(len(positions))
    return np.concatenate([counted, present * WORDS_WEIGHT, embeddings[:3].ravel() * EMBEDDINGS_WEIGHT])


WORDS_WEIGHT = 2.0
EMBEDDINGS_WEIGHT = 1.5
"""How far one unit of each block counts against the regulariser; chosen by cross-validation."""
