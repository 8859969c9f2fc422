"""Answering: what sends, what adds a line, what is held, what is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from driving import DEPTH, Driver, running, sitting
from fake_session import FakeBackend, FakeSession, Gate, Script
from sample_interviews import ANSWERS, PROBES, QUESTIONS
from textual.events import Paste

from agent import first_words
from agent.domain.terms import RoundKind
from agent.errors import StorageError
from tui.phase import WISHES, Phase


async def test_enter_sends_what_was_typed_and_empties_the_box() -> None:
    async with sitting() as driver:
        await driver.type("Freeze it.")
        await driver.press("enter")
        await driver.phase(Phase.YOURS)
        assert [text for text, _ in driver.session.said] == ["Freeze it."]
        assert driver.conversation.box.text == ""
        assert "Freeze it." in driver.chat_text


async def test_the_seconds_of_an_answer_run_from_the_question_to_the_key() -> None:
    async with sitting() as driver:
        driver.clock.now += 42
        await driver.answer("Freeze it.")
        assert driver.session.said == [("Freeze it.", 42.0)]


async def test_ctrl_j_adds_a_line_and_sends_nothing() -> None:
    async with sitting() as driver:
        await driver.type("one")
        await driver.press("ctrl+j")
        await driver.type("two")
        assert driver.conversation.box.text == "one\ntwo"
        assert driver.session.said == []


async def test_send_and_newline_keys_are_settings() -> None:
    async with sitting(send_key="ctrl+s", newline_key="enter") as driver:
        await driver.type("one")
        await driver.press("enter")
        await driver.type("two")
        assert driver.session.said == []
        await driver.press("ctrl+s")
        await driver.phase(Phase.YOURS)
        assert driver.session.said[0][0] == "one\ntwo"
        assert "Ctrl+S sends" in driver.screen_text


async def test_a_paste_keeps_its_lines_and_never_sends() -> None:
    async with sitting() as driver:
        driver.app.post_message(Paste("first\r\nsecond\rthird\n"))
        await driver.until(lambda: driver.conversation.box.text)
        assert driver.conversation.box.text == "first\nsecond\nthird\n"
        assert driver.session.said == []


async def test_an_empty_answer_is_not_sent() -> None:
    async with sitting() as driver:
        await driver.press("space", "enter")
        assert driver.session.said == []
        assert driver.conversation.phase is Phase.YOURS


def noted(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the screen with every picture that is sent to the terminal, from here on."""
    pictures, display = [""], driver.app._display

    def note(*arguments: Any) -> None:
        pictures.append(driver.screen_text)
        display(*arguments)

    monkeypatch.setattr(driver.app, "_display", note)
    return pictures


async def test_nothing_but_words_moves_while_a_word_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    async with sitting(script=Script(gate=gate)) as driver:
        pictures = noted(driver, monkeypatch)
        driver.conversation.box.fill(ANSWERS[0])
        await driver.press("enter")
        await gate.reached.wait()
        await driver.until(lambda: any(f"You {ANSWERS[0][:20]}" in picture for picture in pictures))
        said = next(picture for picture in pictures if f"You {ANSWERS[0][:20]}" in picture)
        assert "❚❚" in said, "the clock stands in the picture that shows what was said"
        assert not driver.conversation.box.cursor_blink
        gate.open()
        await driver.phase(Phase.YOURS)
        assert driver.conversation.box.cursor_blink


async def test_the_first_word_of_a_reply_is_shown_before_the_second_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_words, "FIRST_WORDS_SECONDS", 3600.0)
    gate = Gate()
    async with sitting(script=Script(gate=gate)) as driver:
        pictures = noted(driver, monkeypatch)
        driver.conversation.box.fill(ANSWERS[0])
        await driver.press("enter")
        async with asyncio.timeout(20):
            await gate.reached.wait()
        assert PROBES[0].split()[0] in pictures[-1]
        await driver.phase(Phase.SPEAKING)
        await driver.shows(PROBES[0].split()[0])
        gate.open()
        await driver.phase(Phase.YOURS)
        assert PROBES[0] in driver.chat_text


@asynccontextmanager
async def answered_while_he_speaks() -> AsyncIterator[tuple[Driver, Gate]]:
    """An interview in which the first answer was given and the reply stands still in the middle."""
    gate = Gate()
    async with sitting(script=Script(gate=gate, answers_a_round=5)) as driver:
        driver.conversation.box.fill(ANSWERS[0])
        await driver.press("enter")
        await gate.reached.wait()
        yield driver, gate


async def test_an_answer_typed_while_he_speaks_waits_for_him_to_finish() -> None:
    async with answered_while_he_speaks() as (driver, gate):
        await driver.type("And one thing more.")
        await driver.press("enter")
        assert len(driver.session.said) == 1
        assert "goes out when he has finished" in driver.screen_text
        gate.open()
        await driver.until(lambda: len(driver.session.said) == 2)
        assert driver.session.said[1][0] == "And one thing more."


async def test_a_held_answer_can_be_kept_back() -> None:
    async with answered_while_he_speaks() as (driver, gate):
        await driver.type("Wait")
        await driver.press("enter", "escape")
        gate.open()
        await driver.phase(Phase.YOURS)
        assert len(driver.session.said) == 1
        assert driver.conversation.box.text == "Wait"


async def test_a_held_answer_is_not_lost_behind_a_dialog() -> None:
    async with answered_while_he_speaks() as (driver, gate):
        await driver.type("More")
        await driver.press("enter", "f1")
        await driver.screen("HelpScreen")
        gate.open()
        await driver.until(lambda: driver.conversation.box.text == "")
        await driver.press("escape")
        await driver.until(lambda: len(driver.session.said) == 2)
        assert driver.session.said[1] == ("More", 0.0)


async def test_editing_a_held_answer_keeps_it_back_too() -> None:
    async with answered_while_he_speaks() as (driver, gate):
        await driver.type("Wait")
        await driver.press("enter", "!")
        gate.open()
        await driver.phase(Phase.YOURS)
        assert len(driver.session.said) == 1


async def test_the_keys_for_wishes_say_them_in_plain_words_and_leave_the_draft() -> None:
    async with sitting(script=Script(answers_a_round=9)) as driver:
        await driver.type("I would")
        for key, wish in (("f2", "hint"), ("f3", "repeat"), ("f4", "minute"), ("f5", "skip")):
            await driver.press(key)
            await driver.phase(Phase.YOURS)
            assert driver.session.said[-1][0] == WISHES[wish]
        assert driver.conversation.box.text == "I would"
        assert WISHES["hint"] in driver.chat_text


async def test_taking_back_puts_the_last_answer_into_the_box_and_out_of_the_chat() -> None:
    async with sitting() as driver:
        await driver.answer(ANSWERS[0])
        assert PROBES[0] in driver.chat_text
        await driver.type("half a thought")
        await driver.press("f6")
        await driver.until(lambda: driver.conversation.box.text.startswith(ANSWERS[0]))
        await driver.phase(Phase.YOURS)
        assert driver.conversation.box.text == f"{ANSWERS[0]}\nhalf a thought"
        assert ANSWERS[0] not in driver.chat_text
        assert PROBES[0] not in driver.chat_text
        assert QUESTIONS[RoundKind.ML_DEPTH] in driver.chat_text


async def test_nothing_is_taken_back_before_there_is_an_answer() -> None:
    async with sitting() as driver:
        await driver.press("f6")
        assert driver.conversation.phase is Phase.YOURS


async def test_an_answer_that_did_not_reach_the_disk_comes_back_into_the_box() -> None:
    script = Script(refuses=[StorageError("The disk is full; your answer was not kept. Make room and send it again.")])
    async with sitting(script=script) as driver:
        driver.conversation.box.fill(ANSWERS[0])
        await driver.press("enter")
        await driver.shows("The disk is full")
        assert driver.conversation.box.text == ANSWERS[0]
        assert ANSWERS[0] not in driver.chat_text
        await driver.press("enter")  # try again: the interviewer still waits
        await driver.phase(Phase.YOURS)
        await driver.press("enter")
        await driver.until(lambda: driver.session.said)
        assert driver.session.said[0][0] == ANSWERS[0]


async def test_typing_before_the_session_is_there_is_not_lost() -> None:
    backend = FakeBackend()
    backend.start_gate = Gate()
    async with running(DEPTH, backend=backend) as driver:
        await backend.start_gate.reached.wait()
        await driver.shows("setting up")
        await driver.type("early")
        backend.start_gate.open()
        await driver.phase(Phase.YOURS)
        assert driver.conversation.box.text == "early"


async def test_control_characters_of_a_paste_are_shown_and_not_obeyed() -> None:
    async with sitting() as driver:
        await driver.answer("red \x1b[31malert\x07")
        assert "red ␛[31malert␇" in driver.chat_text
        assert driver.session.said[0][0] == "red \x1b[31malert\x07"


async def test_an_interviewers_angle_brackets_are_text() -> None:
    async with sitting(script=Script(replies=["What is in <title>, and **why**?"])) as driver:
        await driver.answer(ANSWERS[0])
        await driver.shows("What is in <title>, and why?")


async def test_with_the_floor_his_own_the_candidate_asks_and_the_round_goes_on() -> None:
    async with sitting(script=Script(closing_after=1, answers_a_round=3)) as driver:
        await driver.type("Freeze it.")
        await driver.press("enter")
        await driver.phase(Phase.CLOSING)
        await driver.type("How large is the team?")
        await driver.press("enter")
        await driver.until(lambda: len(driver.session.said) == 2)
        await driver.phase(Phase.CLOSING)
        assert [text for text, _ in driver.session.said] == ["Freeze it.", "How large is the team?"]
        assert driver.conversation.box.text == ""


async def test_what_is_written_while_he_speaks_is_looked_up_once_he_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    async def foresee(_: object, text: str) -> None:
        looked_up.append(text)

    monkeypatch.setattr(FakeSession, "foresee", foresee)
    async with answered_while_he_speaks() as (driver, gate):
        looked_up.clear()
        await driver.type("And one thing more.")
        assert looked_up == []
        gate.open()
        await driver.until(lambda: "And one thing more." in looked_up)
