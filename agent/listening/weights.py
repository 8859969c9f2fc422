"""The trained part of the message classifier: a multinomial logistic regression, read from weights.npz.

evals/training/fit_message_classifier.py writes the file from the messages beside it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from agent.domain.terms import MessageKind
from agent.errors import KnowledgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

KINDS = tuple(kind for kind in MessageKind if kind is not MessageKind.SAID_BEFORE)
"""The classes, in the order of the columns: what a message is by itself, whatever was said before it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`matrix` has a row for each feature and one for the bias, a column for each of KINDS."""

    vocabulary: Mapping[str, int]
    matrix: Matrix

    def probabilities(self, features: Matrix) -> Matrix:
        """How probable each of KINDS is: shape (messages, kinds) for features of shape (messages, features)."""
        import numpy as np

        scores = features @ self.matrix[:-1] + self.matrix[-1]
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Matrix = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares


def load(file: Traversable | None = None) -> Weights:
    """Read the weights (about 10 ms). Raises KnowledgeError where the file is missing or not what was written."""
    import numpy as np

    file = file or files("agent.listening").joinpath("weights.npz")
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            vocabulary = [str(gram) for gram in stored["vocabulary"]]
            matrix = stored["matrix"].astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(
            f"agent/listening/weights.npz:1: the message classifier can't be loaded ({type(error).__name__}); "
            "nothing was changed. Install mockloop again."
        ) from None
    return Weights({gram: position for position, gram in enumerate(vocabulary)}, matrix)
