"""The rules of problems: each belongs to a question, and its program has a function for every check."""

from __future__ import annotations

import ast
from collections import Counter

from agent.catalog.front_matter import Document, Location
from agent.catalog.report import Report
from agent.catalog.rules import at_least, spoken
from agent.domain.knowledge import Question, Rubric
from agent.domain.problems import Problem

FEWEST = 5
"""Checks that a problem has at least."""


def check_problem(
    document: Document, problem: Problem, question: Question | None, rubric: Rubric | None, report: Report
) -> None:
    """The question, the call, and that checks and functions of the program belong to each other."""
    if question is None:
        report.error(document, f"id: there is no question {problem.id!r}", ["id"])
    if problem.function is None:
        report.error(document, f"call: {problem.call!r} is no function with its parameters, as in f(a, b)", ["call"])
    at_least(document, report, problem.checks, FEWEST, ["checks"])
    if not any(check.given for check in problem.checks):
        report.error(
            document, "checks: none is given, so nobody sees his code pass the statement's own example", ["checks"]
        )
    _check_program(document, problem, report)
    known = {signal.id for signal in rubric.signals} if rubric is not None else None
    often = Counter(check.id for check in problem.checks)
    for position, check in enumerate(problem.checks):
        here: Location = ["checks", position]
        if often[check.id] > 1:
            report.error(document, f"id: {check.id!r} is there {often[check.id]} times", [*here, "id"])
        if known is not None and check.signal not in known:
            report.error(document, f"signal: {check.signal!r} is not in the rubric", [*here, "signal"])
        spoken(document, report, check.ask, check.again, here)


def _check_program(document: Document, problem: Problem, report: Report) -> None:
    line = document.body_line
    try:
        body = ast.parse(problem.program).body
    except SyntaxError as error:
        report.error(document, f"the program is no Python at its line {error.lineno} ({document.name}:{line})")
        return
    functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    wanted = {check.function: check for check in problem.checks}
    for name in wanted.keys() - functions.keys():
        report.error(document, f"the program has no function {name}")
    for name in functions.keys() - wanted.keys():
        if name.startswith("check_"):
            report.error(document, f"the program's {name} is no check's")
    for name in wanted.keys() & functions.keys():
        taken = [argument.arg for argument in functions[name].args.args]
        if len(taken) != 1:
            report.error(document, f"the program's {name} takes {len(taken)} arguments, not the function alone")
    if problem.function is not None and not problem.function.args.args:
        report.error(document, "call: the function takes nothing", ["call"])
