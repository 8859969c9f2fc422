"""The classifier and the ledger, imported with the first message: their patterns take long to compile, and a first
question waits for none of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from agent.domain.claims import Claim, Conflict
from agent.domain.terms import MessageKind

if TYPE_CHECKING:
    from agent.listening.classify import MessageClassifier
    from agent.listening.ledger import ClaimLedger
    from agent.retrieval.base import Embedder


class LateClassifier:
    """A `MessageClassifier`, made with the first message. The newest one is read once.

    It is asked for while it is written, before its reply is asked for, and by the graph.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._newest: tuple[tuple[str, str, bool, bool], MessageKind] | None = None

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        """See `MessageClassifier.classify`."""
        asked = (text, open_ask, closing, confirming)
        if self._newest is not None and self._newest[0] == asked:
            return self._newest[1]
        kind = await self._classifier.classify(text, open_ask, closing=closing, confirming=confirming)
        self._newest = (asked, kind)
        return kind

    @cached_property
    def _classifier(self) -> MessageClassifier:
        from agent.listening.classify import MessageClassifier

        return MessageClassifier(self._embedder)


class LateLedger:
    """A `ClaimLedger`, made with the first message."""

    def extract(self, text: str, *, round_id: str, seq: int) -> list[Claim]:
        """See `ClaimLedger.extract`."""
        return self._ledger.extract(text, round_id=round_id, seq=seq)

    def conflicts(self, claims: Sequence[Claim], seq: int) -> list[Conflict]:
        """See `ClaimLedger.conflicts`."""
        return self._ledger.conflicts(claims, seq) if claims else []

    @cached_property
    def _ledger(self) -> ClaimLedger:
        from agent.listening.ledger import ClaimLedger

        return ClaimLedger()
