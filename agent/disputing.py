"""A candidate disputes a rating: answered from the evidence. The record changes only by a quote that was missed.

What the candidate argues is never read by a grader; only words that stand verbatim in the transcript are weighed, once
for a signal, and nothing else is kept. The answer speaks of the words that were pointed at, not of all that stands
around them. A dispute is weighed against the record as the disputes before it left it; what was locked stays in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.assembly import choose_interviewer, make_catalog, make_meter
from agent.debriefing import seen
from agent.domain.disputes import of_round, ratings_now
from agent.domain.terms import InterviewerKind, Role
from agent.domain.transcript import Transcript
from agent.domain.verdict import Dispute, Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.errors import NotFoundError, UsageError
from agent.grading.code_runs import held_to, ran_in
from agent.grading.committee import decide_loop
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.grading.exchanges import read_exchanges
from agent.grading.notes import of_passage
from agent.grading.transcripts import find_question
from agent.interviewer.quotes import locate
from agent.library import interview
from agent.resuming import as_held
from agent.settings import Settings
from agent.storage.codec import to_plain
from agent.storage.folders import session_folder
from agent.storage.journal import Journal

EXPLAINED_FROM = 3
"""Rating from which code that passes was taken for explained."""


async def dispute(settings: Settings, session: str, signal: str, words: str, round_id: str | None = None) -> Dispute:
    """Weigh `words`, which the candidate said, for a signal of a graded round; keeps the outcome with the session.

    A rating of a model is weighed by the model that these settings name, else by the one that the session had; what it
    costs is counted with the session and held to its limit.

    Raises:
        NotFoundError: no such session, round or signal. UsageError: it is not over, or nobody said these words.
        ProviderError: the model failed. Nothing is kept then.
    """
    document = (await interview(settings, session)).document
    if document is None:
        raise UsageError(f"Session {session} is not over yet; go on with `mockloop resume {session}`.")
    card, said = _round(document, round_id)
    if signal not in (rating.id for rating in card.signals):
        known = ", ".join(rating.id for rating in card.signals)
        raise NotFoundError(f"The round has no signal {signal!r}; it has {known}.")
    passage = _passage(said, words)
    before = of_round(document.disputes, card)
    card = _changed(settings, card, ratings_now(card.signals, before), said)
    journal = await Journal.open(session_folder(settings.paths.sessions, session))
    try:
        outcome, after = await _weighed(await as_held(settings, journal), journal, card, said, signal, passage, before)
        if isinstance(document, LoopDebrief) and after is not card:
            outcome = replace(outcome, answer=f"{outcome.answer} {_in_the_loop(settings, document, card, after)}")
        number = len(await journal.results(card.round_id, "dispute")) + 1
        await journal.keep_result(card.round_id, number, "dispute", to_plain(outcome))
    finally:
        await journal.close()
    return outcome


def _round(document: RoundDocument | LoopDebrief, round_id: str | None) -> tuple[Scorecard, Transcript]:
    if isinstance(document, RoundDocument):
        return document.scorecard, document.transcript
    cards = {card.round_id: card for card in document.scorecards}
    if round_id not in cards:
        raise NotFoundError(f"Name the round with --round: {', '.join(cards)}.")
    return cards[round_id], next(said for said in document.transcripts if said.round_id == round_id)


def _passage(said: Transcript, words: str) -> Evidence:
    """Where the candidate said these words.

    Raises UsageError: nowhere, or they are too few to be found again.
    """
    for index, turn in said.candidate_turns():
        if (quote := locate(words, turn.text)) is not None:
            return Evidence(index, quote)
    if words.strip() and any(words.strip().casefold() in turn.text.casefold() for _, turn in said.candidate_turns()):
        raise UsageError("That is too little to weigh. Give a phrase of your answer; nothing was kept.")
    raise UsageError("No answer of yours in this round has these words: nothing was weighed, and nothing was kept.")


def _changed(settings: Settings, card: Scorecard, signals: tuple[SignalRating, ...], said: Transcript) -> Scorecard:
    """A scorecard with these ratings and the decision that follows from them."""
    if signals == card.signals:
        return card
    bar = make_catalog(settings).rubric(said.round).bars[card.level]
    return replace(card, signals=signals, verdict=decide_verdict(signals, bar, doubt_in(said, card.flags)))


def _in_the_loop(settings: Settings, debrief: LoopDebrief, before: Scorecard, after: Scorecard) -> str:
    """What the loop's decision comes to with a round's new ratings; what its committee decided stays locked."""
    said = {held.round_id: held for held in debrief.transcripts}
    others = [
        _changed(settings, card, ratings_now(card.signals, of_round(debrief.disputes, card)), said[card.round_id])
        for card in debrief.scorecards
        if card.round_id != after.round_id
    ]
    bar = debrief.bars[debrief.level]
    was, comes = (decide_loop([*others, card], debrief.weights, bar)[0] for card in (before, after))
    return f"The loop stays {was.words}." if was is comes else f"The loop goes from {was.words} to {comes.words}."


async def _weighed(
    settings: Settings,
    journal: Journal,
    card: Scorecard,
    said: Transcript,
    signal: str,
    passage: Evidence,
    before: Sequence[Dispute],
) -> tuple[Dispute, Scorecard]:
    """What comes of it, and the round's scorecard as it stands then; `card` is how it stands after those `before`."""
    rated = next(rating for rating in card.signals if rating.id == signal)
    decision = card.verdict.decision
    stands = Dispute(
        card.round_id, rated.id, passage.quote, passage.turn, rated.rating, rated.rating, "", decision, decision
    )
    earlier = next((one for one in before if one.signal == signal and _weighs(one, passage)), None)
    if earlier is not None:
        came = "moved nothing" if earlier.after == earlier.before else "moved the rating then"
        return replace(stands, answer=f"This was weighed in an earlier dispute, and {came}. The rating stands."), card
    weigher = Weigher(settings, journal, said, rated, passage)
    if any(_same(passage, known) for known in rated.evidence):
        told = weigher.told(rated.rating)
        return replace(stands, answer=f"This was weighed: it is among the evidence. {told}The rating stands."), card
    again, note = await weigher.again()
    if again.rating is None:
        return replace(stands, answer="Weighed now: it shows nothing of this. The rating stands."), card
    if again.rating == rated.rating:
        return replace(stands, answer=f"Weighed now, and it moves nothing. {note}The rating stands."), card
    signals = tuple(again if rating.id == rated.id else rating for rating in card.signals)
    after = _changed(settings, card, signals, said)
    answer = f"This was missed. {note}".strip()
    return replace(stands, after=again.rating, decision_after=after.verdict.decision, answer=answer), after


def _weighs(earlier: Dispute, missed: Evidence) -> bool:
    return earlier.turn is not None and _same(missed, Evidence(earlier.turn, earlier.quote))


def _same(one: Evidence, other: Evidence) -> bool:
    return one.turn == other.turn and (one.quote in other.quote or other.quote in one.quote)


class Weigher:
    """Weighs a passage for a signal, by the kind of grader that rated it, and says what the passage does by itself."""

    def __init__(
        self, settings: Settings, journal: Journal, said: Transcript, rated: SignalRating, passage: Evidence
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._said = said
        self._rated = rated
        self._passage = passage
        self._catalog = make_catalog(settings)

    async def again(self) -> tuple[SignalRating, str]:
        """The signal rated with the passage beside the evidence, and a sentence on the passage by itself."""
        if self._rated.graded_by == "offline":
            again = await self._offline()
            return again, self.told(again.rating)
        again = await self._by_model()
        return again, f"{again.note} " if again.note else ""

    def told(self, rating: int | None) -> str:
        """What the passage does by itself that bears on a rating, as a sentence; '' where that is not known."""
        if rating is None or self._rated.graded_by != "offline":
            return ""
        turns = self._said.turns
        asked = [turn for turn in turns[self._passage.turn - 1 : self._passage.turn] if turn.role is Role.INTERVIEWER]
        alone = (*asked, replace(turns[self._passage.turn], text=self._passage.quote))
        put = read_exchanges(replace(self._said, turns=alone))
        does = of_passage(put[0], rating) if put else ""
        return f"The passage {does}. " if does else ""

    async def _by_model(self) -> SignalRating:
        if choose_interviewer(self._settings).kind is not InterviewerKind.MODEL:
            raise UsageError(
                f"{self._rated.graded_by} rated this signal; name a model with --model to weigh the quote with."
            )
        from agent.interviewer.model import ModelInterviewer

        meter = await make_meter(self._settings, self._journal)
        interviewer = ModelInterviewer.from_settings(self._settings, meter)
        try:
            return await interviewer.weigh(seen(self._said, self._catalog), self._rated, self._passage)
        finally:
            await interviewer.aclose()

    async def _offline(self) -> SignalRating:
        """From the answers that the evidence stands in and that of the passage, each with what was asked."""
        from agent.grading.offline import OfflineGrader
        from agent.retrieval.embedder import embedder

        said = self._said
        wanted = {self._passage.turn, *(known.turn for known in self._rated.evidence)}
        kept = tuple(
            replace(turn, run=None)
            for index, turn in enumerate(said.turns)
            if index in wanted or (turn.role is Role.INTERVIEWER and index + 1 in wanted)
        )
        rubric, grader = self._catalog.rubric(said.round), OfflineGrader(embedder(), self._catalog)
        grade = await grader.grade(rubric, replace(said, turns=kept), None, said.level)
        again = next(rating for rating in grade.signals if rating.id == self._rated.id)
        # What the code does is no matter of words: the runs of the whole round hold this rating as they held that one.
        explained = (self._rated.rating or 0) >= EXPLAINED_FROM
        question = find_question(said, self._catalog)
        ran = ran_in(said, self._catalog.problem, question.id if question is not None else None)
        [again] = held_to([again], rubric, ran, lambda _: explained)
        return replace(again, evidence=(*self._rated.evidence, self._passage))
