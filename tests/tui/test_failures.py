"""What goes wrong: the provider, the session, we ourselves."""

from __future__ import annotations

import pytest
from driving import DEPTH, running, sitting
from fake_session import FakeBackend, Script
from sample_interviews import ANSWERS, PROBES

from agent.errors import NotFoundError, ProviderError, SessionBusyError
from tui.faults import parting_line
from tui.opening import Resume
from tui.phase import Phase

SECRET = "sk-very-secret"
MODEL = {"model": "gpt-x", "api_key": SECRET, "base_url": "https://models.example/v1"}


def failing(times: int = 1, *, retryable: bool = True) -> Script:
    said = "models.example said nothing for 30 s."
    return Script(fails=[ProviderError(said, retryable=retryable) for _ in range(times)])


async def test_a_failure_says_what_happened_and_trying_again_goes_on() -> None:
    async with sitting(script=failing(), **MODEL) as driver:
        await driver.answer(ANSWERS[0])
        await driver.shows("models.example said nothing for 30 s", "Everything you sent is kept.")
        assert PROBES[0].split()[0] + " " not in driver.chat_text.splitlines()[-1]
        await driver.press("enter")
        await driver.phase(Phase.YOURS)
        assert PROBES[0] in driver.chat_text
        assert driver.chat_text.count(ANSWERS[0]) == 1
        assert len(driver.session.said) == 1


async def test_going_on_offline_is_said_and_asked_of_the_session() -> None:
    async with sitting(script=failing(), **MODEL) as driver:
        await driver.answer(ANSWERS[0])
        await driver.screen("Question")
        await driver.press("right", "enter")
        await driver.phase(Phase.YOURS)
        assert [settings.offline for settings in driver.session.switched] == [True]
        assert "From here on: The offline interviewer asks and grades." in driver.chat_text


async def test_another_model_is_asked_for_by_name() -> None:
    async with sitting(script=failing(), **MODEL) as driver:
        await driver.answer(ANSWERS[0])
        await driver.screen("Question")
        await driver.press("right", "right", "enter")
        await driver.screen("ModelName")
        await driver.shows("models.example")
        driver.app.screen.query_one("#model").value = "gpt-y"
        await driver.press("shift+tab", "enter")
        await driver.phase(Phase.YOURS)
        assert [settings.model for settings in driver.session.switched] == ["gpt-y"]


async def test_leaving_on_a_failure_exits_3_where_the_command_line_came_in() -> None:
    async with sitting(script=failing(), **MODEL) as driver:
        session = driver.session
        await driver.answer(ANSWERS[0])
        await driver.screen("Question")
        await driver.press("right", "right", "right", "enter")
        await driver.until(lambda: session.closed)
    assert driver.app.return_code == 3
    assert "said nothing for 30 s" in driver.app.parting_line


async def test_closing_the_dialog_leaves_the_choices_on_the_send_key() -> None:
    async with sitting(script=failing(), **MODEL) as driver:
        await driver.answer(ANSWERS[0])
        await driver.screen("Question")
        await driver.press("escape")
        await driver.screen("InterviewScreen")
        assert driver.conversation.phase is Phase.STOPPED
        await driver.press("enter")
        await driver.screen("Question")


async def test_what_will_not_get_better_does_not_suggest_trying_again() -> None:
    async with sitting(script=failing(retryable=False), **MODEL) as driver:
        await driver.answer(ANSWERS[0])
        await driver.screen("Question")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "offline"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("There is no round of that name; nothing was started."), 2),
        (SessionBusyError("Another process holds it."), 4),
    ],
)
async def test_an_opening_that_is_refused_ends_a_direct_start_with_its_status(error: Exception, status: int) -> None:
    backend = FakeBackend()
    backend.start_error = error
    async with running(DEPTH, backend=backend) as driver:
        await driver.until(lambda: driver.app.return_code is not None)
    assert (driver.app.return_code, driver.app.parting_line) == (status, str(error))


async def test_an_opening_that_is_refused_leads_home_from_home() -> None:
    backend = FakeBackend()
    backend.start_error = NotFoundError("That loop is gone.")
    async with running(backend=backend) as driver:
        await driver.shows("Startup loop")
        await driver.choose()
        await driver.shows("That loop is gone.", "Sessions")


async def test_resuming_what_is_not_there_ends_with_2() -> None:
    async with running(Resume("nope"), backend=FakeBackend()) as driver:
        await driver.until(lambda: driver.app.return_code is not None)
    assert driver.app.return_code == 2


async def test_a_fault_in_a_worker_ends_with_70_and_one_line_without_values() -> None:
    script = Script(crash=RuntimeError(f"the key is {SECRET}"))
    with pytest.raises(Exception, match=SECRET):  # the pilot hands the test what the user is not shown
        async with sitting(script=script) as driver:
            driver.conversation.box.fill(ANSWERS[0])
            await driver.press("enter")
            await driver.until(lambda: driver.app.return_code is not None)
    assert driver.app.return_code == 70
    line = driver.app.parting_line
    assert "RuntimeError" in line and "resume" in line
    assert SECRET not in line and "\n" not in line
    assert driver.session.closed == 1


async def test_a_fault_in_a_handler_ends_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        key = SECRET
        raise ValueError(key)

    with pytest.raises(ValueError, match=SECRET):
        async with sitting() as driver:
            monkeypatch.setattr(driver.app.screen, "action_pause", broken)
            await driver.press("f8")
    assert driver.app.return_code == 70
    assert SECRET not in driver.app.parting_line


def test_the_parting_line_names_the_place_and_no_message() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        status, line = parting_line(error)
    assert status == 70
    assert "KeyError" in line and SECRET not in line


def test_an_error_of_ours_speaks_for_itself() -> None:
    assert parting_line(SessionBusyError("Another process holds it.")) == (4, "Another process holds it.")
