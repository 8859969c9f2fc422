"""The words around a round's verdict, without a model: nothing that wasn't said in the round.

Every sentence stands on a quote, a count or the arithmetic of the decision. The rubric says what was wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from agent.domain.claims import Conflict
from agent.domain.interview import RoundGrade
from agent.domain.runs import ITSELF
from agent.domain.terms import Decision, Flag, Level, Move
from agent.domain.verdict import Prose, SignalRating, Verdict
from agent.grading import code_prose, round_shapes, said_already
from agent.grading.anchors import step_up
from agent.grading.candour import owned_up
from agent.grading.code_runs import Ran
from agent.grading.committee_prose import committee_prose
from agent.grading.decision import LADDER
from agent.grading.doubts import doubt_in
from agent.grading.exchanges import Exchange, read_exchanges
from agent.grading.flip_prose import would_flip
from agent.grading.moments import Point, Quotes, observed
from agent.grading.observations import Observed, course, observe
from agent.grading.remarks import missed, shown, wants_number
from agent.grading.round_concerns import (
    asked_back_only,
    contradiction,
    gone_around,
    not_so,
    other_case,
    passed_over,
    spoke_of_another,
    words_to_the_grader,
)
from agent.grading.shapes import (
    SHORT_ASK,
    Shapes,
    last_question,
    listed,
    lower_first,
    quoted,
    stopped,
    tidy,
    upper_first,
)
from agent.grading.untrue import Said

__all__ = ["Held", "committee_prose", "round_prose"]

_IN_HEADLINE = 150  # characters of a quote
_ASK = 110  # characters of a quoted ask
_STRENGTHS, _CONCERNS, _DRILLS = 3, 4, 3


class Held(said_already.Held, Protocol):
    """What the words need to know of a round; a `RoundView` is one."""

    @property
    def level(self) -> Level:
        """The level, which sets the bar."""
        ...


def round_prose(
    held: Held,
    grade: RoundGrade,
    verdict: Verdict,
    conflicts: Sequence[Conflict] = (),
    untrue: Sequence[Said] = (),
    said: Collection[str] = (),
    ran: Sequence[Ran] = (),
) -> Prose:
    """The words around a round's verdict: the moment, for and against, what would flip it, what to practise.

    `conflicts` are figures that can't both hold, their `seq` is the index of a turn; `untrue` is what is not so; `said`
    is what of the anchors one step up was heard (`said_already.said_already`); `ran` is how the code that was run did.
    """
    writer = _Writer(held, grade, verdict, conflicts, untrue, said, ran)
    headline = writer.headline()
    bar, doubt = held.rubric.bars[held.level], doubt_in(held.transcript, grade.flags)
    return Prose(
        headline=headline,
        strengths=tuple(writer.strengths()),
        concerns=tuple(writer.concerns()),
        would_flip=tuple(would_flip(held.rubric, grade.signals, verdict, bar, writer.shapes, doubt)),
        drills=tuple(writer.drills()),
    )


class _Writer:
    """Keeps what has been quoted and said already, so that a debrief says it once."""

    def __init__(
        self,
        held: Held,
        grade: RoundGrade,
        verdict: Verdict,
        conflicts: Sequence[Conflict],
        untrue: Sequence[Said],
        said: Collection[str],
        ran: Sequence[Ran],
    ) -> None:
        self._conflicts, self._untrue, self._heard, self._ran = conflicts, untrue, said, ran
        self._held = held
        self._grade = grade
        self._verdict = verdict
        said = "\n".join(turn.text for turn in held.transcript.turns)
        self.shapes = Shapes(said)
        exchanges = [exchange for exchange in read_exchanges(held.transcript) if not exchange.aside]
        self._answers = [observe(exchange) for exchange in exchanges]
        self._quotes = Quotes(self._answers)
        self._kinds: set[str] = set()
        self._opened = ""

    def headline(self) -> str:
        """The moment it turned on: one or two sentences around a quote."""
        if self._verdict.decision is Decision.NOT_ENOUGH_EVIDENCE:
            return self._nothing_decided()
        good = LADDER.index(self._verdict.decision) >= 3
        point = self._quotes.moment(self._grade.signals, good=good)
        if point is None:
            self._opened = next(iter(asked_back_only(self._held.transcript)), "")
            return self._opened or self._nothing_said()
        remark = self._remark(shown(observed(point)) if good else missed(point.answer))
        # What was put twice may have been passed by twice: a strength is then not called the answer to it.
        asked = self._held.transcript.leading_to(point.evidence.turn)
        passed_by = good and any(turn.move is Move.REDIRECT for _, turn in asked)
        ask = "" if passed_by else last_question(point.answer.exchange.heard)
        with_ask = round_shapes.MOMENT_FOR if good else round_shapes.MOMENT_AGAINST
        return self.shapes.choose(
            with_ask if len(ask.split()) >= SHORT_ASK else round_shapes.MOMENT,
            turn=point.evidence.turn,
            ask=quoted(ask, _ASK),
            quote=quoted(point.evidence.quote, _IN_HEADLINE),
            name=lower_first(point.signal.name),
            rating=point.signal.rating,
            remark=remark,
        )

    def strengths(self) -> list[str]:
        """What counted for the candidate, heaviest first; nothing where nothing did."""
        rated = [signal for signal in self._grade.signals if (signal.rating or 0) >= 3]
        told = code_prose.strengths(self._ran)
        rated = [signal for signal in rated if not (told and code_prose.is_about(signal))]
        rated.sort(key=lambda signal: (-(signal.rating or 0) * signal.weight, signal.id))
        points = [point for signal in rated if (point := self._quotes.fresh(signal, best=True)) is not None]
        hired = self._verdict.decision in LADDER[3:]
        found = [self._strength(p) for p in points if hired or next(shown(observed(p)), None)][:_STRENGTHS]
        return told + found[: _STRENGTHS - len(told)] + owned_up(self._held.transcript)

    def concerns(self) -> list[str]:
        """What counted against, heaviest first, signals that rest on the same turn together."""
        over_all = course(self._answers)
        below = LADDER.index(self._verdict.decision) < 4 if self._verdict.decision in LADDER else True
        whole = [stopped(upper_first(over_all))] if over_all is not None and below else []
        rated = [signal for signal in self._grade.signals if signal.rating is not None and signal.rating <= 2]
        rated.sort(key=lambda signal: ((signal.rating or 0) - 3) * signal.weight)
        told = code_prose.concerns(self._ran)
        rated = [signal for signal in rated if not (told and code_prose.is_about(signal))]
        found = told + [self._concern(signal) for signal in rated[: _CONCERNS - len(whole) - len(told)]] + whole
        found += [contradiction(conflict) for conflict in self._conflicts[:1]]
        found += not_so(self._untrue)
        found += gone_around(self._held.transcript)
        found += [line for line in asked_back_only(self._held.transcript) if line != self._opened]
        found += passed_over(self._held.transcript)
        found += spoke_of_another(self._held.transcript)
        found += other_case(self._held.transcript)
        if Flag.INJECTION_ATTEMPT in self._grade.flags:
            found.append(words_to_the_grader(self._answers))
        if not found:
            found += self._thinnest()
        return found

    def drills(self) -> list[str]:
        """One exercise per weak signal, and the answer that is worth giving again."""
        rated = [signal for signal in self._grade.signals if signal.rating is not None]
        rated.sort(key=lambda signal: (((signal.rating or 0) - 4) * signal.weight, signal.id))
        weak = [signal for signal in rated if (signal.rating or 0) < 4]
        again = code_prose.drills(self._ran) or self._again()
        room = _DRILLS - len(again)
        of_rubric = [self._held.rubric.signal(signal.id) for signal in weak[:room]]
        return again + [signal.drill for signal in of_rubric if signal is not None]

    def _strength(self, point: Point) -> str:
        rating = point.signal.rating or 0
        more = self._step_up(point.signal, rating) if rating == 3 else ""
        return self.shapes.choose(
            round_shapes.STRENGTH,
            quote=quoted(point.evidence.quote),
            turn=point.evidence.turn,
            name=point.signal.name,
            low=lower_first(point.signal.name),
            rating=rating,
            remark=self._remark(shown(observed(point))),
            more=more,
        )

    def _concern(self, signal: SignalRating) -> str:
        more = self._step_up(signal, signal.rating or 1)
        point = self._quotes.fresh(signal, best=False)
        if point is None:
            return self.shapes.choose(
                round_shapes.UNQUOTED, name=signal.name, low=lower_first(signal.name), rating=signal.rating, more=more
            )
        return self.shapes.choose(
            round_shapes.CONCERN,
            quote=quoted(point.evidence.quote),
            ask=quoted(last_question(point.answer.exchange.heard), _ASK),
            turn=point.evidence.turn,
            name=signal.name,
            low=lower_first(signal.name),
            rating=signal.rating,
            remark=self._remark(missed(point.answer)),
            more=more,
        )

    def _thinnest(self) -> list[str]:
        """Where nothing spoke against the candidate: what was thinnest, or was not asked."""
        rated = [signal for signal in self._grade.signals if signal.rating == 3]
        unseen = [lower_first(signal.name) for signal in self._grade.signals if signal.rating is None]
        if rated:
            thin = max(rated, key=lambda signal: (signal.weight, signal.id))
            more = self._step_up(thin, 3)
            return [tidy(f"Nothing that would stop it. Thinnest was {lower_first(thin.name)}. {more}")]
        return [f"Nothing that would stop it; on {listed(unseen)} there was nothing to rate."] if unseen else []

    def _again(self) -> list[str]:
        """The probe that was answered worst, to be answered again."""
        asked = [answer for answer in self._answers if "?" in answer.exchange.heard and not answer.exchange.opening]
        asked = [answer for answer in asked if ITSELF not in (answer.exchange.probe_id or "")]
        if not asked:
            return []
        weak = {item.turn: signal.rating or 0 for signal in self._grade.signals for item in signal.evidence}
        asked = [answer for answer in asked if weak.get(answer.turn, 5) <= 2]
        if not asked:
            return []
        worst = min(asked, key=lambda answer: (weak.get(answer.turn, 5), _held_in(answer), answer.turn))
        ask = quoted(last_question(worst.exchange.heard), 2 * _ASK)
        probe = self._probe(worst.exchange)
        wanted = f" What it has to hold: {stopped(lower_first(probe))}" if probe else ""
        shapes = round_shapes.AGAIN_IN_FIGURES if wants_number(worst.exchange.ask) else round_shapes.AGAIN
        return [tidy(self.shapes.choose(shapes, ask=ask, turn=worst.turn) + wanted)]

    def _step_up(self, signal: SignalRating, rating: int) -> str:
        """What more would have been, on the question that the evidence answered; nothing that was said."""
        of_rubric = self._held.rubric.signal(signal.id)
        if of_rubric is None:
            return ""
        return step_up(of_rubric, said_already.question_of(self._held, signal), rating, self._heard)

    def _probe(self, exchange: Exchange) -> str | None:
        question = self._held.question_at(exchange.parts[0].turn)
        if question is None or exchange.probe_id is None:
            return None
        return next((probe.good for probe in question.probes if probe.id == exchange.probe_id), None)

    def _remark(self, remarks: Iterator[tuple[str, str]]) -> str:
        """The first remark of a kind that this debrief doesn't have yet; nothing where all were made."""
        kind, sentence = next((item for item in remarks if item[0] not in self._kinds), ("", ""))
        self._kinds.add(kind)
        return sentence

    def _nothing_decided(self) -> str:
        seen = [lower_first(signal.name) for signal in self._grade.signals if signal.rating is not None]
        if not self._answers or not any(answer.words for answer in self._answers):
            return "Nothing was said that could be rated, so nothing is decided."
        share = sum(signal.weight for signal in self._grade.signals if signal.rating is not None)
        came_up = (
            f"only {listed(seen)} came up, {share:.0%} of the rubric" if seen else "no signal of the rubric came up"
        )
        return f"The round ended before there was enough to decide on: {came_up}."

    def _nothing_said(self) -> str:
        count = sum(answer.words for answer in self._answers)
        turns = len(self._answers)
        if Flag.INJECTION_ATTEMPT in self._grade.flags and not count:
            return "What was said spoke to whoever grades and not to the question; there was no answer to rate."
        return f"{turns} answer{'s' if turns > 1 else ''}, {count} words: there was no answer to rate."


def _held_in(answer: Observed) -> int:
    return len(answer.figures) + len(answer.acts) + len(answer.reasons) + len(answer.limits)
