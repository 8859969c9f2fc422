"""The tabs over home's lists."""

from __future__ import annotations

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Input

from tui.widgets.tab_line import TabLine


class Tabbed(App[None]):
    """Three tabs, and something else that can have the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.turned: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()
        yield TabLine({"a": "Alpha", "b": "Beta", "c": "Gamma"})

    @on(TabLine.Turned)
    def _note(self) -> None:
        self.turned.append(self.query_one(TabLine).active)


def drawn(app: Tabbed) -> list[tuple[str, str]]:
    """The names as they stand there, each with its colours and attributes."""
    return [(segment.text.strip(), str(segment.style)) for segment in app.query_one(TabLine).render_line(0)]


async def test_the_first_tab_is_open_and_nothing_is_said_about_it() -> None:
    async with Tabbed().run_test() as pilot:
        await pilot.pause()
        assert (pilot.app.query_one(TabLine).active, pilot.app.turned) == ("a", [])


@pytest.mark.parametrize(("keys", "turned"), [(["right"], ["b"]), (["left"], ["c"]), (["left", "right"], ["c", "a"])])
async def test_the_arrows_go_round(keys: list[str], turned: list[str]) -> None:
    async with Tabbed().run_test() as pilot:
        await pilot.press("tab", *keys)
        await pilot.pause()
        assert pilot.app.turned == turned


async def test_a_click_opens_the_tab_under_it_and_beside_them_none() -> None:
    async with Tabbed().run_test() as pilot:
        for column in (8, 70, 15, 1):
            await pilot.click(TabLine, offset=(column, 0))
            await pilot.pause()
        assert pilot.app.turned == ["b", "c", "a"]


async def test_it_is_seen_which_one_is_open_where_the_focus_is_and_what_the_mouse_is_over() -> None:
    async with Tabbed().run_test() as pilot:
        await pilot.pause()
        (_, alpha), (_, beta), (_, gamma) = drawn(pilot.app)[:3]
        assert alpha != beta == gamma
        await pilot.press("tab")
        await pilot.pause()
        (_, focused), *_ = drawn(pilot.app)
        assert focused not in (alpha, beta)
        await pilot.hover(TabLine, offset=(8, 0))
        await pilot.pause()
        (_, beta), (_, gamma) = drawn(pilot.app)[1:3]
        assert beta != gamma
        await pilot.hover(Input)
        await pilot.pause()
        (_, beta), (_, gamma) = drawn(pilot.app)[1:3]
        assert beta == gamma
