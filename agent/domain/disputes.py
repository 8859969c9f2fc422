"""A round's ratings as they stand after disputes. What was locked stays beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agent.domain.terms import Decision
from agent.domain.verdict import Dispute, Evidence, Scorecard, SignalRating


def moved(disputes: Iterable[Dispute]) -> list[Dispute]:
    """Those that changed a rating, in their order."""
    return [dispute for dispute in disputes if dispute.after != dispute.before]


def ratings_now(signals: Sequence[SignalRating], disputes: Iterable[Dispute]) -> tuple[SignalRating, ...]:
    """The locked ratings of a round with each change by a dispute of it, and with the quotes that had been missed."""
    now = {signal.id: signal for signal in signals}
    for dispute in moved(disputes):
        if dispute.turn is not None and dispute.signal in now:
            rated = now[dispute.signal]
            evidence = (*rated.evidence, Evidence(dispute.turn, dispute.quote))
            now[dispute.signal] = replace(rated, rating=dispute.after, evidence=evidence)
    return tuple(now.values())


def decision_now(card: Scorecard, disputes: Iterable[Dispute]) -> Decision:
    """A round's decision after its disputes, each of which was weighed against the record as it then stood."""
    return next((dispute.decision_after for dispute in reversed(moved(disputes))), card.verdict.decision)


def of_round(disputes: Iterable[Dispute], card: Scorecard) -> list[Dispute]:
    """The disputes about one round."""
    return [dispute for dispute in disputes if dispute.round_id == card.round_id]
