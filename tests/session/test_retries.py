"""A turn that was cut short and driven on counts once."""

from __future__ import annotations

import pytest

from agent.errors import ProviderError
from agent.events import Waiting
from tests.session.conftest import Opener
from tests.session.fakes import PlainInterviewer
from tests.session.services import drain


@pytest.mark.parametrize("failing", ["reply", "assess"])
async def test_an_answer_whose_turn_failed_uses_up_one_answer(
    sit: Opener, interviewer: PlainInterviewer, failing: str
) -> None:
    session, _ = await sit(round="ml_depth")
    for given in (1, 2, 3):
        interviewer.fail = {failing}
        with pytest.raises(ProviderError):
            await drain(session.answer(f"Answer {given}.", seconds=60))
        waiting = (await drain(session.proceed()))[-1]
        assert isinstance(waiting, Waiting)
        assert (waiting.answers_left, waiting.seconds_left) == (12 - given, 2700 - 60 * given)


async def test_a_turn_that_fails_and_is_resumed_elsewhere_counts_once(
    sit: Opener, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(round="ml_depth")
    interviewer.fail = {"reply"}
    with pytest.raises(ProviderError):
        await drain(session.answer("One.", seconds=60))
    await session.close()
    again, events = await sit(resume=session.id)
    assert events[-1].answers_left == 11
    waiting = (await drain(again.answer("Two.", seconds=60)))[-1]
    assert waiting.answers_left == 10


async def test_what_is_assessed_is_the_answer_where_its_reply_was_said_before(
    sit: Opener, interviewer: PlainInterviewer
) -> None:
    session, _ = await sit(round="ml_depth")
    for answer in ("I'd freeze the label first.", "Then I'd split by time."):
        interviewer.fail = {"assess"}
        with pytest.raises(ProviderError):
            await drain(session.answer(answer))
        said = (await session.transcript())[0].turns
        assert [turn.text for turn in said[-2:]] == [answer, f"deepen number {len(said) - 1}"], "the reply is kept"
        first = interviewer.views[-1]
        await drain(session.proceed())
        again = interviewer.views[-1]
        assert again == first, "and nothing of it is shown to whoever assesses"
        assert again.transcript.turns[-1].text == answer
