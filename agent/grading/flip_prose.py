"""What would have changed a round's decision, in words; every figure in it is computed."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.knowledge import Rubric
from agent.domain.terms import Decision
from agent.domain.verdict import SignalRating, Verdict
from agent.grading.decision import LADDER, NO_DOUBT, Doubt, borders, decision_for, weighted_mean
from agent.grading.flips import Flip, find_flip, if_observed
from agent.grading.shapes import Shapes, listed, lower_first, stopped, upper_first


def would_flip(
    rubric: Rubric,
    signals: Sequence[SignalRating],
    verdict: Verdict,
    bar: float,
    shapes: Shapes,
    doubt: Doubt = NO_DOUBT,
) -> list[str]:
    """Upwards, downwards, what was not observed, and how close it was; first what kept it from being bolder."""
    if verdict.decision is Decision.NOT_ENOUGH_EVIDENCE:
        unseen = [lower_first(signal.name) for signal in signals if signal.rating is None]
        return [f"An answer on {listed(unseen)}: without it there is nothing to decide."] if unseen else []
    lines = _kept_from(signals, verdict, bar, doubt)
    better = find_flip(signals, bar, doubt, up=True)
    worse = find_flip(signals, bar, doubt, up=False)
    if better is not None:
        lines.append(_up(rubric, better, shapes))
        lines += _to_the_bar(signals, better, bar, doubt)
    elif verdict.decision is not LADDER[-1] and not doubt.few:
        lines.append("No three ratings moved by two steps each would lift it; it takes another interview.")
    if worse is not None:
        lines.append(_down(signals, worse, shapes))
    return lines + _unseen(signals, verdict.decision, bar, doubt) + _close(signals, verdict, bar)


def _kept_from(signals: Sequence[SignalRating], verdict: Verdict, bar: float, doubt: Doubt) -> list[str]:
    """Why the decision is not what the ratings alone come to: few answers, or somebody told the grader how to grade."""
    mean, _ = weighted_mean(signals)
    if mean is None or (alone := decision_for(mean, bar)) is verdict.decision:
        return []
    if doubt.few and alone not in (Decision.LEAN_HIRE, Decision.LEAN_NO_HIRE):
        return [
            f"The ratings alone come to {mean:.2f} against a bar of {bar:.2f}, a {alone.words}. One or two answers "
            "carry no more than a lean decision; it takes another interview."
        ]
    return [
        f"The ratings alone come to {mean:.2f} against a bar of {bar:.2f}, a lean hire. That is the benefit of the "
        "doubt, and words to the grader cost it."
    ]


def _to_the_bar(signals: Sequence[SignalRating], better: Flip, bar: float, doubt: Doubt) -> list[str]:
    """Where the next better decision is still a no: what reaches lean hire, or that little does."""
    if LADDER.index(better.decision) >= LADDER.index(Decision.LEAN_HIRE):
        return []
    hire = find_flip(signals, bar, doubt, up=True, least=Decision.LEAN_HIRE)
    if hire is None:
        return ["The bar itself is out of reach of any three ratings."]
    return [f"As far as the bar it is {hire.steps} steps: {steps(hire)}."]


def steps(flip: Flip) -> str:
    """The moves of a flip: "Ownership from 2 to 3 and ..."."""
    return listed([f"{lower_first(move.name)} from {move.before} to {move.after}" for move in flip.moves])


def _up(rubric: Rubric, flip: Flip, shapes: Shapes) -> str:
    signal = rubric.signal(flip.moves[0].signal)
    return shapes.choose(
        _UP_ONE if flip.steps == 1 else _UP_JUMP if len(flip.moves) == 1 else _UP_MORE,
        steps=steps(flip),
        Steps=upper_first(steps(flip)),
        count=len(flip.moves),
        decision=flip.decision.words,
        Decision=upper_first(flip.decision.words),
        first=lower_first(flip.moves[0].name),
        flip=stopped(signal.flip if signal is not None else "more than was said"),
    )


def _down(signals: Sequence[SignalRating], flip: Flip, shapes: Shapes) -> str:
    held = next(signal for signal in signals if signal.id == flip.moves[0].signal)
    turn = f" (turn {held.evidence[0].turn})" if held.evidence else ""
    return shapes.choose(
        _DOWN,
        steps=steps(flip),
        Steps=upper_first(steps(flip)),
        decision=flip.decision.words,
        name=lower_first(flip.moves[0].name),
        turn=turn,
    )


def _unseen(signals: Sequence[SignalRating], now: Decision, bar: float, doubt: Doubt) -> list[str]:
    """The heaviest signal that was not observed, where it could have changed the decision."""
    unseen = [signal for signal in signals if signal.rating is None]
    if not unseen:
        return []
    heaviest = max(unseen, key=lambda signal: (signal.weight, signal.id))
    best, worst = (if_observed(signals, bar, heaviest.id, rating, doubt) for rating in (4, 1))
    share = f"{heaviest.name} was not observed ({heaviest.weight:.0%} of the rubric)."
    if best is now and worst is now:
        return [f"{share} Whatever it had been, the decision would stand."]
    ends = [
        f"a {rating} there makes it {decision.words}" for rating, decision in ((4, best), (1, worst)) if decision != now
    ]
    return [f"{share} {upper_first(listed(ends))}."]


def _close(signals: Sequence[SignalRating], verdict: Verdict, bar: float) -> list[str]:
    mean, _ = weighted_mean(signals)
    if verdict.near is None or mean is None or decision_for(mean, bar) is not verdict.decision:
        return []
    border = borders(bar)[min(LADDER.index(verdict.decision), LADDER.index(verdict.near))]
    return [
        f"{upper_first(verdict.decision.words)} and {verdict.near.words} lie close together here: the weighted mean "
        f"is {mean:.2f}, the border between them {border:.2f}."
    ]


_UP_ONE = (
    "One step makes it {decision}: {steps}. It would move with {flip}",
    "{Decision} was one rating away, {steps}. What was missing is {flip}",
    "{Steps} would have been {decision}. That takes {flip}",
)
_UP_JUMP = (
    "{Decision} is two steps away on one signal, {steps}. It would move with {flip}",
    "It takes {steps} for {decision}; what is missing is {flip}",
    "{Steps} would have been {decision}. That takes {flip}",
)
_UP_MORE = (
    "To {decision} it takes {count} ratings: {steps}. The first would move with {flip}",
    "{Decision} needs {steps}, all of it. For {first} that means {flip}",
    "{Steps} together reach {decision}. Begin with {first}: {flip}",
)
_DOWN = (
    "Downwards, {steps} is enough for {decision}.",
    "It hangs on {name}{turn}: {steps} and it is {decision}.",
    "With {steps} it would be {decision}.",
)
