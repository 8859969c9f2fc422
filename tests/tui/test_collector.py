"""Python's garbage collector: never while a first word is awaited, and never over what stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from driving import sitting
from fake_session import Gate, Script

from agent.errors import ProviderError
from tui import collector
from tui.phase import Phase
from tui.widgets.chat import CandidateTurn


@pytest.fixture(autouse=True)
def left_as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


async def test_nothing_is_collected_between_an_answer_and_the_end_of_its_reply() -> None:
    gate = Gate()
    async with sitting(script=Script(gate=gate)) as driver:
        assert gc.isenabled()
        driver.conversation.box.fill("Freeze it.")
        await driver.press("enter")
        await gate.reached.wait()
        assert not gc.isenabled()
        gate.open()
        await driver.phase(Phase.YOURS)
        assert gc.isenabled()


async def test_it_goes_on_after_a_failure_and_after_leaving_in_mid_reply() -> None:
    async with sitting(script=Script(fails=[ProviderError("It did not answer.")])) as driver:
        await driver.answer("Freeze it.")
        assert driver.conversation.phase is Phase.STOPPED
        assert gc.isenabled()
    gate = Gate()
    async with sitting(script=Script(gate=gate)) as driver:
        driver.conversation.box.fill("Freeze it.")
        await driver.press("enter")
        await gate.reached.wait()
        assert not gc.isenabled()
    assert gc.isenabled()


async def test_what_a_long_chat_is_made_of_is_not_looked_through_again_until_its_screen_is_closed() -> None:
    async with sitting(script=Script(answers_a_round=9)) as driver:
        for number in range(3):
            await driver.answer(f"Answer {number}.")
        newest = driver.conversation.query(CandidateTurn).last()
        await driver.until(lambda: not any(looked_at is newest for looked_at in gc.get_objects()))
    assert gc.get_freeze_count() == 0


async def test_what_was_loaded_is_left_alone_before_anything_is_collected_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    for name in ("go_on", "settle"):
        real = getattr(collector, name)
        monkeypatch.setattr(collector, name, lambda name=name, real=real: (done.append(name), real()))
    async with sitting(script=Script()):
        assert done == ["settle"]
