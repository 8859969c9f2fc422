"""How values read in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from agent.domain.cost import Cost, Spending
from agent.domain.disputes import decision_now, moved, ratings_now
from agent.domain.problems import Problem
from agent.domain.runs import NO_TIME, YOUR_CODE, is_silent, is_slow
from agent.domain.terms import Decision, EndedBy, Flag, InterviewerKind, RoundKind
from agent.domain.transcript import CodeRun, Transcript
from agent.domain.verdict import Dispute, Evidence, FrameworkHeard, Scorecard, Verdict
from agent.reports.text import one_line, shortened, visible

if TYPE_CHECKING:
    from agent.regrading import Regrade

PRINTED_LINES, PRINTED_WIDTH = 6, 100
"""How much is shown of what code printed."""

ENDED: dict[EndedBy, str] = {
    EndedBy.ANSWERED: "the round was asked to its end",
    EndedBy.TIME: "the time was up",
    EndedBy.CANDIDATE: "the candidate ended it",
    EndedBy.SKIPPED: "the candidate skipped it",
    EndedBy.PROVIDER: "the model provider failed",
    EndedBy.TRANSCRIPT: "the transcript ends there",
}
FLAGS: dict[Flag, str] = {
    Flag.INJECTION_ATTEMPT: "An answer tried to instruct the grader: it counted for nothing and forfeits a lean hire.",
    Flag.OWNERSHIP_UNCLEAR: "What was the candidate's own work stayed unclear.",
    Flag.CONTRADICTION: "Two statements can't both hold.",
    Flag.OFF_TOPIC: "Some of what was said had nothing to do with the question.",
    Flag.NO_CONTENT: "Some answers had no content.",
    Flag.AI_ASSISTED: "An AI assistant was allowed in this round; each line was the candidate's to explain.",
    Flag.HINTS_USED: "Hints were used; what followed them counts for less.",
    Flag.UNCONFINED_CODE: "The code ran without confinement, as was allowed for this run.",
}

CODE_UNREAD = (
    "The code was neither run nor checked: the offline grader reads what was said about it, and right code and wrong "
    "come out alike."
)


def round_title(round_id: str) -> str:
    """A round's id in words: "coding-2" is "Coding 2"."""
    kind, _, number = round_id.partition("-")
    title = RoundKind(kind).label if kind in set(RoundKind) else kind.replace("_", " ")
    return f"{title} {number}" if number else title


def loop_title(loop: str) -> str:
    """A loop's id as a title: "Startup loop"; one that is called a loop already is not called so twice."""
    title = words(loop).capitalize()
    return title if title.endswith("loop") else f"{title} loop"


def words(name: str) -> str:
    """A name of the vocabulary in words: "big_tech" is "big tech"."""
    return name.replace("_", " ")


def listed(names: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def verdict_line(verdict: Verdict) -> str:
    """Score, confidence and which decision is near, without the decision itself."""
    parts = [] if verdict.score is None else [f"score {verdict.score:.2f}"]
    parts.append(f"confidence {verdict.confidence:.0%}")
    if verdict.near is not None:
        parts.append(near(verdict))
    return " · ".join(parts)


def near(verdict: Verdict) -> str:
    """Which decision is about as likely as the one that was reached, '' where none is."""
    return f"near {verdict.near.words}" if verdict.near is not None else ""


def confidence(verdict: Verdict) -> str:
    """What the confidence says, in a sentence: how often somebody else would decide the same."""
    if verdict.decision is Decision.NOT_ENOUGH_EVIDENCE:
        return ""
    times = round(10 * verdict.confidence)
    often = f"about {times} {'time' if times == 1 else 'times'} in 10"
    if not 0.05 <= verdict.confidence < 0.95:
        often = "nearly always" if verdict.confidence > 0.5 else "hardly ever"
    other = f", and {verdict.near.words} about as often" if verdict.near is not None else ""
    words = verdict.decision.words
    return f"Confidence {verdict.confidence:.0%}: graded anew, it would be {words} again {often}{other}."


CAN_WAIT = "The next round can wait for another day: no clock runs in between."
"""What is said after each round of a loop but the last."""
HEARD_TITLE = "Heard, beside the ratings"
"""Heading of what was heard of frameworks; that nothing rests on it is what it has to say."""
_HEARD_CHARS = 60


def heard(found: FrameworkHeard) -> str:
    """Which steps of a framework were heard, where and in which words.

    What was not heard may have been said in words that nobody thought of, so nothing is said of it.
    """
    by_quote: dict[Evidence, list[str]] = {}
    for step in found.steps:
        if step.evidence is not None:
            by_quote.setdefault(step.evidence, []).append(step.name)
    said = [
        f"{listed(names)} (turn {quote.turn}, “{shortened(one_line(quote.quote), _HEARD_CHARS)}”)"
        for quote, names in by_quote.items()
    ]
    text = f"Of {found.name}: {listed(said)}."
    if found.until is None or found.words_before is None:
        return text
    what = found.until[:1].upper() + found.until[1:]
    return f"{text} {what} came {f'after {found.words_before} words' if found.words_before else 'first'}."


def held_on(transcripts: Iterable[Transcript]) -> str:
    """The days on which a loop was held, each with its rounds, where there were several; '' where it was one, or no
    times are known. A round is held on the days on which the candidate spoke in it."""
    by_day: dict[str, list[str]] = {}
    for held in transcripts:
        spoke = {turn.at[:10] for _, turn in held.candidate_turns() if turn.at}
        for day in spoke:
            by_day.setdefault(day, []).append(round_title(held.round_id or held.round.value))
    days = [f"{day} ({listed(rounds)})" for day, rounds in sorted(by_day.items())]
    return f"Held on {listed(days)}." if len(days) > 1 else ""


def rating(value: int | None) -> str:
    """ "3 of 4"; none is said in words."""
    return "not observed" if value is None else f"{value} of 4"


def dots(value: int) -> str:
    """A rating as four dots."""
    return "●" * value + "○" * (4 - value)


def asked_and_graded(cards: Iterable[Scorecard]) -> str:
    """Who asked and who graded, for one round or several: "Asked by gpt-x, graded by the offline grader."."""
    cards = list(cards)
    if not cards:
        return "No round was held."
    graded = {signal.graded_by for card in cards for signal in card.signals}
    graders = ("the offline grader" if name == "offline" else name for name in sorted(graded))
    askers = sorted({name for card in cards for name in _askers(card)})
    if askers == ["nobody"]:
        return f"The interview was held elsewhere. Graded by {listed(graders)}."
    return f"Asked by {listed(askers)}. Graded by {listed(graders)}."


def spent(spending: Spending) -> str:
    """ "12 calls, 48,210 tokens in (31,002 of them cached), 2,114 out: $0.031"."""
    calls = "1 call" if spending.calls == 1 else f"{spending.calls} calls"
    cached = f" ({spending.cached:,} of them cached)" if spending.cached else ""
    return f"{calls}, {spending.input:,} tokens in{cached}, {spending.output:,} out: {spending.words}"


COST_HEAD = ("round", "calls", "tokens in", "cached", "out", "price")


def cost_rows(cost: Cost) -> list[tuple[str, ...]]:
    """What each round took, a row under COST_HEAD."""
    return [
        (
            round_title(round_id) if round_id else "committee",
            f"{of.calls}", f"{of.input:,}", f"{of.cached:,}", f"{of.output:,}", of.words,
        )
        for round_id, of in cost.rounds().items()
    ]  # fmt: skip


def disputed(dispute: Dispute, card: Scorecard, shown: Callable[[int | None], str] = rating) -> str:
    """A disputed rating of a round, with both where they differ."""
    name = next((signal.name for signal in card.signals if signal.id == dispute.signal), dispute.signal)
    where = "" if dispute.turn is None else f" (turn {dispute.turn})"
    moved = ""
    if dispute.after != dispute.before:
        before, after = dispute.decision_before.words, dispute.decision_after.words
        decided = f"the decision stays {before}" if before == after else f"the decision goes from {before} to {after}"
        moved = f" It was rated {shown(dispute.before)} and is now {shown(dispute.after)}; {decided}."
    return f"{one_line(name)}, “{one_line(dispute.quote)}”{where}: {one_line(dispute.answer)}{moved}"


def as_it_stands(card: Scorecard, disputes: Sequence[Dispute], shown: Callable[[int | None], str] = rating) -> str:
    """The record after a round's disputes, each rating beside what was locked; '' where nothing moved."""
    if not moved(disputes):
        return ""
    now = ratings_now(card.signals, disputes)
    pairs = [(old, new) for old, new in zip(card.signals, now, strict=True) if old.rating != new.rating]
    changed = "".join(f"{one_line(old.name)} {shown(new.rating)} (locked: {shown(old.rating)}), " for old, new in pairs)
    locked, decided = card.verdict.decision.words, decision_now(card, disputes).words
    return f"As it stands now: {changed}{decided} (locked: {locked})."


def regraded(spread: Regrade) -> str:
    """How several gradings of one transcript came out."""
    if spread.deterministic:
        return (
            f"Graded {spread.asked_for} times: the offline grader is deterministic, so that every grading is the same: "
            f"{spread.gradings[0][0].decision.words}."
        )
    votes = listed(f"{decision.words} {n}" for decision, n in spread.votes.items())
    close = " The votes split: too close to call." if spread.too_close_to_call else ""
    moved = [
        f"{one_line(name)} {'/'.join(sorted({str(rating or '-') for rating in ratings}))}"
        for name, ratings in spread.ratings().items()
        if len(set(ratings)) > 1
    ]
    steady = " No rating moved." if len(spread.gradings) > 1 else ""  # one grading says nothing about that
    how = f" Ratings that moved: {listed(moved)}." if moved else steady
    count = f"{len(spread.gradings)} of {spread.asked_for}" if spread.stopped else f"{len(spread.gradings)}"
    return f"Graded {count} times by {spread.grader}: {votes}.{close}{how}"


def ran(run: CodeRun, problem: Problem | None = None) -> str:
    """What came of running the candidate's code, in words.

    `problem` says what a failed check was about; without it, its id does. While the round runs, `how_it_ran` is told.
    """
    lines = [_passed(run), *_stopped(run)]
    for failure in run.failures:
        check = problem.check(failure.test) if problem is not None else None
        line = "" if failure.line is None else f" (line {failure.line})"
        lines.append(f"{check.shows if check else failure.test}{line}: {one_line(failure.message)}")
    return "\n".join([*lines, *_printed(run)])


def how_it_ran(run: CodeRun) -> str:
    """What the candidate is shown of a run while the round goes on: counts, what it raised and printed.

    What a check is about is the interviewer's to ask.
    """
    told = [failure for failure in run.failures if not is_silent(failure)]
    slow = [failure for failure in told if is_slow(failure) and failure.test != YOUR_CODE]
    raised = Counter((one_line(failure.message), failure.line) for failure in told if failure not in slow)
    untried = sum(failure.message == NO_TIME for failure in run.failures)
    lines = [f"{times} of the failed {message}." for message, times in Counter(f.message for f in slow).items()]
    lines += [f"{untried} of the failed were not tried any more."] if untried else []
    for (message, line), times in raised.items():
        where = "" if line is None else f" (line {line})"
        lines.append(f"{message}{where}" + (f", {times} times" if times > 1 else ""))
    return "\n".join([_passed(run), *([] if slow and run.limit == "time" else _stopped(run)), *lines, *_printed(run)])


def _passed(run: CodeRun) -> str:
    return f"Tests: {run.passed} passed, {run.failed} failed."


def _stopped(run: CodeRun) -> list[str]:
    return [f"Stopped at a limit: {run.limit}."] if run.limit else []


def _printed(run: CodeRun) -> list[str]:
    """The first lines that the code printed."""
    lines = [line.rstrip() for line in visible(run.output).splitlines() if line.strip()]
    shown = [f"  {shortened(line, PRINTED_WIDTH)}" for line in lines[:PRINTED_LINES]]
    more = [f"  and {len(lines) - PRINTED_LINES} lines more"] if len(lines) > PRINTED_LINES else []
    return ["It printed:", *shown, *more] if shown else []


def _askers(card: Scorecard) -> list[str]:
    if card.ended_by is EndedBy.TRANSCRIPT:
        return ["nobody"]
    offline, model = "the offline interviewer", card.interviewer_model or "a model"
    match card.interviewer:
        case InterviewerKind.OFFLINE:
            return [offline]
        case InterviewerKind.MODEL:
            return [model]
        case InterviewerKind.MIXED:
            return [model, offline]
