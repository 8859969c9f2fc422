"""The scripted model is strict in both directions."""

import pytest

from agent.errors import ProviderError
from agent.interviewer.schemas import assessment_schema
from agent.llm.base import Completion, Request
from agent.llm.scripted import Expected, ScriptedModel, UnexpectedCall


def request(purpose, words="hello"):
    return Request((("user", words),), purpose, "m")


async def test_it_answers_as_scripted_and_streams_word_by_word():
    with ScriptedModel(Expected("reply", "Two words"), Expected("grade", "{}")) as model:
        items = [item async for item in model.stream(request("reply"))]
        assert items[:-1] == ["Two ", "words"]
        assert isinstance(items[-1], Completion)
        assert (await model.complete(request("grade"))).text == "{}"
    assert [made.purpose for made in model.requests] == ["reply", "grade"]


async def test_a_call_nobody_expected_fails():
    with pytest.raises(UnexpectedCall, match="nobody expected a call for grade"):
        await ScriptedModel(Expected("reply", "x")).complete(request("grade"))


async def test_an_expectation_nobody_met_fails():
    with pytest.raises(UnexpectedCall, match="never called"), ScriptedModel(Expected("reply", "x")):
        pass


async def test_a_request_without_the_expected_words_fails():
    with pytest.raises(UnexpectedCall, match="lacks"):
        await ScriptedModel(Expected("reply", "x", contains=("headway",))).complete(request("reply"))


async def test_an_answer_that_breaks_its_schema_is_the_script_s_fault():
    asked = Request((("user", "hello"),), "assess", "m", schema=assessment_schema(["a"]))
    with pytest.raises(UnexpectedCall, match="breaks its schema"):
        await ScriptedModel(Expected("assess", "{}")).complete(asked)


async def test_a_provider_may_fail_in_mid_stream():
    model = ScriptedModel(Expected("reply", ProviderError("gone"), before_error="Half an"))
    heard = []
    with pytest.raises(ProviderError):
        async for piece in model.stream(request("reply")):
            heard += [piece]
    assert heard == ["Half ", "an"]
