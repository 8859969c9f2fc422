"""What a debrief says about code that was run: what passed, what did not, and one exercise for what did not."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.runs import all_passed, counted, own_error
from agent.domain.verdict import SignalRating
from agent.grading.code_runs import CORRECTNESS, Ran, how_it_stops, line_of
from agent.grading.shapes import number, quoted, tidy, upper_first

_NAMED = 3
"""Failed checks that are named in one sentence."""


def is_about(signal: SignalRating) -> bool:
    """Whether what is said of this signal is said where what came of the code is told."""
    return any(item.line is not None and (item.test or signal.id in CORRECTNESS) for item in signal.evidence[:1])


def concerns(ran: Sequence[Ran]) -> list[str]:
    """What the last version of each question's code does not do, beside a line of it."""
    return [tidy(_short(one)) for one in ran if not all_passed(one.last.run) and (one.failed or _fell_short(one))]


def strengths(ran: Sequence[Ran]) -> list[str]:
    """That code passed everything, and how it came to that; what was put right."""
    found = []
    for one in ran:
        line = line_of(one)
        if line is None or own_error(one.last.run) is not None:
            continue
        code = f"{quoted(line.quote)} (turn {line.turn})"
        if all_passed(one.last.run):
            found.append(tidy(f"The code with {code} passed {_all(one)}{_how(one)}."))
        elif one.mended:
            how = "" if one.versions[0].run.passed <= 0 else f",{_mended(one)}"
            found.append(tidy(f"{_come_to_pass(one)} in the version with {code}{how}."))
    return found


def drills(ran: Sequence[Ran]) -> list[str]:
    """One exercise: the test that would have shown what failed."""
    for one in ran:
        shows = one.shows()
        if shows:
            return [
                f"Take the code of turn {one.last.turn} and write the shortest test that it fails: {shows[0]}. Run it "
                "by hand, a line of the table for each line of code, and change the one line where the two part."
            ]
    return []


def _short(ran: Ran) -> str:
    failure, line = own_error(ran.last.run), line_of(ran, frozenset(f.test for f in ran.failed))
    code = f"{quoted(line.quote)} (turn {line.turn})" if line is not None else f"The code of turn {ran.last.turn}"
    if failure is not None:
        return f"{code} belongs to the last version, which {how_it_stops(ran)}."
    known = counted(ran.last.run)
    many = f"passed {number(known[0])} of {number(known[1])} checks" if known is not None else "failed checks"
    many = f"passed none of {number(known[1])} checks" if known is not None and not known[0] else many
    shows = ran.shows()
    rest = len(shows) - _NAMED
    named = [*shows[:_NAMED], *([f"{number(rest)} more" if rest > 1 else "one more"] if rest > 0 else [])]
    missing = f" Missing from it: {'; '.join(named)}." if named else ""
    tried = f" {upper_first(number(len(ran.versions)))} versions were handed in." if len(ran.versions) > 1 else ""
    return f"{code} belongs to the last version, which {many}.{missing}{tried}"


def _fell_short(ran: Ran) -> bool:
    known = counted(ran.last.run)
    return known is not None and known[0] < known[1]


def _all(ran: Ran) -> str:
    known = counted(ran.last.run)
    return f"all {number(known[1])} checks" if known is not None else "every check"


def _how(ran: Ran) -> str:
    if len(ran.versions) == 1:
        return " at once"
    if ran.mended and ran.versions[0].run.passed <= 0:
        return ", after a first version that passed none"
    return f", {number(len(ran.mended))} of them{_mended(ran)}" if ran.mended else ""


def _come_to_pass(ran: Ran) -> str:
    count, known = len(ran.mended), counted(ran.last.run)
    if ran.versions[0].run.passed <= 0 and known is not None:
        return f"After a first version that passed none, {number(known[0])} of {number(known[1])} checks pass"
    some = f"{upper_first(number(count))} check"
    return f"{some} that failed at first passes" if count == 1 else f"{some}s that failed at first pass"


def _mended(ran: Ran) -> str:
    """How what failed before was put right, and what it was."""
    checks = [ran.problem.check(test) for test in ran.mended] if ran.problem is not None else []
    shows = [check.shows for check in checks if check is not None][:_NAMED]
    when = "unasked" if ran.mended_alone else "when asked about it" if len(ran.mended) == 1 else "when asked"
    return f" put right {when}{': ' + '; '.join(shows) if shows else ''}"
