"""What the interviewer without a model says about code that was run.

He tells that it ran and how much went through, and asks about an input that failed in the words that its check has for
it. What is wrong with the code, and what should have come out, he never says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.code import has_code
from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.problems import Check, Problem
from agent.domain.runs import (
    AGAIN,
    ITSELF,
    SPEED,
    THEN,
    all_passed,
    check_asked,
    failed_checks,
    is_slow,
    last_run,
    own_error,
    probe_of,
)
from agent.domain.terms import ANSWERS, MessageKind, Move
from agent.domain.transcript import CodeFailure, CodeRun
from agent.interviewer import code_phrases
from agent.interviewer.run_words import count_told, result, run_before, shown, words_on
from agent.interviewer.variants import fresh_in

if TYPE_CHECKING:
    from agent.listening.about_runs import RunQuestion

_LEFT = 2
"""Failed checks asked about twice, in vain, after which no further one is asked about."""
_TALKED_ENOUGH = 3
"""Answers after which the code is asked for."""
_TELLS = frozenset({Move.PROBE, Move.DEEPEN, Move.TWIST, Move.QUESTION, Move.CLOSE, Move.HINT, Move.CLARIFY})
"""Moves before which a new result is told."""


_CHANGES = re.compile(
    r"\b(?:should|must|has to|have to|needs?|instead|rather|chang\w+|swap\w*|fix\w*|mend\w*|add\w*|mov\w+|replac\w+"
    r"|remov\w+|turn\w* around|wrong|bug|mistake|missing|forg[eo]t\w*|off by|too (?:early|late|many|few|much)"
    r"|oh|oops|i see|'d)\b",
    re.IGNORECASE,
)
"""Words of somebody who would have his code otherwise."""


def call_of(view: RoundView, problem: Problem | None) -> str:
    """What a candidate has to know before he writes: what to call the function, what comes back, and that it is run;
    '' where nothing is."""
    if problem is None:
        return ""
    numpy = [code_phrases.WITH_NUMPY] if "numpy" in problem.libraries else []
    lead = code_phrases.CALL_IT if problem is view.problem else code_phrases.CALLED
    return " ".join([lead.format(call=problem.call, returns=problem.returns), *numpy])


def about_run(view: RoundView, allowed: Allowed) -> Reply | None:
    """The question that the newest run asks for, or that words on a failed check do; None where neither is there."""
    if view.problem is None or Move.PROBE not in allowed.moves or view.message not in ANSWERS:
        return None
    run = view.transcript.turns[-1].run
    if run is None:
        return wanted_as_code(view, view.problem)
    failure = own_error(run)
    if failure is not None:
        return _fails_by_itself(view, view.problem, failure)
    if view.question.id + ".twist" in view.asked:
        return None  # his code is for another problem now
    return next(_to_ask(view, view.problem, run), None)


def wanted_as_code(view: RoundView, problem: Problem) -> Reply | None:
    """What asks for the function where the newest answer was words: those on a failed check, or enough of them."""
    return _then_change_it(view, problem) or _show_me(view, problem)


def with_result(view: RoundView, reply: Reply) -> Reply:
    """The reply, behind how the newest code did, where that is news and was not told with it."""
    run = view.transcript.turns[-1].run
    if view.problem is None or run is None or reply.move not in _TELLS or reply.probe_id in _told_with(view):
        return reply
    if own_error(run) is not None or view.message is MessageKind.STOP:
        return reply
    before = run_before(view)
    if all_passed(run) and before is not None and all_passed(before):
        return reply
    return replace(reply, text=f"{result(view, run)} {reply.text}")


def again(view: RoundView) -> str | None:
    """The open question differently where it is about a failed check and that was not said yet; else None."""
    check = check_asked(view.open_probe, view.problem) if view.problem is not None else None
    if check is None:
        return None
    said = any(check.again in turn.text for turn in view.transcript.turns)
    told = any(words in turn.text for words in code_phrases.CHECK_AGAIN for turn in view.transcript.turns)
    if said:
        return None if told else fresh_in(code_phrases.CHECK_AGAIN, view)
    return check.again


def answers(view: RoundView, *, known: bool) -> Reply | None:
    """What somebody is told who asks about the runs: whether it passed, which input it was, what should come out.

    `known`: a fact of the case would answer it too, which goes before what should come out as long as nothing was run.
    """
    newest = view.transcript.turns[-1].text
    from agent.listening.about_runs import RunQuestion, asks_about_run

    asked = asks_about_run(newest)
    if asked is None or not view.spec.code or view.spec.commands:
        return None
    if view.problem is None:
        return None if known else Reply(fresh_in(code_phrases.NOTHING_RUN, view), Move.CLARIFY)
    run = last_run(view.transcript.turns)
    if run is None and known and asked is not RunQuestion.WHETHER:
        return None
    told = _told(view, view.problem, run, asked)
    return Reply(told, Move.CLARIFY)


def _told(view: RoundView, problem: Problem, run: CodeRun | None, asked: RunQuestion) -> str:
    from agent.listening.about_runs import RunQuestion

    if asked is RunQuestion.WHETHER:
        return fresh_in(code_phrases.RUNS_WHAT_COMES, view).format(call=problem.call)
    if asked is RunQuestion.EXPECTED:
        return fresh_in(code_phrases.EXPECTED, view)
    if run is None:
        return fresh_in(code_phrases.NOT_YET_RUN, view)
    failure = own_error(run)
    if failure is not None and asked is not RunQuestion.PRINTED:
        return words_on(view, problem, failure)
    if asked is RunQuestion.WHICH:
        words = code_phrases.WHICH_ONE if check_asked(view.open_probe, problem) else code_phrases.WHICH_ONE_UNASKED
        return fresh_in(code_phrases.NONE_FAILED if all_passed(run) else words, view)
    if asked is RunQuestion.PRINTED:
        printed = shown(run.output)
        return code_phrases.IT_PRINTED.format(output=printed) if printed else code_phrases.PRINTED_NOTHING
    if asked is RunQuestion.ERROR:
        return _what_was_raised(view, problem, run)
    said = count_told(view, run)
    if asked is RunQuestion.PASSED or all_passed(run):
        return said
    return f"{said} {fresh_in(code_phrases.NOT_TOLD_WHY, view)}"


def _what_was_raised(view: RoundView, problem: Problem, run: CodeRun) -> str:
    """The exception by which the check failed that was asked about, else the first that failed by one."""
    asked = check_asked(view.open_probe, problem)
    raised = [failure for failure in run.failures if failure.line is not None and shown(failure.message)]
    raised.sort(key=lambda failure: asked is None or failure.test != asked.id)
    slow = any(is_slow(failure) for failure in run.failures if asked is None or failure.test == asked.id)
    if slow and not raised:
        return fresh_in(code_phrases.STOPPED_BACK, view)
    if not raised:
        return count_told(view, run) if all_passed(run) else fresh_in(code_phrases.NOTHING_RAISED, view)
    return fresh_in(code_phrases.IT_RAISED, view).format(line=raised[0].line, message=shown(raised[0].message))


def _to_ask(view: RoundView, problem: Problem, run: CodeRun) -> Iterator[Reply]:
    """What is asked about a run in which checks failed, best first: what was asked about and still fails once more in
    other words, then the others."""
    failed = failed_checks(run, problem)
    asked = [check for id in view.asked if (check := check_asked(id, problem)) is not None]
    if asked and asked[-1] in failed and not any(asked[-1].again in turn.text for turn in view.transcript.turns):
        yield from _asking(view, problem, run, asked[-1], AGAIN)
    if sum(probe_of(problem, check) + AGAIN in view.asked for check in failed) >= _LEFT:
        return
    for check in failed:
        yield from _asking(view, problem, run, check, "")


def _asking(view: RoundView, problem: Problem, run: CodeRun, check: Check, ending: str) -> Iterator[Reply]:
    id = probe_of(problem, check) + ending
    if id in view.asked:
        return
    lead = result(view, run)
    if ending:
        lead = f"{lead} {fresh_in(code_phrases.STILL_THAT, view)}"
    stopped = next((f for f in run.failures if f.test == check.id and f.line is not None), None)
    ask = check.again if ending else check.ask
    if stopped is not None and (message := shown(stopped.message)):
        values = {"line": stopped.line, "message": message}
        if check.given and not ending:
            ask = fresh_in(code_phrases.ON_THE_EXAMPLE, view).format(**values)
        elif ending or check.signal == SPEED:
            lead = f"{lead} {fresh_in(code_phrases.IT_STOPS_THERE, view).format(**values)}"
    text = f"{lead} {ask}"
    yield Reply(text, Move.PROBE, id, (view.question.id,), signal=check.signal)


def _told_with(view: RoundView) -> set[str | None]:
    """Ids of turns that tell the newest result themselves."""
    assert view.problem is not None
    ids = [probe_of(view.problem, check) for check in view.problem.checks]
    return {*ids, *(id + AGAIN for id in ids)}


def _fails_by_itself(view: RoundView, problem: Problem, failure: CodeFailure) -> Reply:
    """What is asked where no check was tried. The same error is told as often as it comes."""
    id = f"{problem.id}{ITSELF}{len(view.transcript.turns)}"
    return Reply(words_on(view, problem, failure), Move.PROBE, id, (view.question.id,))


def _then_change_it(view: RoundView, problem: Problem) -> Reply | None:
    """That the code is wanted, where words were said to a failed check; once for each check."""
    opened, check = view.open_probe or "", check_asked(view.open_probe, problem)
    if view.message is not MessageKind.ANSWER or has_code(view.transcript.turns[-1].text):
        return None
    if check is None and not opened.startswith(f"{problem.id}{ITSELF}"):
        return None
    id = (probe_of(problem, check) if check is not None else opened.removesuffix(THEN)) + THEN
    if id in view.asked:
        return None
    changes = check is None or _CHANGES.search(view.transcript.turns[-1].text) is not None
    text = fresh_in(code_phrases.THEN_CHANGE_IT if changes else code_phrases.LEAVE_IT_SO, view)
    return Reply(text, Move.PROBE, id, (view.question.id,), signal=check.signal if check is not None else None)


def _show_me(view: RoundView, problem: Problem) -> Reply | None:
    """That the code is wanted, once, where enough was said about it and none was handed in."""
    id, said = f"{problem.id}.code", view.transcript
    heard = [turn for at, turn in said.candidate_turns() if said.question_id_at(at) in (view.question.id, None)]
    if view.message is not MessageKind.ANSWER or id in view.asked or len(heard) < _TALKED_ENOUGH:
        return None
    if any(has_code(turn.text) for turn in heard) or f"{view.question.id}.twist" in view.asked:
        return None
    return Reply(fresh_in(code_phrases.SHOW_ME, view).format(call=problem.call), Move.PROBE, id, (view.question.id,))
