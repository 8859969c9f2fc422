"""What kind of message a candidate's message is: an answer, a dodge, a wish, a question of his own, or nothing.

Rules settle the messages whose words leave no doubt; for the others a small trained model weighs words, shape and
embeddings against the open question. Local, deterministic, the same with and without a language model behind the
interviewer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.code import has_code, talk
from agent.domain.terms import MessageKind
from agent.listening import asked_back, rules
from agent.listening.confirming import confirmation
from agent.listening.weights import KINDS, Weights, load
from agent.listening.words import ends, gist, plain, sentences
from agent.retrieval.chunking import whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from agent.retrieval.base import Embedder

    Row = NDArray[np.float32]

_CUTS_OFF = frozenset({MessageKind.SKIP, MessageKind.HINT, MessageKind.REPEAT, MessageKind.MINUTE})
_WISHES = _CUTS_OFF | {MessageKind.STOP}
_NEAR = frozenset({MessageKind.DODGE, MessageKind.CLARIFY, MessageKind.CORRECTION, MessageKind.STUCK})
_ASKS = re.compile(
    r"(?:and |so |ok |yes |well )?,? ?(?:what|which|who|where|when|why|how|is|are|do|does|did|can|could|would|will|may"
    r"|should|i(?:'d| would) (?:like|love) to (?:know|hear|ask)|i wonder|tell me|one question|my question)\b"
)
_TOLD = 40
"""Words of a message that may have answered before it ended in what fits any story."""
_KEPT_IN_CLOSING = frozenset(
    {MessageKind.CLARIFY, MessageKind.STOP, MessageKind.OFF_TOPIC, MessageKind.MINUTE, MessageKind.REPEAT}
)


class MessageClassifier:
    """Says what a message is, in about 20 ms, mostly the embedder's; the weights are read at first use."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._weights: Weights | None = None

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        """What `text` is, said after `open_ask`.

        `confirming`: the interviewer has just asked whether to stop the interview; a yes is STOP, a no is ANSWER.
        `closing`: the candidate has the floor for questions of his own; those are CLARIFY, "no, thanks" is ANSWER.
        Raises KnowledgeError where the weights or the embedder can't be loaded.
        """
        coded = has_code(text)
        if not coded:
            text = talk(text)  # a fence with nothing in it says nothing
        if confirming:
            settled = confirmation(text)
        elif closing:
            settled = _closing(text)
        else:
            settled = rules.certain(text, open_ask) or rules.wish_at_end(text)
        if coded and not (confirming or closing):
            # Code is an answer, whatever is said around it, unless that is a wish beyond doubt.
            said = talk(text)
            settled = (rules.certain(said, open_ask) or rules.wish_at_end(said)) if said != text else None
            return settled if settled in _WISHES else MessageKind.ANSWER
        if settled is not None:
            return settled
        kind = cheapest(await self.probabilities(text, open_ask))
        if kind is MessageKind.DODGE and await self._answers_before_it_ends(text, open_ask):
            kind = MessageKind.ANSWER
        if kind is not MessageKind.ANSWER and asked_back.asks_to_see(text):
            kind = MessageKind.CLARIFY  # the model has met few such; what it takes for an answer stays one
        return _in_closing(kind) if closing else kind

    async def _answers_before_it_ends(self, text: str, open_ask: str) -> bool:
        """Whether a long message is an answer up to its last sentence or two: "communication is key" at the end of a
        story takes nothing from it, and to be asked for what he has just told angers a candidate."""
        said = sentences(text)
        for left in (said[:-1], said[:-2]):
            kept = " ".join(left)
            if len(kept.split()) < _TOLD and kept:
                return False
            if kept and cheapest(await self.probabilities(kept, open_ask)) is MessageKind.ANSWER:
                return True
        return False

    async def probabilities(self, text: str, open_ask: str) -> Row:
        """How probable each of `weights.KINDS` is by the trained model alone."""
        from agent.listening import features

        if self._weights is None:
            self._weights = load()
        embeddings = await self._embedder.embed([whole(text), *ends(text), open_ask])
        row = features.vector(gist(text), open_ask, embeddings, self._weights.vocabulary)
        found: Row = self._weights.probabilities(row[None])[0]
        return found


def cheapest(probabilities: Row) -> MessageKind:
    """The kind whose expected `cost` is lowest."""
    expected = {
        guess: sum(float(share) * cost(true, guess) for true, share in zip(KINDS, probabilities, strict=True))
        for guess in KINDS
    }
    return min(expected, key=lambda kind: expected[kind])


def cost(true: MessageKind, guess: MessageKind) -> float:
    """What it costs to take `true` for `guess`.

    An answer taken for a wish cuts the candidate off: the worst error. A wish taken for an answer annoys. Answer and
    dodge are near: the interviewer asks again, or once too little.
    """
    if true is guess:
        return 0.0
    if guess is MessageKind.STOP:
        return 3.0 if true is MessageKind.ANSWER else 1.5
    if true is not MessageKind.ANSWER:
        return 1.0
    if guess in _CUTS_OFF:
        return 2.0
    return 1.0 if guess in _NEAR else 2.0


def _closing(text: str) -> MessageKind | None:
    if not re.search(r"\w", text):
        return MessageKind.NOTHING
    settled = rules.certain(text, "")
    if settled is not None:
        return _in_closing(settled)
    return None if "?" not in text and not _ASKS.match(plain(text)) else MessageKind.CLARIFY


def _in_closing(kind: MessageKind) -> MessageKind:
    """What the kinds mean once the floor is the candidate's."""
    return kind if kind in _KEPT_IN_CLOSING else MessageKind.ANSWER
