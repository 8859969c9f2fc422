"""Home: what is listed, how it is held, what becomes of sessions."""

from __future__ import annotations

from driving import DEPTH, STARTUP, running
from fake_session import LOOPS, FakeBackend
from pytest import MonkeyPatch
from sample_interviews import finished, unfinished
from textual.widgets import Button, Input

from agent.domain.terms import Context, Level
from agent.errors import SessionBusyError, StorageError
from agent.library import LoopRow


async def test_a_loop_is_started_as_it_was_chosen() -> None:
    async with running() as driver:
        await driver.shows("Startup loop", "Recruiter screen → ML system design", "The offline interviewer asks")
        await driver.focus("#level")
        await driver.press("right")
        await driver.focus("#background")
        await driver.press("left")
        driver.app.screen.query_one("#minutes", Input).value = "20"
        await driver.focus("#list")
        await driver.choose()
        await driver.screen("InterviewScreen")
        await driver.until(lambda: driver.backend.requests)
        request = driver.backend.requests[0]
        assert (request.loop, request.round) == ("startup", None)
        assert (request.level, request.context) == (Level.SENIOR, None)
        assert (request.background, request.minutes) == ("generalist", 20.0)


async def test_a_single_round_can_have_its_question_and_company_chosen() -> None:
    async with running() as driver:
        await driver.press("r")
        await driver.shows("One system you know")
        for choice in ("question", "context"):
            await driver.focus(f"#{choice}")
            await driver.press("right")
        await driver.focus("#list")
        await driver.choose()
        await driver.until(lambda: driver.backend.requests)
        request = driver.backend.requests[0]
        assert (request.loop, request.round, request.question) == (None, "ml_depth", "ml_depth-sales-labels")
        assert request.context is Context.STARTUP


async def test_from_the_button_the_keys_up_and_down_lead_to_how_it_is_held() -> None:
    async with running() as driver:
        await driver.shows("Startup loop", "The offline interviewer asks")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.focused, Button))
        assert "How it is held" in driver.screen_text
        await driver.press("up")
        await driver.until(lambda: isinstance(driver.app.focused, Input))
        await driver.press("4", "5", "down")
        await driver.until(lambda: isinstance(driver.app.focused, Button))
        await driver.press("enter")
        await driver.until(lambda: driver.backend.requests)
        assert driver.backend.requests[0].minutes == 45.0


async def test_of_a_session_nothing_is_chosen_and_up_leads_back_to_the_list() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH)])) as driver:
        await driver.press("s")
        await driver.shows("Read the debrief")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.focused, Button))
        assert "How it is held" not in driver.screen_text
        await driver.press("up")
        await driver.until(lambda: driver.app.focused is driver.app.screen.query_one("#list"))


async def test_a_loops_company_is_its_own_until_another_is_chosen() -> None:
    async with running() as driver:
        await driver.shows("the loop's own")
        await driver.press("r")
        await driver.shows("big tech")
        await driver.press("l")
        await driver.shows("the loop's own")


async def test_an_unfinished_session_is_offered_and_goes_on() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH, "s1"), unfinished(STARTUP, "s2")])) as driver:
        await driver.shows("Unfinished: Startup loop.")
        await driver.press("c")
        await driver.screen("InterviewScreen")
        await driver.until(lambda: driver.backend.opened)
        assert driver.session.id == "s2"


async def test_without_an_unfinished_session_none_is_offered() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH, "s1")])) as driver:
        await driver.press("s")
        await driver.shows("lean hire")
        assert "Unfinished" not in driver.screen_text
        await driver.press("c")
        assert not driver.backend.opened


async def test_the_sessions_are_listed_with_their_outcome_and_opened() -> None:
    async with running(backend=FakeBackend(stores=[finished(DEPTH, "s1"), unfinished(STARTUP, "s2")])) as driver:
        await driver.press("s")
        await driver.shows("2026-03-02 09:30 · lean hire", "unfinished")
        await driver.choose()
        await driver.screen("DebriefScreen")


async def test_deleting_asks_first() -> None:
    backend = FakeBackend(stores=[finished(DEPTH, "s1"), unfinished(STARTUP, "s2")])
    async with running(backend=backend) as driver:
        await driver.press("s")
        await driver.shows("lean hire")
        await driver.press("d")
        await driver.shows("Delete this session?")
        await driver.press("enter")
        await driver.screen("HomeScreen")
        assert set(backend.stores) == {"s1", "s2"}
        await driver.press("d")
        await driver.shows("Delete this session?")
        await driver.press("right", "enter")
        await driver.until(lambda: set(backend.stores) == {"s2"})
        await driver.screen("HomeScreen")
        await driver.until(lambda: "lean hire" not in driver.screen_text)


async def test_a_session_that_is_busy_is_not_deleted_and_says_so() -> None:
    class Busy(FakeBackend):
        async def delete(self, settings: object, session: str) -> None:
            raise SessionBusyError("Another process holds it; nothing was deleted.")

    async with running(backend=Busy(stores=[finished(DEPTH, "s1")])) as driver:
        await driver.press("s")
        await driver.shows("lean hire")
        await driver.press("d")
        await driver.screen("Question")
        await driver.press("right", "enter")
        await driver.shows("nothing was deleted.")


async def test_a_data_folder_that_cannot_be_read_ends_with_one_line() -> None:
    class Unreadable(FakeBackend):
        async def sessions(self, settings: object) -> list[object]:
            raise StorageError("The data folder can't be read.")

    async with running(backend=Unreadable()) as driver:
        await driver.until(lambda: driver.app.return_code is not None)
    assert (driver.app.return_code, driver.app.parting_line) == (2, "The data folder can't be read.")


async def test_an_empty_history_says_so() -> None:
    async with running() as driver:
        await driver.press("s")
        await driver.shows("Nothing yet.")


async def test_a_theme_that_is_chosen_is_remembered() -> None:
    async with running(backend=FakeBackend(theme="nord")) as driver:
        await driver.until(lambda: driver.app.theme == "nord")
        assert driver.backend.remembered == {}
        driver.app.theme = "textual-light"
        await driver.until(lambda: driver.backend.remembered == {"theme": "textual-light"})


async def test_who_asks_can_be_chosen_and_an_assistant_only_where_one_can_be_allowed() -> None:
    async with running() as driver:
        await driver.press("r")
        await driver.shows("One system you know", "whoever holds such rounds")
        assert "Assistant" not in driver.screen_text
        await driver.focus("#character")
        await driver.press("right")
        await driver.shows("Founder")
        await driver.focus("#list")
        await driver.press("down", "down")
        await driver.shows("Something written from nothing", "not allowed")
        await driver.focus("#assistant")
        await driver.press("right")
        await driver.shows("allowed, and flagged")
        await driver.focus("#list")
        await driver.choose()
        await driver.until(lambda: driver.backend.requests)
        request = driver.backend.requests[0]
        assert (request.round, request.interviewer, request.ai_assisted) == ("ml_coding", "founder", True)


async def test_an_assistant_that_was_allowed_for_another_round_is_not_taken_along() -> None:
    async with running() as driver:
        await driver.press("r")
        await driver.shows("One system you know")
        await driver.press("down", "down")
        await driver.shows("not allowed")
        await driver.focus("#assistant")
        await driver.press("right")
        await driver.focus("#list")
        await driver.press("up", "up")
        await driver.shows("One system you know")
        await driver.choose()
        await driver.until(lambda: driver.backend.requests)
        assert driver.backend.requests[0].ai_assisted is False


async def test_a_loop_of_ones_own_that_is_broken_is_named_and_the_others_can_be_held(monkeypatch: MonkeyPatch) -> None:
    broken = LoopRow("mine", "mine", "", (), 0, problem="/data/loops/mine.yaml:7: rounds: the weights sum to 1.2")
    monkeypatch.setattr("fake_session.LOOPS", [*LOOPS, broken])
    async with running() as driver:
        await driver.shows("Startup loop", "Recruiter screen → ML system design")
        await driver.until(lambda: any("mine.yaml:7" in note.message for note in driver.app._notifications))
        await driver.choose()
        await driver.screen("InterviewScreen")
