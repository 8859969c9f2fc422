"""What runs of the submitted code say about a round: what each rating can be, and by which line.

What code does is a fact that no talk changes: a signal whose check failed in the last version is no strength. That it
passes shows less, since code can come from anywhere: it is worth most where it was explained, and where nobody led to
it. A run may come out of somebody's file, so its figures are never trusted to be any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from agent.domain.knowledge import Rubric
from agent.domain.problems import Check, Problem
from agent.domain.runs import (
    AGAIN,
    FUNCTION,
    SPEED,
    YOUR_CODE,
    Version,
    all_passed,
    check_asked,
    counted,
    is_slow,
    own_error,
    slip,
    versions,
)
from agent.domain.terms import Move, Role
from agent.domain.transcript import CodeFailure, Transcript, Turn
from agent.domain.verdict import Evidence, SignalRating
from agent.grading.shapes import number
from agent.grading.telling_lines import most_telling

CORRECTNESS = ("code_correctness", "correctness")
"""What right results speak about, in one kind of round or another."""
QUOTES = 3
"""Quotes of a signal at most."""
_NAME = 60
"""Characters of a check's name: one out of a file can be anything."""
_SHOWN = 3
"""Failed checks that are named."""


@dataclass(frozen=True)
class Ran:
    """How the code for one question did, version by version. `problem` is None where the question is none of ours."""

    transcript: Transcript
    question_id: str | None
    problem: Problem | None
    versions: tuple[Version, ...]

    @property
    def last(self) -> Version:
        """The version that counts."""
        return self.versions[-1]

    @cached_property
    def failed(self) -> tuple[CodeFailure, ...]:
        """The checks that the last version failed."""
        return self.last.run.failures

    @cached_property
    def mended(self) -> tuple[str, ...]:
        """Checks that an earlier version failed and the last one doesn't, in the order in which they failed first."""
        still = {failure.test for failure in self.failed}
        tried = [version for version in self.versions[:-1] if own_error(version.run) is None]
        earlier = [failure.test for version in tried for failure in version.run.failures]
        return tuple(test for test in dict.fromkeys(earlier) if test not in still)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Checks that the candidate was asked about before the last version."""
        ids = [turn.probe_id for turn in self._said_between() if self.problem is not None]
        found = [check_asked(id, self.problem) for id in ids if self.problem is not None]
        return tuple(dict.fromkeys(check.id for check in found if check is not None))

    @property
    def mended_alone(self) -> bool:
        """Whether something was put right that nobody had asked about, and nothing was put right after an ask."""
        return bool(self.mended) and self.problem is not None and not set(self.mended) & set(self.asked)

    @property
    def led(self) -> bool:
        """Whether it took a hint, or to be asked about the same twice, to get to the last version."""
        return any(
            turn.move is Move.HINT or (turn.probe_id or "").endswith(AGAIN) for turn in self._said_between(whole=True)
        )

    def check(self, failure: CodeFailure) -> Check | None:
        """The check that failed, None where it is none of ours."""
        return self.problem.check(failure.test) if self.problem is not None else None

    def shows(self) -> list[str]:
        """What the last version does not do, a clause for each check that says so."""
        return [check.shows for failure in self.failed if (check := self.check(failure)) is not None]

    def _said_between(self, *, whole: bool = False) -> Iterator[Turn]:
        """The interviewer's turns on this question between the first version (from its beginning where `whole`) and
        the last."""
        first = 0 if whole else self.versions[0].turn
        for at in range(first, self.last.turn):
            turn = self.transcript.turns[at]
            if turn.role is Role.INTERVIEWER and (turn.question_id or self.question_id) == self.question_id:
                yield turn


@dataclass(frozen=True, slots=True)
class Bound:
    """What a rating can be; `floor` is 0 where nothing holds it up. `tests` are the checks that say so."""

    floor: int
    ceiling: int
    tests: frozenset[str] = frozenset()


def ran_in(
    transcript: Transcript, problem_of: Callable[[str], Problem | None], question_id: str | None
) -> tuple[Ran, ...]:
    """How the code for each question of a round did; `question_id` is the round's question where no turn names one."""
    at = [transcript.question_id_at(i) for i, turn in transcript.candidate_turns() if turn.run is not None]
    found = []
    for id in dict.fromkeys(at):
        known = id or question_id
        problem = problem_of(known) if known else None
        handed_in = versions(transcript, id, problem.name if problem is not None else "")
        found += [Ran(transcript, id, problem, handed_in)] if handed_in else []
    return tuple(found)


def held_to(
    signals: Sequence[SignalRating],
    rubric: Rubric,
    ran: Sequence[Ran],
    explained: Callable[[Ran], bool] | None = None,
) -> tuple[SignalRating, ...]:
    """The ratings between what the runs say they can be, with the line that says so as evidence, and what it says.

    `explained` tells whether the candidate explained his code; without it no rating is raised.
    """
    correctness = next((signal.id for signal in rubric.signals if signal.id in CORRECTNESS), None)
    if correctness is None or not ran:
        return tuple(signals)
    bounds = [_bounds(one, correctness, explained) for one in ran]
    return tuple(_rated(signal, correctness, ran, bounds, judged=explained is None) for signal in signals)


def _bounds(ran: Ran, correctness: str, explained: Callable[[Ran], bool] | None) -> dict[str, Bound]:
    """What each signal's rating can be by one question's runs."""
    run = ran.last.run
    failure = own_error(run)
    if failure is not None:
        return {correctness: Bound(0, 2 if slip(run) is not None else 1, frozenset((failure.test,)))}
    if all_passed(run):
        ceiling = 3 if ran.mended and not ran.mended_alone else 4
        if explained is None:
            return {correctness: Bound(0, ceiling)}
        return {correctness: Bound(3 if explained(ran) and not ran.led else 2, ceiling)}
    if not ran.failed:
        count = counted(run)
        return {correctness: Bound(0, 2 if count[0] else 1)} if count is not None else {}
    found: dict[str, Bound] = {}
    for failure in ran.failed:
        for signal, ceiling in _ceilings(ran, failure, correctness):
            known = found.get(signal, Bound(0, 4))
            found[signal] = Bound(0, min(known.ceiling, ceiling), known.tests | {failure.test})
    return found


def _ceilings(ran: Ran, failure: CodeFailure, correctness: str) -> Iterator[tuple[str, int]]:
    """What one failed check leaves of the signals it speaks about.

    The statement's own example, where little else passes either, leaves nothing; one large input that takes too long
    says nothing against what comes out.
    """
    check = ran.check(failure)
    signal = check.signal if check is not None else SPEED if is_slow(failure) else correctness
    if check is not None and check.given:
        few = 2 * len(ran.failed) >= len(ran.failed) + max(0, ran.last.run.passed)
        yield correctness, 1 if few else 2
    elif signal == correctness:
        yield correctness, 1 if ran.last.run.passed <= 0 else 2
    else:
        yield signal, 2
        yield correctness, 3 if is_slow(failure) or signal != SPEED else 2


def _rated(
    signal: SignalRating, correctness: str, ran: Sequence[Ran], bounds: Sequence[dict[str, Bound]], *, judged: bool
) -> SignalRating:
    """One rating between its bounds. `judged`: its quotes were chosen by who judged what they show, and stay."""
    speaking = [(one, bound[signal.id]) for one, bound in zip(ran, bounds, strict=True) if signal.id in bound]
    if not speaking:
        return signal
    # With two questions the code of one that fails doesn't undo the other's.
    ceilings = [bound[signal.id].ceiling if signal.id in bound else 4 for bound in bounds]
    ceiling, floor = sum(ceilings) // len(ceilings), min(bound.floor for _, bound in speaking)
    before = signal.rating
    if before is None and floor == 0 and ceiling > 2:
        return signal
    rating = max(min(floor, ceiling), min(before if before is not None else ceiling if floor == 0 else floor, ceiling))
    one, bound = min(speaking, key=lambda pair: pair[1].ceiling)
    line, said = line_of(one, bound.tests), signal.evidence
    if judged and not bound.tests and any(item.turn == one.last.turn for item in said):
        line = None
    if line is not None and signal.id == correctness and not judged:
        said = tuple(item for item in said if _is_about_code(item, correctness, ran))
    evidence = tuple(dict.fromkeys([*([line] if line is not None else []), *said]))[:QUOTES]
    if not evidence:
        return signal
    told = [what_came(one, bound.tests)] if signal.id == correctness or bound.ceiling < 4 else []
    kept = [signal.note] if before == rating else []
    return replace(signal, rating=rating, evidence=evidence, note=" ".join(filter(None, [*told, *kept])))


def _is_about_code(quote: Evidence, correctness: str, ran: Sequence[Ran]) -> bool:
    """Whether words were said with code that was run, or to an ask about its correctness: where a line of it speaks,
    what was said about something else, or beside that ask, does not."""
    if any(quote.turn == version.turn for one in ran for version in one.versions):
        return True
    transcript = ran[0].transcript
    asked = [turn.probe_id for _, turn in transcript.leading_to(quote.turn) if turn.signal == correctness]
    after = next((turn for turn in transcript.turns[quote.turn + 1 :] if turn.role is Role.INTERVIEWER), None)
    missed = after is not None and after.probe_id is not None and after.probe_id in asked
    return bool(asked) and not missed


def what_came(ran: Ran, tests: frozenset[str]) -> str:
    """A sentence on the last version: how much of it passed, and which of these checks did not."""
    run = ran.last.run
    failure = own_error(run)
    if failure is not None:
        return f"The code of turn {ran.last.turn} {how_it_stops(ran)}."
    known = counted(run)
    if all_passed(run):
        many = f"all {number(known[1])} checks" if known is not None else "every check"
        again = "" if len(ran.versions) == 1 or not ran.mended else f" after {_mended(ran)}"
        return f"The code of turn {ran.last.turn} passed {many}{again}."
    many = f"{number(known[0])} of {number(known[1])} checks" if known is not None else "some checks and not others"
    many = "none of the checks" if known is not None and not known[0] else many
    shows = [check.shows for f in ran.failed if (check := ran.check(f)) is not None and f.test in tests][:_SHOWN]
    missing = f" Missing from it: {'; '.join(shows)}." if shows else ""
    return f"The code of turn {ran.last.turn} passed {many}.{missing}"


def how_it_stops(ran: Ran) -> str:
    """What a last version does that fails by itself."""
    found = slip(ran.last.run)
    if found is None or found.test in (YOUR_CODE, FUNCTION):
        return "stops before it can be called"
    return f"stops in its line {found.line} each time"


def _mended(ran: Ran) -> str:
    if ran.versions[0].run.passed <= 0:
        return "a first version of which none did"
    count = number(len(ran.mended))
    return f"{count} {'was' if len(ran.mended) == 1 else 'were'} put right{' unasked' if ran.mended_alone else ''}"


def line_of(ran: Ran, tests: frozenset[str] = frozenset()) -> Evidence | None:
    """The line of the last version that stands for what came of it: where it stopped, else the one that says most."""
    text, code = ran.transcript.turns[ran.last.turn].text, ran.last.code.splitlines()
    failures = sorted(ran.failed, key=lambda failure: (failure.test not in tests, failure.line is None))
    stopped = next((f for f in failures if f.line is not None and 0 < f.line <= len(code) and f.test in tests), None)
    places = [stopped.line - 1] if stopped is not None and stopped.line is not None else []
    places += most_telling(ran.last.code, ran.versions[-2].code if len(ran.versions) > 1 else None)
    places += list(range(len(code)))
    test = next((f.test for f in failures if f.test in tests), None)
    for at in places:
        quote = code[at].strip()
        if quote and quote in text:
            return Evidence(ran.last.turn, quote, " ".join(test.split())[:_NAME] or None if test else None, at + 1)
    return None
