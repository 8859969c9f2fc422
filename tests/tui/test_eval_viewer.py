"""The viewer of eval runs: samples at the left, both runs at the right, marks where a check failed."""

from __future__ import annotations

from types import SimpleNamespace

from driving import running
from textual.app import App
from textual.widgets import OptionList

from tui.eval_runs import RunView
from tui.screens.evals import EvalViewer

SAID = [
    ("0 interviewer", "Why [b]two[/b]?", ""),
    ("1 candidate", "[red]Because.[/red] \x1b[2J", ""),
    ("2 interviewer", "Great.", "no_praise: Great."),
]


def sample(name: str, state: str, *sides: list) -> SimpleNamespace:
    return SimpleNamespace(name=name, state=state, sides=sides, is_about=lambda word: word in f"{name} {state}")


SAMPLES = [
    sample("behaviour s1", "flipped", SAID[:2], SAID),
    sample("behaviour s2", "passed", SAID[:1], []),
    sample("depth s3", "failed", SAID, SAID),
]


def words(app: App, side: int) -> str:
    return "\n".join(str(line.render()) for line in app.screen.query(f"#side{side} Static"))


async def shown(pilot, app: App, side: int, what: str, gone: str = "\0") -> None:
    """Let the app handle its messages until some words are on the screen, and others gone."""
    for _ in range(200):
        await pilot.pause()
        if what in words(app, side) and gone not in words(app, side):
            return
    raise AssertionError(f"{what!r} never came: {words(app, side)!r}")


async def test_both_runs_stand_side_by_side_with_marks() -> None:
    app = EvalViewer(RunView(("run-a", "run-b"), "clean 1.000 -> 0.500", SAMPLES))
    async with app.run_test(size=(120, 30)) as pilot:
        await shown(pilot, app, 0, "clean 1.000 -> 0.500")
        assert not app.screen.query_one("#side1").display, "figures take the whole width"
        await pilot.press("down")
        await shown(pilot, app, 1, "no_praise")
        assert "run-a" in words(app, 0) and "run-b" in words(app, 1)
        assert "Why [b]two[/b]?" in words(app, 0), "what was said is no markup"
        assert "[2J" in words(app, 0) and "\x1b" not in words(app, 0), "and clears no screen"
        assert "no_praise: Great." in words(app, 1) and "no_praise" not in words(app, 0)
        assert len(app.screen.query(".marked")) == 1
        await pilot.press("n")
        await pilot.press("down")
        await shown(pilot, app, 1, "not in this run", gone="Because")
        await shown(pilot, app, 0, "Why", gone="Because")
        assert "not in this run" in words(app, 1) and "Because" not in words(app, 0)
        assert app.screen.query_one(OptionList).option_count == 4


async def test_home_leads_to_the_runs_and_two_of_them_are_compared() -> None:
    async with running() as driver:
        await driver.press("e")
        await driver.screen("EvalRunsScreen")
        await driver.shows("20261120-1", "2 of 2 passed", "baseline")
        await driver.press("space", "down", "enter")
        await driver.screen("EvalScreen")
        await driver.shows("figures of baseline, 20261120-1")
        await driver.press("escape")
        await driver.screen("EvalRunsScreen")
        await driver.press("escape")
        await driver.screen("HomeScreen")


async def test_q_leaves() -> None:
    app = EvalViewer(RunView(("run-a",), "clean 1.000", [sample("s", "failed", SAID)]))
    async with app.run_test() as pilot:
        await shown(pilot, app, 0, "clean")
        await pilot.press("q")
    assert app.return_code == 0


async def focused(pilot, app: App, name: str) -> None:
    """Let the app handle its messages until a widget has the keys."""
    for _ in range(200):
        await pilot.pause()
        if app.focused is not None and app.focused.id == name:
            return
    raise AssertionError(f"{app.focused} has the keys")


async def lists(pilot, app: App, *wanted: str) -> None:
    """Let the app handle its messages until the list is this one."""
    samples = app.screen.query_one("#samples", OptionList)
    for _ in range(200):
        await pilot.pause()
        there = [str(samples.get_option_at_index(at).prompt) for at in range(samples.option_count)]
        if there == list(wanted):
            return
    raise AssertionError(f"the list is {there}")


async def test_what_passed_is_left_out_and_words_narrow_the_list_until_escape() -> None:
    app = EvalViewer(RunView(("run-a", "run-b"), "clean 1.000 -> 0.500", SAMPLES))
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, app, 0, "clean 1.000")
        await pilot.press("f")
        await lists(pilot, app, "Figures (2 of 3 samples listed)", "± behaviour s1", "✗ depth s3")
        await pilot.press("slash")
        await focused(pilot, app, "search")
        await pilot.press(*"beh")
        await lists(pilot, app, "Figures (1 of 3 samples listed)", "± behaviour s1")
        await pilot.press("enter")
        await shown(pilot, app, 1, "no_praise")
        await pilot.press("slash")
        await focused(pilot, app, "search")
        await pilot.press("end", *"aviour depth")
        await lists(pilot, app, "Figures (0 of 3 samples listed)")  # every word has to be there
        await pilot.press("escape")
        await lists(pilot, app, "Figures", "± behaviour s1", "✓ behaviour s2", "✗ depth s3")
        await pilot.press("escape")
    assert app.return_code == 0


async def test_a_mark_brings_the_same_turn_of_the_other_run_into_view() -> None:
    long = [(f"{n} interviewer", "Which of them, and why? " * 12, "") for n in range(30)]
    marked = [*long[:25], (long[25][0], "Great.", "no_praise: Great."), *long[26:]]
    app = EvalViewer(RunView(("run-a", "run-b"), "clean", [sample("s", "flipped", long, marked)]))
    async with app.run_test(size=(120, 30)) as pilot:
        await shown(pilot, app, 0, "clean")
        await pilot.press("down")
        await shown(pilot, app, 1, "no_praise")
        await pilot.press("n")
        panes = [app.screen.query_one(f"#side{side}") for side in (0, 1)]
        for _ in range(200):
            await pilot.pause()
            if all(pane.scroll_y > 0 for pane in panes):
                break
        for pane in panes:
            line = next(line for line in pane.query(".line") if line.name == "25 interviewer")
            assert pane.region.overlaps(line.region)


async def test_behind_the_last_mark_of_a_sample_comes_the_next_one_that_did_not_pass() -> None:
    app = EvalViewer(RunView(("run-a", "run-b"), "clean 1.000 -> 0.500", SAMPLES))
    async with app.run_test(size=(120, 30)) as pilot:
        await shown(pilot, app, 0, "clean 1.000")
        samples = app.screen.query_one("#samples", OptionList)
        seen = []
        for _ in range(6):
            await pilot.press("n")
            await shown(pilot, app, 1, "no_praise")
            seen.append(samples.highlighted)
        assert seen == [1, 1, 3, 3, 3, 1], "one mark in the first, two in the third, then from the start"
