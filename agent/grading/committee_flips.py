"""What would change a loop's decision: computed by moving one rating, one round, or a round that was not held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.domain.terms import Decision, RoundKind
from agent.domain.verdict import LoopDebrief, Scorecard, SignalRating
from agent.grading.committee import decide_loop, held_up
from agent.grading.decision import HIGHEST, LADDER, LOWEST, borders, decision_for, weighted_mean
from agent.grading.shapes import listed, lower_first, upper_first

_CAP = LADDER.index(Decision.LEAN_NO_HIRE)


def means_by_round(debrief: LoopDebrief) -> dict[str, float]:
    """The weighted mean rating of each round that has a decision."""
    decided = [card for card in debrief.scorecards if card.verdict.decision in LADDER]
    found = {card.round_id: weighted_mean(card.signals)[0] for card in decided}
    return {round_id: mean for round_id, mean in found.items() if mean is not None}


def loop_flips(debrief: LoopDebrief) -> list[str]:
    """The smallest changes that would have changed the loop's decision, in words; empty without weights and bars."""
    bar = debrief.bars.get(debrief.level)
    if bar is None or not debrief.weights or not set(means_by_round(debrief)) <= set(debrief.weights):
        return []
    if debrief.decision not in LADDER:
        missing = [round_title(name) for name in debrief.rounds_not_held]
        return [f"Any decision needs more of the loop: {listed(missing)}."] if missing else []
    lines = [*_cap(debrief, bar)]
    for up in (True, False):
        line = _one_rating(debrief, bar, up) or _one_round(debrief, bar, up)
        if line is not None:
            lines.append(line)
    return lines + list(_unheld(debrief, bar))


def _cap(debrief: LoopDebrief, bar: float) -> Iterator[str]:
    """What the decision would be without the round that caps it."""
    _, mean = decide_loop(debrief.scorecards, debrief.weights, bar)
    uncapped = decision_for(mean, bar) if mean is not None else debrief.decision
    if uncapped is debrief.decision:
        return
    blocking = [round_title(name) for name in held_up(debrief.scorecards)]
    yield (
        f"The mean alone would be {uncapped.words}; the strong no hire in {listed(blocking)} holds the loop at "
        f"{debrief.decision.words}."
    )


def _one_rating(debrief: LoopDebrief, bar: float, up: bool) -> str | None:
    """The single rating, one step or two away, that changes the decision; the heaviest of equals."""
    found: list[tuple[int, float, str, str]] = []
    for card in debrief.scorecards:
        for signal in card.signals:
            for step in (1, 2):
                after = (signal.rating or 0) + (step if up else -step)
                if signal.rating is None or not LOWEST <= after <= HIGHEST:
                    continue
                then = _with(debrief, card, signal, after, bar)
                if _better(then, debrief.decision, up):
                    words = (
                        f"{lower_first(signal.name)} in {round_title(card.round_id)} from {signal.rating} to {after} "
                        f"makes the loop {then.words}"
                    )
                    found.append((step, -debrief.weights[card.round_id] * signal.weight, signal.id, words))
    if not found:
        return None
    return f"{'One rating is enough' if up else 'One rating also undoes it'}: {min(found)[-1]}."


def _one_round(debrief: LoopDebrief, bar: float, up: bool) -> str | None:
    """How far a single round's mean would have to go."""
    now = LADDER.index(debrief.decision)
    if not (0 <= now + (1 if up else -1) < len(LADDER)):
        return None
    _, mean = decide_loop(debrief.scorecards, debrief.weights, bar)
    means = means_by_round(debrief)
    total = sum(debrief.weights[round_id] for round_id in means)
    border = borders(bar)[now if up else now - 1]
    if mean is None or (up and decision_for(mean, bar) is not debrief.decision):
        return None
    needed = {name: own + (border - mean) * total / debrief.weights[name] for name, own in means.items()}
    reachable = {name: value for name, value in needed.items() if LOWEST <= value <= HIGHEST}
    goal = LADDER[now + (1 if up else -1)].words
    if not reachable:
        return f"No round by itself could have made it {goal}, whatever had been said in it." if up else None
    name = min(reachable, key=lambda item: (abs(reachable[item] - means[item]), item))
    reach = f"{reachable[name]:.1f}, not {means[name]:.1f}"
    blocking = [round_title(other) for other in held_up(debrief.scorecards) if other != name]
    also = f", and the strong no hire in {listed(blocking)} would have to go" if blocking and up and now >= _CAP else ""
    return f"{upper_first(round_title(name))} alone would have to come to {reach}, for {goal}{also}."


def _unheld(debrief: LoopDebrief, bar: float) -> Iterator[str]:
    """What the heaviest round that was not held could have changed."""
    if not debrief.rounds_not_held:
        return
    name = max(debrief.rounds_not_held, key=lambda item: (debrief.weights.get(item, 0.0), item))
    means = means_by_round(debrief)
    weight, total = debrief.weights.get(name, 0.0), sum(debrief.weights[item] for item in means)
    held = sum(debrief.weights[item] * mean for item, mean in means.items())
    if not weight or held_up(debrief.scorecards):
        return
    ends = {rating: decision_for((held + weight * rating) / (total + weight), bar) for rating in (4, 1)}
    changed = [
        f"a {rating} throughout makes it {then.words}" for rating, then in ends.items() if then != debrief.decision
    ]
    share = f"{upper_first(round_title(name))} was not held ({weight:.0%} of the loop)"
    yield f"{share}: {listed(changed)}." if changed else f"{share}; whatever it had been, the decision would stand."


def _with(debrief: LoopDebrief, card: Scorecard, signal: SignalRating, rating: int, bar: float) -> Decision:
    signals = tuple(replace(own, rating=rating) if own.id == signal.id else own for own in card.signals)
    cards = [replace(own, signals=signals) if own.round_id == card.round_id else own for own in debrief.scorecards]
    return decide_loop(cards, debrief.weights, bar)[0]


def _better(then: Decision, now: Decision, up: bool) -> bool:
    if then not in LADDER:
        return False
    return LADDER.index(then) > LADDER.index(now) if up else LADDER.index(then) < LADDER.index(now)


def round_title(round_id: str) -> str:
    """A round's id in words, for the middle of a sentence: "ML depth", "coding 2"."""
    kind, _, number = round_id.partition("-")
    label = RoundKind(kind).label if kind in set(RoundKind) else kind
    return lower_first(label) + (f" {number}" if number else "")
