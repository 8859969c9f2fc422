"""Ends and ways out: nothing is lost by any of them, and the status says which it was."""

from __future__ import annotations

from driving import DEPTH, STARTUP, running, sitting
from fake_session import FakeBackend, Gate, Script
from sample_interviews import ANSWERS, finished

from agent.domain.terms import SessionStatus
from tui.phase import Phase


async def test_ending_asks_first_and_then_shows_the_debrief() -> None:
    async with sitting(STARTUP) as driver:
        await driver.type("not sent")
        await driver.press("f9")
        await driver.shows("End the interview here?", "not held", "has not been sent")
        await driver.press("right", "enter")
        await driver.phase(Phase.OVER)
        assert driver.session.ended
        assert "another day" not in driver.screen_text
        await driver.press("enter")
        await driver.screen("DebriefScreen")
        await driver.shows("lean hire", "Behavioral not held")


async def test_an_end_that_is_not_confirmed_ends_nothing() -> None:
    async with sitting() as driver:
        await driver.press("f9")
        await driver.screen("Question")
        await driver.press("enter")
        await driver.screen("InterviewScreen")
        assert not driver.session.ended
        assert driver.conversation.phase is Phase.YOURS


async def test_a_round_that_is_over_says_goodbye_before_the_debrief() -> None:
    async with sitting() as driver:
        for answer in ANSWERS:
            await driver.answer(answer)
        assert driver.conversation.phase is Phase.OVER
        await driver.shows("Somebody will be in touch", "Read the debrief")
        await driver.shows("d Read the debrief", "h Home", "q Quit", "F1 Help")
        assert "Hint" not in driver.screen_text
        await driver.press("enter")
        await driver.screen("DebriefScreen")
        await driver.press("escape")
        await driver.screen("HomeScreen")


async def test_once_a_round_is_over_a_key_leads_home_and_while_it_lasts_it_is_a_letter() -> None:
    async with sitting() as driver:
        await driver.press("h", "q")
        assert driver.conversation.box.text == "hq"
        assert "h Home" not in driver.screen_text
        for answer in ANSWERS:
            await driver.answer(answer)
        await driver.press("h")
        await driver.screen("HomeScreen")


async def test_ctrl_c_asks_once_and_means_it_the_second_time() -> None:
    async with sitting() as driver:
        session = driver.session
        await driver.press("ctrl+c")
        await driver.shows("Leave the interview?")
        await driver.press("ctrl+c")
        await driver.until(lambda: session.closed)
    assert driver.app.return_code == 130
    assert session.store.status is SessionStatus.ACTIVE


async def test_staying_goes_on() -> None:
    async with sitting() as driver:
        await driver.press("ctrl+c")
        await driver.shows("Leave the interview?")
        await driver.press("enter")
        await driver.screen("InterviewScreen")
        await driver.answer("Freeze it.")
        assert len(driver.session.said) == 1


async def test_quitting_after_the_end_is_done() -> None:
    async with sitting() as driver:
        for answer in ANSWERS:
            await driver.answer(answer)
        await driver.press("ctrl+q")
        await driver.until(lambda: driver.session.closed)
    assert driver.app.return_code == 0


async def test_quitting_home_is_done() -> None:
    async with running() as driver:
        await driver.press("q")
    assert driver.app.return_code == 0


async def test_leaving_while_the_session_is_set_up_lets_go_of_it() -> None:
    backend = FakeBackend()
    backend.start_gate = Gate()
    async with running(DEPTH, backend=backend) as driver:
        await backend.start_gate.reached.wait()
        await driver.press("ctrl+c", "ctrl+c")
        backend.start_gate.open()
        await driver.until(lambda: backend.opened and backend.session.closed)
    assert driver.app.return_code == 130


async def test_between_rounds_the_scorecard_waits_for_the_candidate() -> None:
    async with sitting(STARTUP) as driver:
        for answer in ANSWERS:
            await driver.answer(answer)
        await driver.screen("ScorecardDialog")
        await driver.shows("lean hire · score 0.58", "On to the next round")
        driver.clock.now += 300
        await driver.press("tab", "enter")  # wherever the focus is
        await driver.screen("InterviewScreen")
        await driver.shows("Behavioral · 2 of 2")
        await driver.answer("I reversed it.")
        assert driver.session.said[-1] == ("I reversed it.", 0.0)


async def test_verdicts_only_at_the_end_show_none_before() -> None:
    async with sitting(STARTUP, verdicts="end", size=(120, 40)) as driver:
        for answer in ANSWERS:
            await driver.answer(answer)
        await driver.shows("Behavioral · 2 of 2", "the verdict comes at the end", "can wait for another day")
        assert "lean hire" not in driver.screen_text


async def test_a_session_that_is_over_opens_at_its_end() -> None:
    from tui.opening import Resume

    backend = FakeBackend(Script(), [finished(DEPTH)])
    async with running(Resume("s1"), backend=backend) as driver:
        await driver.phase(Phase.OVER)
        await driver.shows("Read the debrief")
