"""The words around a loop's decision, without a model: the rounds' quotes and the committee's arithmetic."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.interview import CommitteeProse
from agent.domain.terms import Decision
from agent.domain.verdict import Evidence, LoopDebrief, Scorecard, SignalRating
from agent.grading.committee import decide_loop, held_up, recommend_level
from agent.grading.committee_flips import loop_flips, means_by_round, round_title
from agent.grading.decision import LADDER, weighted_mean
from agent.grading.notes import held_in, telling
from agent.grading.shapes import Shapes, listed, lower_first, number, quoted, tidy, upper_first

_FAR = 2  # steps from the loop's decision that are dissent
_DRILLS = 4
_HOLDS = 2  # figures, acts, reasons and bounds in a quote that is shown as the best of the loop


def committee_prose(debrief: LoopDebrief) -> CommitteeProse:
    """The words around a loop's decision: what weighed most, who agrees, who does not, what would flip it, drills."""
    writer = _Writer(debrief)
    return CommitteeProse(
        headline=writer.headline(),
        agreement=tuple(writer.agreement()),
        dissent=tuple(writer.dissent()),
        would_flip=tuple(loop_flips(debrief)),
        drills=tuple(writer.drills()),
    )


class _Writer:
    """Keeps what was quoted, so that no quote comes twice."""

    def __init__(self, debrief: LoopDebrief) -> None:
        self._debrief = debrief
        self._cards = [card for card in debrief.scorecards if card.verdict.decision in LADDER]
        quotes = [item.quote for card in debrief.scorecards for signal in card.signals for item in signal.evidence]
        self._shapes = Shapes("\n".join(quotes))
        self._quoted: set[str] = set()
        self._means = means_by_round(debrief)

    def headline(self) -> str:
        """The decision in figures, the round that weighed most with its quote, the level, what was not held."""
        return tidy(" ".join([self._figures(), self._weightiest(), self._level(), self._not_held()]))

    def agreement(self) -> list[str]:
        """The rounds within a step of the decision, and what was seen alike in two of them."""
        near = [card for card in self._cards if abs(self._away(card)) < _FAR]
        lines = []
        if len(near) > 1 and self._debrief.decision in LADDER:
            named = listed([f"{_title(card)} ({card.verdict.decision.words})" for card in near])
            everyone = "Nobody stands apart: " if len(near) == len(self._cards) else ""
            lines.append(upper_first(f"{everyone}{named} lie within a step of the whole."))
        lines += [line for pair in self._same_signal() if (line := self._alike(*pair)) is not None]
        best = self._best()
        if best is not None:
            lines.append(best)
        return lines

    def dissent(self) -> list[str]:
        """Every round two steps or more away, with a quote, and signals that two rounds saw differently."""
        lines = [self._apart(card) for card in self._cards if abs(self._away(card)) >= _FAR]
        return lines + [line for pair in self._same_signal() if (line := self._unlike(*pair)) is not None]

    def drills(self) -> list[str]:
        """An exercise for each of the rounds that cost most, the costliest first, that no other round has too."""
        cards = [card for card in self._debrief.scorecards if card.prose.drills]
        cards.sort(key=lambda card: (-self._cost(card), card.round_id))
        found: dict[str, str] = {}
        for card in cards[:_DRILLS]:
            drill = card.prose.drills[1 if found and len(card.prose.drills) > 1 else 0]
            found.setdefault(drill, tidy(f"{upper_first(_title(card))}: {lower_first(drill)}"))
        return list(found.values())

    def _figures(self) -> str:
        debrief = self._debrief
        bar = debrief.bars.get(debrief.level)
        if debrief.decision not in LADDER or not debrief.weights or bar is None:
            held = listed([_title(card) for card in debrief.scorecards]) if debrief.scorecards else "no round"
            if debrief.decision is Decision.NOT_ENOUGH_EVIDENCE:
                share = sum(debrief.weights.get(card.round_id, 0.0) for card in self._cards)
                return f"Nothing is decided: {held} make {share:.0%} of the loop by weight, and it takes half."
            return f"The rounds held, {held}, come to {debrief.decision.words}."
        _, mean = decide_loop(debrief.scorecards, debrief.weights, bar)
        count = len(self._cards)
        rounds = f"{upper_first(number(count))} round{'s' if count > 1 else ''}"
        if mean is not None and mean >= bar and held_up(debrief.scorecards):
            return self._held_by(mean, bar)
        side = "at or above" if mean is not None and mean >= bar else "under"
        verb = "comes" if count == 1 else "come"
        return f"{rounds} {verb} to {mean:.2f}, {side} the {debrief.level.value} bar of {bar:.2f}."

    def _held_by(self, mean: float, bar: float) -> str:
        """The first sentence where a round by itself holds the loop below the bar that its mean reaches."""
        asked, decision = self._debrief.level.value, self._debrief.decision.words
        stopping = listed([round_title(name) for name in held_up(self._debrief.scorecards)])
        count = number(len(self._cards))
        return (
            f"The strong no hire in {stopping} holds the loop at {decision}, though the mean of {count} rounds, "
            f"{mean:.2f}, would be at or above the {asked} bar of {bar:.2f}."
        )

    def _weightiest(self) -> str:
        """The round that pulled most towards the decision, with the quote that stands for it."""
        debrief = self._debrief
        bar = debrief.bars.get(debrief.level)
        if debrief.decision not in LADDER or not self._means or bar is None:
            return ""
        sign = 1.0 if LADDER.index(debrief.decision) >= LADDER.index(Decision.LEAN_HIRE) else -1.0
        pulls = {name: sign * debrief.weights[name] * (mean - bar) for name, mean in self._means.items()}
        card = max(self._cards, key=lambda card: (pulls[card.round_id], card.round_id))
        pull = pulls[card.round_id]
        found = self._quote(card, good=sign > 0)
        if pull <= 0 or found is None:
            return ""
        signal, item = found
        return self._shapes.choose(
            _WEIGHED_FOR if sign > 0 else _WEIGHED_AGAINST,
            title=upper_first(_title(card)), low=_title(card), quote=quoted(item.quote, 160), turn=item.turn,
            name=lower_first(signal.name),
        )  # fmt: skip

    def _level(self) -> str:
        debrief = self._debrief
        if debrief.decision not in LADDER:
            return ""
        level = debrief.recommended_level
        if level is None:
            held = held_up(debrief.scorecards)
            return "No level is recommended while that stands." if held else "No level's bar is reached."
        if level is debrief.level:
            more = "; a short form recommends none above it" if self._kept_from_more() else ""
            return f"Recommended level: {level.value}, the one interviewed for{more}."
        bar = debrief.bars.get(level)
        return f"Recommended level: {level.value} instead of {debrief.level.value}" + (
            f", bar {bar:.2f}." if bar else "."
        )

    def _kept_from_more(self) -> bool:
        """Whether the mean of a hire reaches a higher level's bar, and the loop was too short to recommend it."""
        debrief = self._debrief
        if debrief.decision not in (Decision.HIRE, Decision.STRONG_HIRE) or not debrief.weights or not debrief.bars:
            return False
        _, mean = decide_loop(debrief.scorecards, debrief.weights, debrief.bars[debrief.level])
        return recommend_level(mean, debrief.bars) is not debrief.level

    def _not_held(self) -> str:
        names = [round_title(name) for name in self._debrief.rounds_not_held]
        if not names:
            return ""
        return f"Not held, and counted neither way: {listed(names)}."

    def _apart(self, card: Scorecard) -> str:
        away = self._away(card)
        found = self._quote(card, good=away > 0)
        said = f" {quoted(found[1].quote)} (turn {found[1].turn}), on {lower_first(found[0].name)}." if found else ""
        return tidy(
            self._shapes.choose(
                _APART,
                Title=upper_first(_title(card)),
                title=_title(card),
                decision=card.verdict.decision.words,
                steps=f"{abs(away)} steps {'above' if away > 0 else 'below'}",
            )
            + said
        )

    def _same_signal(self) -> list[tuple[tuple[Scorecard, SignalRating], tuple[Scorecard, SignalRating]]]:
        """Pairs of rounds that rated a signal of the same name."""
        seen: dict[str, tuple[Scorecard, SignalRating]] = {}
        pairs = []
        for card in self._cards:
            for signal in card.signals:
                if signal.rating is None:
                    continue
                if signal.id in seen and seen[signal.id][0].round is not card.round:
                    pairs.append((seen[signal.id], (card, signal)))
                else:
                    seen[signal.id] = (card, signal)
        return pairs

    def _alike(self, first: tuple[Scorecard, SignalRating], second: tuple[Scorecard, SignalRating]) -> str | None:
        ratings = {first[1].rating, second[1].rating}
        if ratings <= {1, 2} or ratings <= {3, 4}:
            word = "a gap" if ratings <= {1, 2} else "a strength"
            return (
                f"{_both(first[1], second[1])} is {word} in two rounds: {first[1].rating} in {_title(first[0])}, "
                f"{second[1].rating} in {_title(second[0])}."
            )
        return None

    def _unlike(self, first: tuple[Scorecard, SignalRating], second: tuple[Scorecard, SignalRating]) -> str | None:
        high, low = sorted((first, second), key=lambda item: -(item[1].rating or 0))
        if (high[1].rating or 0) - (low[1].rating or 0) < _FAR or not high[1].evidence or not low[1].evidence:
            return None
        above = max(high[1].evidence, key=lambda item: telling(item.quote, good=True))
        below = max(low[1].evidence, key=lambda item: telling(item.quote, good=False))
        return tidy(
            f"{_both(high[1], low[1])} was a {high[1].rating} in {_title(high[0])}, {quoted(above.quote)} (turn "
            f"{above.turn}), and a {low[1].rating} in {_title(low[0])}, {quoted(below.quote)} (turn {below.turn})."
        )

    def _best(self) -> str | None:
        """The one thing that spoke most for the candidate, over all rounds; nothing where little did."""
        if self._debrief.decision not in LADDER[2:]:
            return None
        rated = [
            (signal.rating or 0, self._debrief.weights.get(card.round_id, 0.0) * signal.weight, card, signal)
            for card in self._cards
            for signal in card.signals
            if (signal.rating or 0) >= 3 and any(self._says_something(item) for item in signal.evidence)
        ]
        if not rated:
            return None
        rating, _, card, signal = max(rated, key=lambda item: (item[0], item[1], item[3].id))
        item = next(item for item in signal.evidence if self._says_something(item))
        self._quoted.add(item.quote)
        return self._shapes.choose(
            _BEST,
            quote=quoted(item.quote),
            turn=item.turn,
            title=_title(card),
            name=lower_first(signal.name),
            rating=rating,
        )

    def _says_something(self, item: Evidence) -> bool:
        return item.quote not in self._quoted and held_in(item.quote) >= _HOLDS

    def _quote(self, card: Scorecard, *, good: bool) -> tuple[SignalRating, Evidence] | None:
        rated = [signal for signal in card.signals if signal.rating is not None]
        rated.sort(
            key=lambda signal: (-(signal.rating or 0) if good else (signal.rating or 0), -signal.weight, signal.id)
        )
        for signal in rated:
            for item in sorted(signal.evidence, key=lambda item: -telling(item.quote, good=good)):
                if item.quote not in self._quoted:
                    self._quoted.add(item.quote)
                    return signal, item
        return None

    def _away(self, card: Scorecard) -> int:
        if self._debrief.decision not in LADDER:
            return 0
        return LADDER.index(card.verdict.decision) - LADDER.index(self._debrief.decision)

    def _cost(self, card: Scorecard) -> float:
        mean, _ = weighted_mean(card.signals)
        return self._debrief.weights.get(card.round_id, 1.0) * (4.0 - (mean if mean is not None else 4.0))


def _title(card: Scorecard) -> str:
    return round_title(card.round_id)


def _both(first: SignalRating, second: SignalRating) -> str:
    """The name of a signal that two rubrics share, or both names where they call it differently."""
    names: Sequence[str] = list(dict.fromkeys([first.name, second.name]))
    return names[0] if len(names) == 1 else f"{names[0]} ({lower_first(names[1])})"


_WEIGHED_FOR = (
    "{title} raised it most: {quote} (turn {turn}), on {name}.",
    "Most of what speaks for it is {low}, where {name} rests on {quote} (turn {turn}).",
    "What raised it most was said in {low}: {quote} (turn {turn}).",
)
_WEIGHED_AGAINST = (
    "{title} lowered it most: {quote} (turn {turn}), on {name}.",
    "Most of what speaks against it is {low}, where {name} rests on {quote} (turn {turn}).",
    "What lowered it most was said in {low}: {quote} (turn {turn}).",
)
_APART = (
    "{Title} stands apart with {decision}, {steps}.",
    "On its own, {title} would be {decision}, {steps} the loop.",
    "{Title} disagrees: {decision}, {steps}.",
)
_BEST = (
    "Nobody has to argue about {name}: {quote} ({title}, turn {turn}).",
    "The best of the loop is a {rating} on {name}, {quote} ({title}, turn {turn}).",
    "{quote} ({title}, turn {turn}) is what speaks most for the candidate, on {name}.",
)
