"""Every example and every piece of code in the coding questions is run: what is called good is right, what is bad is not."""

from __future__ import annotations

import ast
import re

import pytest
from coding_tasks import TASKS, Task

from agent.catalog.loader import Catalog
from agent.domain.knowledge import Question
from agent.domain.terms import RoundKind

QUESTIONS = Catalog().questions(RoundKind.CODING)
EXAMPLE = re.compile(r"`((\w+)\([^`]*\))`\s+gives\s+`([^`]*)`")
FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def task_of(question: Question) -> tuple[str, Task]:
    """The name of the function that the statement asks for, and its task."""
    found = EXAMPLE.search(question.statement)
    assert found is not None, f"{question.id}: the statement has no `call` gives `result`"
    return found[2], TASKS[found[2]]


def pieces(kind: str) -> list[object]:
    return [
        pytest.param(question, code, id=f"{question.id}-{number}")
        for question in QUESTIONS
        for number, example in enumerate(getattr(question, kind))
        for code in FENCE.findall(example.text)
    ]


def defined(code: str, name: str) -> object:
    space: dict[str, object] = {}
    exec(compile(code, "<example>", "exec"), space)
    return space[name]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_example_of_the_statement_is_what_the_reference_gives(question: Question) -> None:
    name, task = task_of(question)
    for call, called, result in EXAMPLE.findall(question.statement):
        assert called == name
        tree = ast.parse(call, mode="eval").body
        assert isinstance(tree, ast.Call)
        arguments = [ast.literal_eval(argument) for argument in tree.args]
        assert task.reference(*arguments) == ast.literal_eval(result)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_question_shows_right_and_wrong_code(question: Question) -> None:
    for kind in (question.good, question.bad):
        assert any(FENCE.search(example.text) for example in kind), question.id


@pytest.mark.parametrize(("question", "code"), pieces("good"))
def test_good_code_is_right(question: Question, code: str) -> None:
    name, task = task_of(question)
    assert task.fault(defined(code, name)) is None


@pytest.mark.parametrize(("question", "code"), pieces("bad"))
def test_bad_code_is_wrong(question: Question, code: str) -> None:
    name, task = task_of(question)
    assert task.fault(defined(code, name)) is not None
