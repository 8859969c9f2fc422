"""Disputes, one after the other: each is weighed against the record as the last one left it; what was locked stays."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from agent import library
from agent.disputing import Weigher, dispute
from agent.domain.interview import RoundGrade
from agent.domain.knowledge import Rubric
from agent.domain.terms import Level, Move, Role, RoundKind
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn
from agent.domain.verdict import Evidence, LoopDebrief, RoundDocument, SignalRating
from agent.errors import UsageError
from agent.events import Ended
from agent.reports.html import report as page
from agent.reports.markdown import report
from agent.settings import Settings
from agent.storage.codec import to_plain
from agent.storage.folders import session_folder
from agent.storage.journal import Journal
from tests.session.conftest import Opener
from tests.session.services import drain

ANSWERS = (
    "A sale is counted once a week, by the finance team.",
    "I froze the label on 12 May, because two teams counted a sale on different days.",
    "Nine percent of the baskets were empty, and I had the rollback rehearsed before the launch.",
    "The threshold moved to 0.7 once the complaints were down to ninety a week.",
)


class CountsAnswers:
    """An offline grader by the answers it is shown: one is worth a 2, two and more a 4."""

    def __init__(self, *_: object) -> None:
        pass

    async def grade(self, rubric: Rubric, said: Transcript, _: object, level: Level) -> RoundGrade:
        last = max(index for index, turn in enumerate(said.turns) if turn.role is Role.CANDIDATE)
        rating = 4 if len(said.candidate_turns()) > 1 else 2
        note = f"Turn {last} names it."
        return RoundGrade(
            tuple(SignalRating(s.id, s.name, s.weight, rating, (), "offline", note) for s in rubric.signals)
        )


@pytest.fixture(autouse=True)
def grader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.grading.offline.OfflineGrader", CountsAnswers)


async def test_a_second_dispute_goes_on_from_the_first(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(round="ml_depth")
    for answer in ANSWERS:
        await drain(session.answer(answer))
    await drain(session.end())
    await session.close()
    locked = (await library.document(settings, session.id)).scorecard
    one, two = locked.signals[0].id, locked.signals[1].id

    first = await dispute(settings, session.id, one, ANSWERS[1])
    second = await dispute(settings, session.id, one, ANSWERS[2])
    assert [(move.before, move.after) for move in (first, second)] == [(3, 2), (2, 4)], "it rests on both quotes"
    assert second.decision_before is first.decision_after
    told = "This was missed. The passage puts a figure on it (Nine percent)."
    assert second.answer == told, "it speaks of the words that were pointed at"
    other = await dispute(settings, session.id, two, ANSWERS[1])
    assert (other.before, other.after) == (3, 2)
    assert other.decision_before is second.decision_after, "what another signal came to counts for the decision"

    again = await dispute(settings, session.id, one, ANSWERS[1][:40])
    assert (again.before, again.after, again.decision_after) == (4, 4, other.decision_after)
    assert "weighed in an earlier dispute" in again.answer, "nobody is asked twice about the same words"

    for words, why in (("I deserve a four", "No answer of yours"), ("froze", "too little to weigh")):
        with pytest.raises(UsageError, match=why):
            await dispute(settings, session.id, one, words)
    journal = await Journal.open(session_folder(settings.paths.sessions, session.id))
    await journal.keep_result("ml_depth", 9, "dispute", to_plain(replace(again, turn=None, quote="I deserve a four")))
    await journal.close()

    document = await library.document(settings, session.id)
    assert isinstance(document, RoundDocument)
    assert document.scorecard == locked
    assert [kept.quote for kept in document.disputes] == [*ANSWERS[1:3], ANSWERS[1], ANSWERS[1][:40]], "what was said"
    names = [signal.name for signal in locked.signals]
    stands = f"As it stands now: {names[0]} 4 of 4 (locked: 3 of 4), {names[1]} 2 of 4 (locked: 3 of 4), "
    decided = f"{other.decision_after.words} (locked: {locked.verdict.decision.words})."
    for written in (report(document), page(document)):
        assert f"{stands}{decided}" in written
        assert written.count("It was rated") == 3
        assert f"{names[0]}, “{ANSWERS[1]}” (turn 3)" in unescape(written), "by its title, not by its id"


async def test_in_a_loop_a_dispute_says_what_the_loop_comes_to(sit: Opener, settings: Settings) -> None:
    session, _ = await sit(loop="startup", minutes=30)
    for n in range(200):
        if isinstance((await drain(session.answer(f"{ANSWERS[n % 4]} Case {n}.")))[-1], Ended):
            break
    await session.close()
    debrief = await library.document(settings, session.id)
    assert isinstance(debrief, LoopDebrief)
    card = debrief.scorecards[1]
    said = next(held for held in debrief.transcripts if held.round_id == card.round_id).candidate_turns()
    came = [await dispute(settings, session.id, signal.id, said[0][1].text, card.round_id) for signal in card.signals]
    loop = [outcome.answer[outcome.answer.index("The loop") :] for outcome in came]
    turn = loop.index("The loop goes from hire to lean hire.")
    assert {*loop[:turn]} == {"The loop stays hire."}, "one signal of one round is not enough"
    assert {*loop[turn + 1 :]} == {"The loop stays lean hire."}
    after = await library.document(settings, session.id)
    assert isinstance(after, LoopDebrief)
    assert (after.decision, after.scorecards) == (debrief.decision, debrief.scorecards), "what was locked stays"
    assert "## Disputed: ML system design" in report(after)


async def test_no_words_lift_a_signal_over_what_the_code_fails(settings: Settings) -> None:
    code = "def rooms(operations):\n    return 1"
    run = CodeRun(6, 1, failures=(CodeFailure("none", "not what was expected"),))
    asks = Turn(Role.INTERVIEWER, "How many rooms?", move=Move.QUESTION, question_id="coding-operating-rooms")
    handed_in = Turn(Role.CANDIDATE, f"One room.\n```python\n{code}\n```", code=code, run=run)
    words = "After each event the counter is the number of rooms in use, never negative."
    turns = (asks, handed_in, replace(asks, move=Move.PROBE, text="Why?"), Turn(Role.CANDIDATE, words))
    for result, wanted in ((run, 2), (replace(run, passed=7, failed=0, failures=()), 4)):
        said = Transcript(RoundKind.CODING, (asks, replace(handed_in, run=result), *turns[2:]), "coding")
        rated = SignalRating("code_correctness", "Correctness", 0.25, 2, (Evidence(1, "One room."),), "offline")
        weigher = Weigher(settings, None, said, rated, Evidence(3, words))
        again, _ = await weigher.again()
        assert again.rating == wanted
