"""A confusion table of message kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from agent.domain.terms import MessageKind
from agent.listening.weights import KINDS


@dataclass(slots=True)
class Confusion:
    """How often each kind was taken for which."""

    counts: Counter[tuple[MessageKind, MessageKind]] = field(default_factory=Counter)

    def add(self, true: MessageKind, guess: MessageKind) -> None:
        """Count one message."""
        self.counts[true, guess] += 1

    @property
    def accuracy(self) -> float:
        """The share of messages taken for what they are."""
        return sum(self.counts[kind, kind] for kind in KINDS) / max(self.counts.total(), 1)

    def recall(self, kind: MessageKind) -> float:
        """Of the messages of this kind, the share found."""
        return self.counts[kind, kind] / max(sum(self.counts[kind, guess] for guess in KINDS), 1)

    def precision(self, kind: MessageKind) -> float:
        """Of the messages taken for this kind, the share that is."""
        return self.counts[kind, kind] / max(sum(self.counts[true, kind] for true in KINDS), 1)

    def __str__(self) -> str:
        """The table: a row for each true kind, a column for each guess, then recall and precision."""
        head = " " * 12 + "".join(f"{kind.value[:6]:>7}" for kind in KINDS) + "  recall  precision"
        rows = [
            f"{true.value:12}"
            + "".join(f"{self.counts[true, guess] or '.':>7}" for guess in KINDS)
            + f"{self.recall(true):8.2f}{self.precision(true):11.2f}"
            for true in KINDS
        ]
        return "\n".join([head, *rows, f"accuracy {self.accuracy:.3f} of {self.counts.total()}"])
