"""What kind of message a candidate's message is."""

from __future__ import annotations

import re

from agent.domain.terms import MessageKind


class MessageClassifier:
    """First version: rules only."""

    def __init__(self, embedder: object) -> None:
        self._embedder = embedder

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        """What `text` is, said after `open_ask`."""
        low = text.strip().lower()
        if len(re.findall(r"\w", low)) < 3:
            return MessageKind.NOTHING
        for kind, pattern in (
            (MessageKind.STOP, r"^(let's|can we|i want to) (stop|end)"),
            (MessageKind.SKIP, r"^(skip|can we (move on|skip))"),
            (MessageKind.HINT, r"hint\b.{0,12}\?"),
            (MessageKind.REPEAT, r"repeat.{0,20}\?"),
            (MessageKind.MINUTE, r"(a|one) (minute|moment)"),
            (MessageKind.STUCK, r"^(i don't know|no idea|i'm stuck)"),
        ):
            if len(low.split()) < 20 and re.search(pattern, low):
                return kind
        if low.endswith("?") and len(low.split()) < 25:
            return MessageKind.CLARIFY
        return MessageKind.ANSWER
