"""A round that put two questions is graded by what stands for each of them, not for the last alone."""

from dataclasses import replace

from test_model_graders import GOOD_GRADE
from tram_round import OPENING, QUESTION, RUBRIC, SPEC, candidate, view

from agent.domain.knowledge import Example, Fact
from agent.domain.terms import Move, Role
from agent.domain.transcript import Turn
from agent.interviewer.model import ModelInterviewer
from agent.llm.scripted import Expected, ScriptedModel

SECOND = replace(
    QUESTION, id="ml_depth-ferries", title="Ferries", statement="Ferries wait for fog. What would you measure?",
    anchors={"judgment": {4: "ferry anchor four"}}, facts=(Fact("fog", ("how long",), "Fog lasts two hours."),),
    good=(Example("judgment", "I would measure the fog."),),
)  # fmt: skip
TURNS = (
    candidate("I stop the line first. It was me, twice a day, with twelve trams."),
    Turn(Role.INTERVIEWER, f"Another one.\n\n{SECOND.statement}", move=Move.QUESTION, question_id=SECOND.id),
    candidate("I would measure how long the fog lasts before a ferry waits."),
)


def whole(request):
    return "\n".join(content for _, content in request.messages)


async def test_the_grader_gets_the_anchors_facts_and_words_of_both():
    model = ScriptedModel(
        Expected("grade", GOOD_GRADE), Expected("assess", '{"answered": true, "shown": [], "flags": []}')
    )
    interviewer = ModelInterviewer(model, "m")
    both = view(*TURNS, question=SECOND, questions=(QUESTION, SECOND))
    await interviewer.grade(both, ())
    await interviewer.assess(both)
    grade, assess = (whole(request) for request in model.requests)
    for words in (
        f"Question 1: {QUESTION.statement}",
        f"Question 2: {SECOND.statement}",
        "On question 1: trams anchor 4 On question 2: ferry anchor four",
        "Of question 1:\n- volume: Ninety trams a day.",
        "Of question 2:\n- fog: Fog lasts two hours.",
    ):
        assert words in grade
    assert "trams anchor" not in assess, "one answer is assessed by the question it answers"
    assert "On this question: ferry anchor four" in assess


async def test_one_question_is_not_numbered():
    model = ScriptedModel(Expected("grade", GOOD_GRADE))
    await ModelInterviewer(model, "m").grade(view(*TURNS[:1], questions=(QUESTION,)), ())
    assert "On this question: trams anchor 4" in whole(model.requests[0])
    assert "Question 1" not in whole(model.requests[0])


def test_each_turn_belongs_to_the_question_that_was_open():
    held = view(*TURNS, question=SECOND, questions=(QUESTION, SECOND))
    assert [held.question_at(index) for index in (1, 3)] == [QUESTION, SECOND]
    assert held.transcript.question_ids() == (QUESTION.id, SECOND.id)
    assert (OPENING.question_id, SPEC.id, RUBRIC.round) == (QUESTION.id, RUBRIC.round, SPEC.id)
