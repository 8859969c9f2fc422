"""What the interviewer says is shown as he says it."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tui.widgets.speech import Speech

SAID = "Put code between a line ```python and a line ```; name it `f`.\n\n```python\nx = 1\n```"


class Room(App[None]):
    def compose(self) -> ComposeResult:
        yield Speech(SAID)


async def test_backticks_that_are_spoken_of_stay_and_code_is_code():
    async with Room().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = [block.render().plain for block in pilot.app.query("MarkdownParagraph")]
        assert shown == ["Put code between a line ```python and a line ```; name it f."]
        assert len(pilot.app.query("MarkdownFence")) == 1


async def test_a_line_of_code_wider_than_the_room_goes_on_below():
    async with Room().run_test(size=(80, 24)) as pilot:
        await pilot.app.query_one(Speech).finish("```python\n" + "value = first_of_all + " * 6 + "1\n```")
        await pilot.pause()
        code = pilot.app.query_one("#code-content")
        assert code.size.width <= 80
        assert code.size.height > 1
