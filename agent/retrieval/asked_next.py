"""What readers would ask next, learned from answers that they read: one ridge regression for each follow-up.

Phrasings tell what an answer is about. Whether a follow-up presses on its weak place, or asks what it holds already,
can't be told by nearness; of answers to the same question that readers labelled, those that are said in a like way are
weak in a like place. What fits any question of a round kind is learned from all answers of that kind. Fitted by
`python -m evals.training.fit_asked_next` from evals/datasets/asked_next.jsonl.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from agent.errors import KnowledgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from agent.retrieval.base import Vectors

FILE = "asked_next.npz"


@runtime_checkable
class Layered(Protocol):
    """Shows what the sentence model makes of a text on the way to its vector."""

    async def layers(self, text: str) -> Vectors:
        """A vector of length 1 for each inner layer, float32, shape (layers, DIMENSIONS)."""
        ...


@dataclass(frozen=True, slots=True)
class AskedNext:
    """How gladly readers would ask the follow-ups of a question next, given how its answer is said.

    `mean` and `sd` (layers x DIMENSIONS) standardise inner layers. `steps` (probes, layers x DIMENSIONS; int8) times
    `scale` (probes) are the weights of each follow-up, `usual` (probes) its grade whatever is said, less that of all;
    `places` has the row of each by its id.
    """

    mean: Vectors
    sd: Vectors
    steps: NDArray[np.int8]
    scale: Vectors
    usual: Vectors
    places: Mapping[str, int]

    def gladly(self, layers: Vectors, probes: Sequence[str]) -> dict[str, float]:
        """For those of `probes` that are known: the grade readers would give it next, less the usual; about -1 to 2."""
        known = [id for id in probes if id in self.places]
        if not known:
            return {}
        rows = [self.places[id] for id in known]
        said = direction(layers, self.mean, self.sd)
        found = self.usual[rows] + self.scale[rows] * (self.steps[rows].astype(said.dtype) @ said)
        return dict(zip(known, map(float, found), strict=True))


def direction(layers: Vectors, mean: Vectors, sd: Vectors) -> Vectors:
    """Inner layers of a text (layers, DIMENSIONS) as the direction in which it departs from the usual answer, flat."""
    import numpy as np

    off = ((layers - mean) / sd).reshape(-1)
    found: Vectors = (off / max(float(np.linalg.norm(off)), 1e-9)).astype(np.float32)
    return found


@lru_cache(maxsize=2)
def load_asked_next(file: Traversable | None = None) -> AskedNext:
    """What comes with the program. Raises KnowledgeError where its file is missing or damaged."""
    import numpy as np

    file = file or files("agent.retrieval").joinpath(FILE)
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            found: dict[str, Any] = {name: archive[name] for name in archive.files}
        places = {str(id): place for place, id in enumerate(found.pop("probes"))}
        learned = AskedNext(**found, places=places)
        if not len(places) == len(learned.steps) == len(learned.scale) == len(learned.usual):
            raise ValueError("weights and probes don't match")
        if not learned.steps.shape[1:] == (learned.mean.size,) == (learned.sd.size,):
            raise ValueError("it was made for other layers")
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise KnowledgeError(
            f"agent/retrieval/{FILE}:1: what is asked next can't be loaded ({type(error).__name__}); "
            "nothing was changed. Install mockloop again."
        ) from None
    return learned
