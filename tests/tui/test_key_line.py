"""The keys on the last line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from tui.widgets.key_line import KeyLine


class Keyed(App[None]):
    """Two keys that are shown, one of them switched off until it is allowed, and one that is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,x", "note('a')", "Alpha"),
        Binding("b", "note('b')", "Beta", tooltip="More about it"),
        Binding("h", "note('h')", "Hidden", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []
        self.beta: bool | None = True

    def compose(self) -> ComposeResult:
        yield KeyLine()

    def action_note(self, letter: str) -> None:
        self.noted.append(letter)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.beta if parameters == ("b",) else True


def reads(app: Keyed) -> str:
    return app.query_one(KeyLine).render().plain.rstrip()


async def test_each_action_stands_there_once_by_its_first_key() -> None:
    async with Keyed().run_test() as pilot:
        await pilot.pause()
        line = reads(pilot.app)
        assert line.startswith(" a Alpha  b Beta")
        assert "Hidden" not in line and "x" not in line


async def test_a_click_on_a_key_presses_it_and_beside_them_nothing() -> None:
    async with Keyed().run_test() as pilot:
        await pilot.pause()
        for column in (10, 1, 70):
            await pilot.click(KeyLine, offset=(column, 0))
        assert pilot.app.noted == ["b", "a"]


async def test_the_mouse_over_a_key_says_more_about_it() -> None:
    async with Keyed().run_test() as pilot:
        await pilot.pause()
        await pilot.hover(KeyLine, offset=(12, 0))
        assert pilot.app.query_one(KeyLine).tooltip == "More about it"
        await pilot.hover(KeyLine, offset=(2, 0))
        assert pilot.app.query_one(KeyLine).tooltip is None


async def test_a_key_that_is_off_is_not_pressed_and_one_that_is_gone_is_not_shown() -> None:
    async with Keyed().run_test() as pilot:
        pilot.app.beta = None
        pilot.app.refresh_bindings()
        await pilot.pause()
        await pilot.click(KeyLine, offset=(10, 0))
        assert pilot.app.noted == [] and "Beta" in reads(pilot.app)
        pilot.app.beta = False
        pilot.app.refresh_bindings()
        await pilot.pause()
        assert "Beta" not in reads(pilot.app)
