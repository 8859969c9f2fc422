"""Nobody's answers go to a provider by accident: when the app asks, and what it does then."""

from __future__ import annotations

import pytest
from driving import DEPTH, running
from fake_session import FakeBackend
from textual.widgets import Input

from tui.phase import Phase

FOUND = {"api_key": "sk-found", "base_url": "https://models.example:8443/v1?token=hidden"}


async def test_a_key_that_was_found_leads_to_one_question_that_names_the_host() -> None:
    async with running(DEPTH, backend=FakeBackend(**FOUND)) as driver:
        await driver.shows("A key was found.", "models.example")
        assert "sk-found" not in driver.screen_text
        assert "hidden" not in driver.screen_text
        assert driver.backend.requests == []


async def test_agreeing_is_remembered_and_names_the_model() -> None:
    async with running(DEPTH, backend=FakeBackend(**FOUND)) as driver:
        await driver.screen("ModelName")
        await driver.type("gpt-x")
        await driver.press("enter")
        await driver.phase(Phase.YOURS)
        assert driver.backend.remembered == {"model": "gpt-x", "provider_agreed": True}
        assert (driver.session.settings.model, driver.session.settings.offline) == ("gpt-x", False)
        await driver.shows("gpt-x asks and grades. Your answers go to models.example.")


async def test_no_name_is_no_agreement() -> None:
    async with running(DEPTH, backend=FakeBackend(**FOUND)) as driver:
        await driver.screen("ModelName")
        await driver.press("enter")
        assert type(driver.app.screen).__name__ == "ModelName"
        assert driver.backend.requests == []


@pytest.mark.parametrize("keys", [("tab", "tab", "enter"), ("escape",)])
async def test_declining_stays_offline_and_remembers_nothing(keys: tuple[str, ...]) -> None:
    async with running(DEPTH, backend=FakeBackend(**FOUND)) as driver:
        await driver.screen("ModelName")
        await driver.press(*keys)
        await driver.phase(Phase.YOURS)
        assert driver.backend.remembered == {}
        assert driver.session.settings.offline
        await driver.shows("The offline interviewer asks and grades.")


@pytest.mark.parametrize("settings", [{}, FOUND | {"offline": True}, FOUND | {"model": "gpt-x"}])
async def test_nothing_is_asked_where_nothing_was_found_or_all_is_said(settings: dict[str, object]) -> None:
    async with running(DEPTH, backend=FakeBackend(**settings)) as driver:
        await driver.phase(Phase.YOURS)
        assert type(driver.app.screen).__name__ == "InterviewScreen"


async def test_home_is_offline_with_a_key_until_a_model_is_chosen() -> None:
    async with running(backend=FakeBackend(**FOUND)) as driver:
        await driver.shows("Startup loop", "The offline interviewer asks and grades.")
        await driver.choose()
        await driver.phase(Phase.YOURS)
        assert driver.session.settings.offline


async def test_home_asks_before_a_model_is_used_for_the_first_time() -> None:
    async with running(backend=FakeBackend(**FOUND)) as driver:
        await driver.shows("Startup loop")
        await driver.focus("#interviewer")
        await driver.press("right")
        await driver.shows("A language model at models.example would ask and grade.")
        driver.app.screen.query_one("#model", Input).value = "gpt-x"
        await driver.shows("gpt-x asks and grades. Your answers go to models.example.")
        await driver.focus("#list")
        await driver.choose()
        await driver.screen("ModelName")
        await driver.press("shift+tab", "shift+tab", "enter")
        await driver.phase(Phase.YOURS)
        assert driver.session.settings.model == "gpt-x"
        assert driver.backend.remembered["provider_agreed"] is True


async def test_a_model_without_a_name_is_asked_for_its_name_and_not_replaced_in_silence() -> None:
    async with running(backend=FakeBackend(**FOUND, model="gpt-x")) as driver:
        await driver.shows("Startup loop", "gpt-x asks and grades.")
        driver.app.screen.query_one("#model", Input).value = ""
        await driver.choose()
        await driver.screen("ModelName")
        await driver.type("gpt-y")
        await driver.press("enter")
        await driver.phase(Phase.YOURS)
        assert driver.session.settings.model == "gpt-y"


async def test_without_a_provider_no_model_is_offered() -> None:
    async with running() as driver:
        await driver.shows("Startup loop")
        await driver.focus("#interviewer")
        await driver.press("right")
        await driver.shows("The offline interviewer asks and grades.")
