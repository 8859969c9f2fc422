"""Runs of submitted code as words for prompts: facts of the program, and apart from them what the code itself said."""

from __future__ import annotations

from agent.domain.interview import FollowUp, RoundView
from agent.domain.problems import Check, Problem
from agent.domain.runs import (
    AGAIN,
    FUNCTION,
    YOUR_CODE,
    all_passed,
    check_asked,
    counted,
    failed_checks,
    is_for_changed_case,
    is_slow,
    own_error,
    probe_of,
)
from agent.domain.terms import ANSWERS, Move
from agent.domain.transcript import CodeRun, Turn
from agent.grading.code_runs import ran_in
from agent.interviewer.run_talk import wanted_as_code

_OFFERED = 2
_LONGEST = 400
"""Characters of what code raised or printed that a prompt holds."""
KIND = "check"
"""The kind of a follow-up about a failed check."""
OTHER_CASE = "written after the case was changed, and run against checks for the case before, which say nothing of it"


def handed_in(view: RoundView) -> str:
    """Whether code is handed in in this round, and whether it is run."""
    if not view.spec.code:
        return "none"
    if view.spec.commands:
        return "only where the candidate wants to write some, and not run"
    return "handed in, and not run" if view.problem is None else "handed in, and run"


def offers(view: RoundView) -> list[FollowUp]:
    """The questions about inputs that the newest code fails: one asked before in its other words, then the next. To
    words alone, the wish for the code where it is due."""
    problem, run = view.problem, view.transcript.turns[-1].run
    if problem is None or view.message not in ANSWERS or _is_changed(view):
        return []
    if run is None:
        wish = wanted_as_code(view, problem)
        about = "the function, as code that can be run"
        return [] if wish is None else [_on(view, wish.probe_id or "", about, wish.text, None, wish.signal)]
    if own_error(run) is not None:
        return []  # no input was tried
    asked = [check for id in view.asked if (check := check_asked(id, problem)) is not None]
    found = []
    for check in failed_checks(run, problem):
        id = probe_of(problem, check)
        again = bool(asked) and check == asked[-1]
        if f"{id}{AGAIN}" in view.asked or (id in view.asked and not again):
            continue
        ask, other = (check.again, check.ask) if again else (check.ask, check.again)
        id = f"{id}{AGAIN}" if again else id
        found.append(_on(view, id, check.shows, ask, other, check.signal))
    found.sort(key=lambda offer: not offer.id.endswith(AGAIN))
    return found[:_OFFERED]


def _on(view: RoundView, id: str, about: str, ask: str, again: str | None, signal: str | None) -> FollowUp:
    return FollowUp(id, KIND, ask, again, about, 1.0, view.question.id, signal, 1)


def open_check(wanted: str, problem: Problem | None) -> FollowUp | None:
    """The follow-up on a failed check that was asked about under an id, without what the check shows; None where
    another one was."""
    check = check_asked(wanted, problem) if problem is not None else None
    if check is None or problem is None:
        return None
    return FollowUp(wanted, KIND, check.ask, check.again, "", 1.0, problem.id, check.signal, 1)


def moves(view: RoundView, allowed: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves, best first: code is asked about before the case changes or another question comes, where it fails, and
    when it passes for the first time, since that it passes does not tell whether it was understood."""
    run = view.transcript.turns[-1].run
    told = view.problem is not None and run is not None and (own_error(run) is not None or _passes_at_last(view))
    if Move.PROBE not in allowed or not (offers(view) or told):
        return allowed
    return (Move.PROBE, *(move for move in allowed if move is not Move.PROBE))


def facts(view: RoundView) -> list[str]:
    """What came of running the newest message's code, or else the last one of this question."""
    found = _newest(view)
    if found is None or view.problem is None:
        return []
    turn, is_new, before = found
    assert turn.run is not None
    told = [] if is_new else ["this is of an earlier message; the newest one brings nothing that was run"]
    told += outcome(turn.run, view.problem)
    if before is not None and (known := counted(before)) is not None and own_error(before) is None:
        told.append(f"the version before it: {known[0]} of {known[1]} passed")
    opened = _asked_since(view, view.problem, before)
    if is_new and opened is not None and own_error(turn.run) is None:
        fails = opened.id in {failure.test for failure in turn.run.failures}
        told.append(f"the input that you asked about {'still fails' if fails else 'passes now'}")
    if _is_changed(view):
        told.append("the case was changed since, and these checks are for the case before: ask about none of them")
    return told


def said(view: RoundView) -> list[str]:
    """What the code of that run raised and printed: the candidate's own text."""
    found = _newest(view)
    return said_by(found[0].run) if found is not None and found[0].run is not None else []


def said_by(run: CodeRun) -> list[str]:
    """What a run raised and printed, cut short."""
    raised = [
        f"raised{'' if f.line is None else f' in line {f.line}'}: {_cut(f.message)}"
        for f in run.failures
        if f.line is not None or f.test == YOUR_CODE
    ]
    return [*dict.fromkeys(raised[:_OFFERED]), *([f"printed: {_cut(run.output)}"] if run.output.strip() else [])]


def by_turn(view: RoundView) -> list[str]:
    """What came of each run, with its turn: for a grader."""
    told = []
    for at, turn in enumerate(view.transcript.turns):
        if turn.run is not None:
            told.append(f"turn {at}: {'; '.join(outcome_at(view, at))}")
    counting = {one.last.turn for one in ran_in(view.transcript, view.problem_of, view.question.id)}
    return [*told, *(f"the version of turn {at} is the last one that counts" for at in sorted(counting))]


def outcome_at(view: RoundView, at: int) -> list[str]:
    """How the run of a turn went, and whether its checks are for the case that its code was written for."""
    run = view.transcript.turns[at].run
    assert run is not None
    late = is_for_changed_case(view.transcript, at)
    return [*([OTHER_CASE] if late else []), *outcome(run, view.problem_at(at))]


def outcome(run: CodeRun, problem: Problem | None) -> list[str]:
    """How a run went, in facts of the program alone."""
    failure, known = own_error(run), counted(run)
    if failure is not None and failure.test == FUNCTION:
        call = problem.call if problem is not None else "the function"
        return [f"nothing could be tried: there is no {call} to call"]
    if failure is not None and failure.test != YOUR_CODE:
        return [f"every try stops in line {failure.line}, for a name that is not there"]
    if failure is not None:
        line = "" if failure.line is None else f", in line {failure.line}"
        return [f"nothing could be tried: the code stops by itself{line}"]
    if all_passed(run):
        return [f"all {known[1]} checks passed" if known is not None else "every check passed"]
    told = [f"{known[0]} of {known[1]} checks passed" if known is not None else "some checks failed"]
    slow = {failure.test for failure in run.failures if is_slow(failure)}
    if run.limit in ("memory", "output", "processes") or (run.limit == "time" and not slow):
        told.append(f"ended at a limit: {run.limit}")
    if problem is not None:
        told += [
            f"fails{' for want of time' if check.id in slow else ''}: {check.shows} ({check.signal})"
            f"{', the given example' if check.given else ''}"
            for check in failed_checks(run, problem)
        ]
    return told


def _newest(view: RoundView) -> tuple[Turn, bool, CodeRun | None] | None:
    """The last turn with a run of this question, whether it is the newest message, and the run before it."""
    turns = view.transcript.turns
    ran = [
        at
        for at, turn in enumerate(turns)
        if turn.run is not None and view.transcript.question_id_at(at) in (view.question.id, None)
    ]
    if not ran:
        return None
    before = turns[ran[-2]].run if len(ran) > 1 else None
    return turns[ran[-1]], ran[-1] == len(turns) - 1, before


def _passes_at_last(view: RoundView) -> bool:
    """Whether the newest code passes everything and none before it for this question did."""
    turns, question = view.transcript.turns, view.question.id
    passing = [
        at
        for at, turn in enumerate(turns)
        if turn.run is not None and all_passed(turn.run) and view.transcript.question_id_at(at) in (question, None)
    ]
    return passing == [len(turns) - 1]


def _asked_since(view: RoundView, problem: Problem, before: CodeRun | None) -> Check | None:
    """The failed check that was asked about last since the run before."""
    for turn in reversed(view.transcript.turns[:-1]):
        if turn.run is not None and turn.run is before:
            return None
        if (check := check_asked(turn.probe_id, problem)) is not None:
            return check
    return None


def _is_changed(view: RoundView) -> bool:
    """Whether the constraint has changed, so that code is for another problem."""
    return f"{view.question.id}.twist" in view.asked


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST] + " …"
