"""The offline grader: no model, no network, the same transcript always graded the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agent.domain.claims import Conflict
from agent.domain.falsehoods import FalsehoodSet
from agent.domain.interview import Assessment, RoundGrade, RoundView, SignalShown
from agent.domain.knowledge import FailureMode, Question, Rubric, Signal
from agent.domain.problems import Problem
from agent.domain.terms import Flag, Level, MessageKind, RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import Evidence, SignalRating
from agent.grading.answer_model import AnswerModel, Worth, load_model
from agent.grading.answers import Measured, bare, measure
from agent.grading.asking import asked_of_the_case, credited
from agent.grading.beside import AskListener
from agent.grading.beside_code import explains, told
from agent.grading.candour import owned_to
from agent.grading.code_runs import QUOTES, Ran, held_to, ran_in
from agent.grading.coefficients import QUALITY, SUBSTANCE, Table
from agent.grading.doubts import besides, elsewhere, evaded, lowered_by
from agent.grading.elsewhere import CaseListener
from agent.grading.emptiness import needed
from agent.grading.exchanges import read_exchanges
from agent.grading.flags import Ledger, contradictions, find_flags
from agent.grading.held_already import HeldListener
from agent.grading.left_open import left_open, skipped
from agent.grading.mistakes import Mistakes, mistakes_of
from agent.grading.notes import explain
from agent.grading.quoting import quote_for
from agent.grading.reference import Reads, Reference, build_reference
from agent.grading.round_signals import asked_for, over_round, rating_of, touch_enough, touched
from agent.grading.said_already import Held, said_already
from agent.grading.spoken_of import away_from, spoken_of
from agent.grading.standing import BESIDE, weighed, worth_in_round
from agent.grading.traits import traits
from agent.grading.untrue import Said, said_untrue
from agent.grading.whole_ratings import whole_ratings
from agent.listening.rules import certain

GRADER = "offline"
FURTHER = 2
"""Answers looked at beyond those for quotes that no other signal has."""

LEFT_OPEN = "Met with questions of the candidate's own, which were answered; an answer never came."
SKIPPED = "The candidate asked to leave it, not for the first time; an answer never came."


class Knowledge(Protocol):
    """Where the round's other questions come from; their examples widen what an answer is compared with."""

    def questions(self, kind: RoundKind) -> Sequence[Question]:
        """All questions of a round kind."""
        ...

    def falsehoods(self, kind: RoundKind) -> Sequence[FalsehoodSet]:
        """The wrong statements that are heard in a round kind; an answer that stands by one is worth little."""
        ...

    def problem(self, question_id: str) -> Problem | None:
        """What code for a question is held to; None where nothing tries it."""
        ...

    def failure_modes(self) -> Sequence[FailureMode]:
        """All failure modes; a strength never rests on words in which one is recognised."""
        ...


class OfflineGrader:
    """Rates answers by what they do and by their nearness to authored examples of good and bad ones."""

    def __init__(
        self,
        embeds: Reads,
        knowledge: Knowledge,
        quality: Table = QUALITY,
        substance: Table = SUBSTANCE,
        ledger: Ledger | None = None,
        model: AnswerModel | None = None,
    ) -> None:
        self._embeds = embeds
        self._knowledge = knowledge
        self._given_model = model
        self._quality = quality
        self._substance = substance
        self._ledger = ledger
        self._references: dict[RoundKind, Reference] = {}
        self._mistakes: dict[RoundKind, Mistakes] = {}
        self._listener = AskListener(embeds)
        self._held = HeldListener(embeds)
        self._cases = CaseListener(embeds)

    @property
    def _model(self) -> AnswerModel:
        return self._given_model or load_model()

    def contradictions(self, transcript: Transcript) -> tuple[Conflict, ...]:
        """Figures that can't both hold, as far as the ledger finds them; none where the grader has no ledger."""
        return tuple(contradictions(self._ledger, transcript)) if self._ledger is not None else ()

    def untruths(self, transcript: Transcript) -> tuple[Said, ...]:
        """What was said that is not so: wrong statements, and sums that don't come out."""
        kind = transcript.round
        return said_untrue(read_exchanges(transcript), kind, self._knowledge.falsehoods(kind))

    async def said_already(self, held: Held, grade: RoundGrade) -> frozenset[str]:
        """What of the anchors one step above its ratings was heard in a round."""
        return await said_already(self._embeds, held, grade)

    async def held_already(self, view: RoundView) -> frozenset[str]:
        """The question's own follow-ups, and those that fit any, that an answer of the round already holds."""
        return await self._held.held(view.transcript, (*view.question.probes, *view.general_probes))

    def runs(self, transcript: Transcript, question: Question | None) -> tuple[Ran, ...]:
        """How the code that was run did, question by question; `question` is the round's where no turn names one."""
        return ran_in(transcript, self._knowledge.problem, question.id if question is not None else None)

    async def hears_another(self, view: RoundView) -> bool:
        """Whether the newest answer speaks to another follow-up of the question than the one that is open."""
        return await self._listener.hears_another(view.transcript, view.question)

    async def hears_another_case(self, view: RoundView) -> bool:
        """Whether the answers so far are about the case of another question."""
        others = self._knowledge.questions(view.question.round)
        return await self._cases.hears_another(view.transcript, view.question, others)

    async def prepare(self, rubric: Rubric) -> Reference:
        """Embed the round's examples, once; takes under a second where they are not cached."""
        if rubric.round not in self._references:
            questions = self._knowledge.questions(rubric.round)
            self._references[rubric.round] = await build_reference(self._embeds, rubric, questions)
        return self._references[rubric.round]

    async def assess(self, view: RoundView) -> Assessment:
        """What the newest answer showed: the signals it touched, each with a verbatim quote."""
        exchanges = read_exchanges(view.transcript)
        if not exchanges or exchanges[-1].aside:  # who asks shows nothing yet, and what was asked is still to be raised
            return Assessment((), answered=False)
        reference = await self.prepare(view.rubric)
        measured = await measure(self._embeds, reference, exchanges[-1])
        worth = self._worth(measured)
        flags = find_flags([measured], [worth.blank], view.transcript, ())
        shown = []
        for signal, wanted in self._wanted(measured, worth, view.question).items():
            rating = max(1, min(4, round(wanted)))
            quote = quote_for(measured, signal, rating, frozenset(), ()).evidence.quote
            if quote:
                shown.append(SignalShown(signal, rating, quote, explain(measured, rating, self._quality)))
        return Assessment(tuple(shown), answered=not worth.blank, flags=flags)

    async def grade(
        self,
        rubric: Rubric,
        transcript: Transcript,
        question: Question | None,
        level: Level,
        *,
        assisted: bool = False,
    ) -> RoundGrade:
        """Rate every signal of the rubric over the whole round; None where no answer touched it.

        The level sets the bar, not the ratings, so `level` changes nothing here; it is part of the call because a
        grader with a model is asked the same way. `assisted`: somebody else may have written the code.
        """
        held = read_exchanges(transcript)
        unanswered = frozenset((*left_open(transcript), *skipped(transcript)))
        exchanges = told([one for one in held if not one.aside or one.parts[-1].turn in unanswered], transcript)
        asked = {exchange.signal for exchange in held}
        reference = await self.prepare(rubric)
        answers = [await measure(self._embeds, reference, exchange) for exchange in exchanges]
        put = {own.id: own for own in self._knowledge.questions(rubric.round)}
        conflicts = self.contradictions(transcript)
        nothing, beside = frozenset(evaded(transcript)) | unanswered, frozenset(besides(transcript))
        untrue = self.untruths(transcript)
        wrong = frozenset(said.turn for said in untrue if said.righted is None and not said.untrue.is_sum)
        low = beside | frozenset(elsewhere(transcript)) | wrong
        worths = [worth_in_round(self._worth(measured), measured, nothing, low, conflicts) for measured in answers]
        per_answer = [
            self._wanted(measured, worth, put.get(measured.exchange.question_id or "", question))
            for measured, worth in zip(answers, worths, strict=True)
        ]
        weights = {signal.id: signal.weight for signal in rubric.signals}
        touch_enough(per_answer, answers, worths, weights)
        lowered = lowered_by(len(nothing - unanswered) + len(beside), len(conflicts))
        reached = self._model.rounds.level(worths) - lowered if worths else 0.0
        wanted = over_round(per_answer, weights, max(1.0, reached)) if worths else {}
        ratings = whole_ratings(wanted, weights)
        mistakes = await self._mistakes_of(rubric.round)
        unfit = [
            frozenset(range(len(measured.sentences)))
            if worth.blank
            else mistakes.marked(measured, conflicts, [said.untrue.quote for said in untrue])
            for measured, worth in zip(answers, worths, strict=True)
        ]
        owned = owned_to(rubric, transcript, answers)
        quoted: set[Evidence] = set()
        spoken: list[str] = []
        rated = []
        for signal in rubric.signals:
            if (rating := ratings.get(signal.id)) is None:
                rated.append(unrated(signal, asked=signal.id in asked))
                continue
            away = away_from(signal.id, rating, answers, owned, rubric)
            rated.append(self._rated(signal, rating, answers, per_answer, unfit, away, quoted, spoken))
        flags = find_flags(answers, [worth.blank for worth in worths], transcript, conflicts)
        his = [] if assisted or Flag.INJECTION_ATTEMPT in flags else zip(answers, worths, strict=True)
        telling = [answer.exchange for answer, worth in his if worth.value >= BESIDE and not worth.blank]
        ran = self.runs(transcript, question)
        asked_too = credited(rated, rubric, asked_of_the_case(transcript), QUOTES)
        return RoundGrade(held_to(asked_too, rubric, ran, lambda one: explains(telling, one)), flags)

    async def _mistakes_of(self, kind: RoundKind) -> Mistakes:
        if kind not in self._mistakes:
            self._mistakes[kind] = await mistakes_of(self._embeds, kind, self._knowledge.failure_modes())
        return self._mistakes[kind]

    def _worth(self, measured: Measured) -> Worth:
        """What an answer is worth, whatever it is about."""
        seen = traits(bare(measured.exchange.text), measured.features, measured.seen, self._model.yardsticks)
        plain, least = self._quality.value(measured.features), needed(measured, self._substance)
        return weighed(seen, self._model.rating(seen), plain, least)

    def _wanted(self, measured: Measured, worth: Worth, question: Question | None) -> dict[str, float]:
        """The rating in fractions of each signal that an answer touched, or was asked for."""
        if worth.blank:
            silent = measured.exchange.aside or not measured.sentences
            return {s: 1.0 for s in asked_for(measured, question) if silent or spoken_of(s, measured)}
        return {s: rating_of(s, measured, worth) for s in touched(measured, question) if spoken_of(s, measured)}

    def _rated(
        self,
        signal: Signal,
        rating: int,
        answers: Sequence[Measured],
        per_answer: Sequence[dict[str, float]],
        unfit: Sequence[frozenset[int]],
        away: Sequence[frozenset[int]],
        quoted: set[Evidence],
        spoken: list[str],
    ) -> SignalRating:
        """A signal with its evidence; what another signal has `quoted` comes only where nothing else does, and what is
        `away`, evidence of something else, for no strength at all."""
        touching = [at for at, wanted in enumerate(per_answer) if signal.id in wanted]
        values = [wanted[signal.id] for wanted in per_answer if signal.id in wanted]
        shy = [len(unfit[at]) >= len(answers[at].sentences) for at in touching]
        if all(shy):  # nothing that a strength could rest on
            rating = min(rating, 2)
        shy = [one and rating >= 3 for one in shy]
        off = [abs(value - rating) - answers[at].aptness(signal.id) for at, value in zip(touching, values, strict=True)]
        poor = [rating >= 3 and value < BESIDE for value in values]
        order = sorted(range(len(touching)), key=lambda i: (shy[i], poor[i], off[i], i))
        fits = [touching[i] for i in order if not shy[i]]
        fits = ([at for at in fits if answers[at].sentences] or fits)[: QUOTES + FURTHER]
        found = [quote_for(answers[at], signal.id, rating, unfit[at], quoted, away[at]) for at in fits]
        if rating >= 3 and all(quote.scrap for quote in found):  # a word or two are no strength
            others = [
                at for at in range(len(answers)) if at not in fits and len(unfit[at]) < len(answers[at].sentences)
            ]
            nearest = sorted(others, key=lambda at: (-answers[at].aptness(signal.id), at))[:QUOTES]
            found += [quote_for(answers[at], signal.id, rating, unfit[at], quoted, away[at]) for at in nearest]
        found = [quote for quote in found if quote.evidence.quote]
        fresh = [quote for quote in found if quote.evidence not in quoted] or found
        fresh = [quote for quote in fresh if not quote.scrap] or fresh
        if rating >= 3 and all(quote.scrap for quote in fresh):  # rather the same words again than a word or two
            again = [quote_for(answers[at], signal.id, rating, unfit[at], (), away[at]) for at in fits]
            fresh = [quote for quote in again if not quote.scrap] or fresh
        kept = [quote for quote in fresh if quote.telling][:QUOTES] or fresh[:1]
        if rating >= 3 and kept and all(quote.away for quote in kept):
            return unrated(signal, asked=False)
        evidence = tuple(quote.evidence for quote in kept)
        quoted.update(evidence)
        turn = evidence[0].turn if evidence else -1
        of = (answer for answer in answers if any(part.turn == turn for part in answer.exchange.parts))
        answer = next(of, answers[touching[order[0]]])
        passed = certain(answer.exchange.text, answer.exchange.heard) is MessageKind.SKIP
        note = (
            (SKIPPED if passed else LEFT_OPEN)
            if answer.exchange.aside
            else explain(answer, rating, self._quality, spoken)
        )
        spoken.append(note)
        return SignalRating(signal.id, signal.name, signal.weight, rating, evidence, GRADER, note)


def unrated(signal: Signal, *, asked: bool) -> SignalRating:
    """A signal that was not observed, `asked` about or not."""
    note = "Asked about, and not answered with anything to rate." if asked else "Not asked about, and not shown."
    return SignalRating(signal.id, signal.name, signal.weight, None, (), GRADER, note)
