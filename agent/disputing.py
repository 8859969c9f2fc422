"""A candidate disputes a rating: answered from the evidence. The record changes only by a quote that was missed.

What the candidate argues is never read by a grader; only words that stand verbatim in the transcript are weighed, once
for a signal. A dispute is weighed against the record as the disputes before it left it; what was locked stays in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.assembly import choose_interviewer, make_catalog, make_meter
from agent.debriefing import seen
from agent.domain.disputes import of_round, ratings_now
from agent.domain.terms import InterviewerKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import Dispute, Evidence, LoopDebrief, RoundDocument, Scorecard, SignalRating
from agent.errors import NotFoundError, UsageError
from agent.grading.committee import decide_loop
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.interviewer.quotes import locate
from agent.library import interview
from agent.resuming import as_held
from agent.settings import Settings
from agent.storage.codec import to_plain
from agent.storage.folders import session_folder
from agent.storage.journal import Journal


async def dispute(settings: Settings, session: str, signal: str, words: str, round_id: str | None = None) -> Dispute:
    """Weigh `words`, which the candidate said, for a signal of a graded round; keeps the outcome with the session.

    A rating of a model is weighed by the model that these settings name, else by the one that the session had; what it
    costs is counted with the session and held to its limit.

    Raises:
        NotFoundError: no such session, round or signal. UsageError: it is not over. ProviderError: nothing was kept.
    """
    document = (await interview(settings, session)).document
    if document is None:
        raise UsageError(f"Session {session} is not over yet; go on with `mockloop resume {session}`.")
    card, said = _round(document, round_id)
    if signal not in (rating.id for rating in card.signals):
        known = ", ".join(rating.id for rating in card.signals)
        raise NotFoundError(f"The round has no signal {signal!r}; it has {known}.")
    before = of_round(document.disputes, card)
    card = _changed(settings, card, ratings_now(card.signals, before), said)
    journal = await Journal.open(session_folder(settings.paths.sessions, session))
    try:
        outcome, after = await _weighed(await as_held(settings, journal), journal, card, said, signal, words, before)
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
    words: str,
    before: Sequence[Dispute],
) -> tuple[Dispute, Scorecard]:
    """What comes of it, and the round's scorecard as it stands then; `card` is how it stands after those `before`."""
    rated = next(rating for rating in card.signals if rating.id == signal)
    found = next(
        ((index, quote) for index, turn in said.candidate_turns() if (quote := locate(words, turn.text)) is not None),
        None,
    )
    decision = card.verdict.decision
    stands = Dispute(card.round_id, rated.id, words, None, rated.rating, rated.rating, "", decision, decision)
    if found is None:
        return replace(stands, answer="No answer in this round has these words: the rating stands."), card
    missed = Evidence(*found)
    stands = replace(stands, quote=missed.quote, turn=missed.turn)
    earlier = next((one for one in before if one.signal == signal and _weighs(one, missed)), None)
    if earlier is not None:
        came = "moved nothing" if earlier.after == earlier.before else "moved the rating then"
        return replace(stands, answer=f"This was weighed in an earlier dispute, and {came}. The rating stands."), card
    if any(_same(missed, known) for known in rated.evidence):
        return replace(
            stands, answer=f"This was weighed: it is among the evidence. {rated.note} The rating stands."
        ), card
    again = await _again(settings, journal, said, rated, missed)
    if again.rating is None or again.rating == rated.rating:
        return replace(stands, answer=f"Weighed now, and it moves nothing. {again.note} The rating stands."), card
    signals = tuple(again if rating.id == rated.id else rating for rating in card.signals)
    after = _changed(settings, card, signals, said)
    answer = f"This was missed. {again.note}"
    return replace(stands, after=again.rating, decision_after=after.verdict.decision, answer=answer), after


def _weighs(earlier: Dispute, missed: Evidence) -> bool:
    return earlier.turn is not None and _same(missed, Evidence(earlier.turn, earlier.quote))


def _same(one: Evidence, other: Evidence) -> bool:
    return one.turn == other.turn and (one.quote in other.quote or other.quote in one.quote)


async def _again(
    settings: Settings, journal: Journal, said: Transcript, rated: SignalRating, missed: Evidence
) -> SignalRating:
    """The signal rated with the missed quote beside the evidence, by the kind of grader that rated it."""
    catalog = make_catalog(settings)
    if rated.graded_by != "offline":
        if choose_interviewer(settings).kind is not InterviewerKind.MODEL:
            raise UsageError(f"{rated.graded_by} rated this signal; name a model with --model to weigh the quote with.")
        from agent.interviewer.model import ModelInterviewer

        interviewer = ModelInterviewer.from_settings(settings, await make_meter(settings, journal))
        try:
            return await interviewer.weigh(seen(said, catalog), rated, missed)
        finally:
            await interviewer.aclose()
    from agent.grading.offline import OfflineGrader
    from agent.retrieval.embedder import embedder

    wanted = {missed.turn, *(known.turn for known in rated.evidence)}
    places = [
        index
        for index, turn in enumerate(said.turns)
        if index in wanted or (turn.role == "interviewer" and index + 1 in wanted)
    ]
    kept = [said.turns[index] for index in places]
    rubric = catalog.rubric(said.round)
    grade = await OfflineGrader(embedder(), catalog).grade(rubric, replace(said, turns=tuple(kept)), None, said.level)
    again = next(rating for rating in grade.signals if rating.id == rated.id)
    note = re.sub(
        r"^Turn (\d+)", lambda turn: f"Turn {places[int(turn[1])]}", again.note
    )  # it counts those it was given
    return replace(again, evidence=(*rated.evidence, missed), note=note)
