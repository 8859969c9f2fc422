"""Code that is run: what the interviewer claims of it and keeps back, and what the debrief says of its runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from agent.catalog.asking import sentences
from agent.domain.problems import Check, Problem
from agent.domain.runs import counted, failed_checks, last_run, own_error
from agent.domain.transcript import CodeRun
from agent.grading.shapes import number
from evals.scorers.behaviour.case import Case, content, short
from evals.task import Finding

_MOST = 0.6
"""Share of what a check shows, beyond what was said, from which a sentence tells it."""
_WORDS = {number(n): n for n in range(1, 13)} | {"none": 0, "no": 0}
_NUMBER = r"(\d+|" + "|".join(_WORDS) + ")"
_RAN = re.compile(
    r"\b(?:i(?:'ve| have)?(?: just)? ran|(?:that|it|your code) ran|ran it|when i run (?:it|this)|the run (?:says|shows)"
    r"|on my console"
    r"|(?:checks?|tests?) (?:go(?:es)?|went|pass(?:ed|es)?|fail(?:ed|s)?)|go(?:es)? through)\b",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b{_NUMBER} (?:out )?of (?:the |my )?{_NUMBER}\b", re.IGNORECASE)
_ALL = re.compile(rf"\ball {_NUMBER} (?:of them |checks? |tests? )?(?:go|went|pass|checks|tests)", re.IGNORECASE)
_TURN = re.compile(r"\bturn (\d+)", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:should (?:be|have|give|get|return|come|say)|has to (?:be|give|return|come)|ought to|supposed to|expect\w*"
    r"|(?:right|correct) (?:answer|number|result|value|list) (?:is|was|would)|answer is|instead of|rather than)\b",
    re.IGNORECASE,
)
"""How an expected value is told, in front of it or behind it."""
_FAULT = re.compile(
    r"\b(?:the (?:bug|fault|mistake|problem|trouble) (?:is|sits|lies|comes)|off by one|should be (?:<|>|strict)"
    r"|you(?:'ve| have)? (?:forg[eo]t\w*|miss(?:ed)?|left out|overlook\w*)|you need to|you(?:'re| are) missing"
    r"|your (?:code|function|loop|comparison|condition) (?:doesn't|does not|forgets|ignores|misses|counts|treats))",
    re.IGNORECASE,
)
"""How a fault is told."""
_NOT_RUN = re.compile(
    r"\b(?:nothing is (?:really )?run|(?:i|we) (?:do not|don't|never|can't) run (?:it|code|your code|anything)"
    r"|(?:your |the )?code is (?:not|never) run)\b",
    re.IGNORECASE,
)


def runs_told_truly(case: Case) -> Iterator[Finding]:
    """No result is claimed without a run, no other number than the run's, and not that nothing is run where code is."""
    ever = any(turn.run is not None for turn in case.turns)
    for index, turn in case.spoken():
        run = last_run(case.turns[:index])
        for sentence in sentences(case.own_words(turn)):
            if ever and _NOT_RUN.search(sentence):
                yield case.finding("runs_told_truly", index, f"says that code is not run: {short(sentence)}")
            elif index and _RAN.search(sentence) and (wrong := _is_wrong(sentence, run)):
                yield case.finding("runs_told_truly", index, f"{wrong}: {short(sentence)}")


def answer_kept_back(case: Case) -> Iterator[Finding]:
    """While code fails, neither what was expected nor what is wrong with it is told, before the candidate says it."""
    for index, turn in case.spoken():
        at = next((i for i in reversed(range(index)) if case.turns[i].run is not None), None)
        problem = case.catalog.problem(case.held.transcript.question_id_at(at) or "") if at is not None else None
        run = case.turns[at].run if at is not None else None
        if run is None or problem is None or own_error(run) is not None:
            continue
        said = case.said_before(index)
        for sentence in sentences(case.own_words(turn)):
            if told := _given_away(sentence, problem, run, said):
                yield case.finding("answer_kept_back", index, f"tells {told}: {short(sentence)}")
                break


def _given_away(sentence: str, problem: Problem, run: CodeRun, said: str) -> str:
    """What a sentence tells of the checks that a run failed; '' where it is nothing."""
    failed = failed_checks(run, problem)
    fault = _FAULT.search(sentence)
    if failed and fault is not None and not sentence.endswith("?") and fault[0].lower() not in said.lower():
        return "what is wrong"
    values = set().union(*(_answers(problem, check) for check in failed))
    if _SUPPOSED.search(sentence) and (told := _values_in(sentence) & values):
        return f"what was expected ({sorted(told)[0]})"
    heard = content(said)
    for check in failed:
        key = content(check.shows) - heard - content(f"{check.ask} {check.again}")
        if len(shared := key & content(sentence)) >= 2 and len(shared) >= _MOST * len(key):
            return f"what {check.id} shows"
    return ""


@lru_cache(256)
def _answers(problem: Problem, check: Check) -> frozenset[str]:
    """The plain values that a check compares with, as texts."""
    function = next(
        node for node in ast.parse(problem.program).body
        if isinstance(node, ast.FunctionDef) and node.name == check.function
    )  # fmt: skip
    compared = [right for node in ast.walk(function) if isinstance(node, ast.Compare) for right in node.comparators]
    called = [arg for node in ast.walk(function) if isinstance(node, ast.Call) for arg in node.args[1:]]
    found = set()
    for node in [*compared, *called]:
        try:
            found.add(_plain(ast.literal_eval(node)))
        except ValueError:
            continue  # it is computed
    return frozenset(found)


def _plain(value: object) -> str:
    return re.sub(r"\s", "", repr(value)).lower().removesuffix(".0")


def _values_in(sentence: str) -> set[str]:
    """Numbers, in digits or words, truth values and lists that stand in a sentence."""
    lists = {re.sub(r"\s", "", found).lower() for found in re.findall(r"[\[(][^\])]*[\])]", sentence)}
    words = re.findall(r"-?\d+(?:\.\d+)?|[a-z]+", sentence.lower())
    numbers = {str(_WORDS.get(word, word)).removesuffix(".0") for word in words}
    return lists | {word for word in numbers if word[-1].isdigit() or word in ("true", "false", "none")}


def runs_reported_truly(case: Case) -> Iterator[Finding]:
    """Every count of checks in a scorecard is a run's: that of the turn that is named, else one of the round's."""
    card = case.held.scorecard
    runs = {i: counted(turn.run) for i, turn in enumerate(case.turns) if turn.run is not None}
    texts = [*(signal.note for signal in card.signals), card.prose.headline]
    texts += [*card.prose.strengths, *card.prose.concerns, *card.prose.would_flip]
    for text in texts:
        named: int | None = None
        for sentence in sentences(text):
            turn = _TURN.search(sentence)
            named = int(turn[1]) if turn is not None else named
            count = _count_in(sentence)
            known = {runs[named]} if named in runs else set(runs.values())
            if count is not None and count not in known:
                yield case.finding("runs_reported_truly", named, f"no run says so: {short(sentence)}")


def _count_in(sentence: str) -> tuple[int, int] | None:
    """How many checks of how many a sentence says that code passed."""
    if not re.search(r"\bchecks?\b", sentence, re.IGNORECASE):
        return None
    part, whole = _PART.search(sentence), _ALL.search(sentence)
    if part is not None:
        return _value(part[1]), _value(part[2])
    return (_value(whole[1]), _value(whole[1])) if whole is not None else None


def _is_wrong(sentence: str, run: CodeRun | None) -> str:
    """What is wrong with a claim about the last run; '' where nothing is that can be seen."""
    if run is None:
        return "claims a run that there was not"
    known = counted(run)
    part, whole = _PART.search(sentence), _ALL.search(sentence)
    if known is None:
        return ""
    if part is not None and (_value(part[1]), _value(part[2])) != known:
        return f"{known[0]} of {known[1]} passed"
    return f"{known[0]} of {known[1]} passed" if whole is not None and known != (known[1], _value(whole[1])) else ""


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word.lower()]
