"""Grades a transcript several times over, so that one sees how much of a verdict is the grader's mood."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from agent.assembly import choose_interviewer, make_catalog, make_meter
from agent.debriefing import debrief, debrief_meter, seen
from agent.documents import read_document, read_plan
from agent.domain.interview import RoundGrade
from agent.domain.terms import Decision, InterviewerKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import RoundDocument, SignalRating, Verdict
from agent.errors import SpendingError, UsageError
from agent.grading.decision import decide_verdict
from agent.grading.doubts import doubt_in
from agent.metering import SessionMeter
from agent.settings import Settings
from agent.storage.codec import from_plain, to_plain
from agent.storage.folders import session_folder
from agent.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class Regrade:
    """Independent gradings of one transcript, each a verdict with the ratings it was computed from.

    `deterministic` says that the grader gives the same every time, so that one grading stands for all; `stopped` why
    there are fewer than were asked for, '' where there are all.
    """

    asked_for: int
    grader: str
    deterministic: bool
    gradings: tuple[tuple[Verdict, tuple[SignalRating, ...]], ...]
    stopped: str = ""

    @property
    def votes(self) -> dict[Decision, int]:
        """How many gradings came to each decision, the most first."""
        return dict(Counter(verdict.decision for verdict, _ in self.gradings).most_common())

    @property
    def too_close_to_call(self) -> bool:
        """Whether the votes split."""
        return len(self.votes) > 1

    def ratings(self) -> dict[str, tuple[int | None, ...]]:
        """The ratings of each signal, in the order of the gradings."""
        names = [signal.name for signal in self.gradings[0][1]]
        return {name: tuple(signals[i].rating for _, signals in self.gradings) for i, name in enumerate(names)}


async def regrade(
    transcript: Transcript, settings: Settings, times: int, *, meter: SessionMeter | None = None
) -> Regrade:
    """Grade a transcript `times` times, each blind to the others.

    Where the next grading would cost more than it may, those that are there come back, and `stopped` says so.

    Raises ProviderError, of these SpendingError where there is not one; nothing is kept.
    """
    choice = choose_interviewer(settings)
    if choice.kind is not InterviewerKind.MODEL:
        card = await debrief(transcript, settings)
        return Regrade(times, "offline", True, ((card.verdict, card.signals),))
    grades: list[RoundGrade] = []
    stopped = ""
    try:
        async for grade in _grades(transcript, settings, times, meter or debrief_meter(settings)):
            grades.append(grade)  # noqa: PERF401 - those before a stop stay
    except SpendingError as error:
        if not grades:
            raise
        stopped = str(error)
    return _spread(transcript, settings, times, grades, stopped)


async def regrade_session(settings: Settings, session: str, times: int) -> dict[str, Regrade]:
    """Grade each round of a session that is over `times` times, by its id.

    Each grading of a model is kept with the session, counted with its cost and held to its limit; one that is there
    is not paid for again. The verdicts of the session stay as they are.

    Raises NotFoundError; UsageError where it is not over; ProviderError: the gradings before it are kept.
    """
    journal = await Journal.open(session_folder(settings.paths.sessions, session))
    try:
        document = await read_document(journal, await read_plan(journal), make_catalog(settings).statement)
        if document is None:
            raise UsageError(f"Session {session} is not over yet; go on with `mockloop resume {session}`.")
        held = [document.transcript] if isinstance(document, RoundDocument) else list(document.transcripts)
        if choose_interviewer(settings).kind is not InterviewerKind.MODEL:
            return {said.round_id: await regrade(said, settings, times) for said in held}
        meter = await make_meter(settings, journal)
        return {said.round_id: await _kept(said, settings, times, journal, meter) for said in held}
    finally:
        await journal.close()


async def _kept(
    transcript: Transcript, settings: Settings, times: int, journal: Journal, meter: SessionMeter
) -> Regrade:
    """Gradings of a round out of the journal, and as many new ones as are missing."""
    kind = f"regrade by {choose_interviewer(settings).grader}"
    kept = await journal.results(transcript.round_id, kind)
    grades = [from_plain(RoundGrade, value) for _, value in kept][:times]
    try:
        async for grade in _grades(transcript, settings, times - len(grades), meter):
            await journal.keep_result(transcript.round_id, len(grades), kind, to_plain(grade))
            grades.append(grade)
    except SpendingError as error:
        done = f"{len(grades)} of {times} gradings of {transcript.round_id} are there."
        raise SpendingError(f"{error} {done}") from None
    return _spread(transcript, settings, times, grades)


async def _grades(
    transcript: Transcript, settings: Settings, times: int, meter: SessionMeter
) -> AsyncIterator[RoundGrade]:
    from agent.interviewer.model import ModelInterviewer

    # At temperature 0 the same request gives the same answer: its spread would say nothing.
    interviewer = ModelInterviewer.from_settings(settings, meter, grading_temperature=None)
    try:
        view = seen(transcript, make_catalog(settings))
        for _ in range(times):
            yield await interviewer.grade(view, ())
    finally:
        await interviewer.aclose()


def _spread(
    transcript: Transcript, settings: Settings, times: int, grades: Sequence[RoundGrade], stopped: str = ""
) -> Regrade:
    bar = make_catalog(settings).rubric(transcript.round).bars[transcript.level]
    gradings = tuple(
        (decide_verdict(grade.signals, bar, doubt_in(transcript, grade.flags)), grade.signals) for grade in grades
    )
    return Regrade(times, choose_interviewer(settings).grader or "", False, gradings, stopped)
