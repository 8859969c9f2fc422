"""A run in a few words: how much went through, and how code fails by itself."""

from __future__ import annotations

import re

from agent.domain.interview import RoundView
from agent.domain.problems import Problem
from agent.domain.runs import FUNCTION, all_passed, check_asked, counted, is_slow, own_error
from agent.domain.transcript import CodeFailure, CodeRun
from agent.grading.shapes import number, upper_first
from agent.interviewer import code_phrases
from agent.interviewer.variants import fresh_in

_LONGEST = 120
"""Characters of an error or of printed text that are read out."""


def result(view: RoundView, run: CodeRun) -> str:
    """That it ran and how much of it went through, in a few words."""
    problem, before = view.problem, run_before(view)
    assert problem is not None
    count = _count(run)
    values = {"count": count, "count_first": upper_first(count), "total": _total(run)}
    if view.question.id + ".twist" in view.asked and not all_passed(run):
        return fresh_in(code_phrases.OLD_CASE, view).format(**values)
    if all_passed(run):
        news = code_phrases.ALL_THROUGH if before is None or all_passed(before) else code_phrases.NOW_THROUGH
        return fresh_in(news, view).format(**values)
    if _never_came_back(problem, run):
        return fresh_in(code_phrases.STOPPED_BACK, view)
    if run.limit in code_phrases.STOPPED:
        return code_phrases.STOPPED[run.limit].format(**values)
    opened = check_asked(view.open_probe, problem)
    if before is None:
        return fresh_in(code_phrases.RAN, view).format(**values)
    if counted(run) == counted(before) and (opened is None or opened.id in {f.test for f in run.failures}):
        return fresh_in(code_phrases.STILL_AS_MANY, view).format(**values)
    mended = opened is not None and opened.id not in {failure.test for failure in run.failures}
    if mended and run.passed < before.passed:
        return fresh_in(code_phrases.OTHERS_BROKE, view).format(**values)
    return fresh_in(code_phrases.ONE_IS_THROUGH if mended else code_phrases.RAN_AGAIN, view).format(**values)


def _never_came_back(problem: Problem, run: CodeRun) -> bool:
    """Whether it ran out of time before anything large was asked of it."""
    failed = {check.id for check in problem.checks if check.given or run.passed <= 0}
    return run.limit == "time" and any(is_slow(f) and f.test in failed for f in run.failures)


def _count(run: CodeRun) -> str:
    """ "five of seven", "none"; "some" where the figures count nothing."""
    known = counted(run)
    if known is None:
        return "some"
    passed, total = known
    return f"{number(passed) if passed else 'none'} of {number(total)}"


def _total(run: CodeRun) -> str:
    known = counted(run)
    return number(known[1]) if known is not None else "of the"


def count_told(view: RoundView, run: CodeRun) -> str:
    """How many checks a run passed, to somebody who asks."""
    count = _count(run)
    if all_passed(run):
        return fresh_in(code_phrases.ALL_WENT, view).format(total=_total(run))
    return fresh_in(code_phrases.HOW_MANY, view).format(count=count, count_first=upper_first(count))


def run_before(view: RoundView) -> CodeRun | None:
    """The run before the newest message's, of the same question, that came as far as the checks."""
    turns, question = view.transcript.turns[:-1], view.question.id
    runs = [
        turn.run
        for at, turn in enumerate(turns)
        if turn.run is not None and view.transcript.question_id_at(at) in (question, None)
    ]
    return next((run for run in reversed(runs) if own_error(run) is None), None)


def words_on(view: RoundView, problem: Problem, failure: CodeFailure) -> str:
    """What is said of code that fails by itself: told plainly, since nothing of the checks is in it."""
    message, line = shown(failure.message), failure.line
    code = next((turn.code for turn in reversed(view.transcript.turns) if turn.run is not None), None) or ""
    name = re.escape(problem.name)
    is_piece = not re.search(rf"\bdef[ \t]+{name}\b|\b{name}[ \t]*=", code) and any(
        re.search(rf"\bdef[ \t]+{name}\b", turn.code or "") for turn in view.transcript.turns
    )
    if failure.test == FUNCTION:
        words: tuple[str, ...] = code_phrases.A_PIECE_ALONE if is_piece else code_phrases.NO_FUNCTION
    elif is_slow(failure):
        words = code_phrases.NEVER_LOADED
    elif message.startswith("ended "):
        words = code_phrases.ENDED_EARLY
    elif message.startswith("AssertionError") and not is_piece and line is not None:
        words = code_phrases.OWN_ASSERT
    elif is_piece and message:
        words = code_phrases.A_PIECE
    elif not message:
        words = code_phrases.ENDED_EARLY
    else:
        words = code_phrases.FAILS_SOMEWHERE if line is None else code_phrases.FAILS_BY_ITSELF
    return fresh_in(words, view).format(line=line, message=message, call=problem.call)


def shown(text: str) -> str:
    """The first line of an error or of printed text as it is read out; what would end the marks around it is gone."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "").replace("`", "'")
    return first if len(first) <= _LONGEST else first[:_LONGEST].rstrip() + " …"
