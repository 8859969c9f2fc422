"""The viewer of eval runs: samples at the left, both runs at the right, marks where a check failed."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from tui.screens.evals import EvalViewer

SAID = [
    ("0 interviewer", "Why [b]two[/b]?", ""),
    ("1 candidate", "[red]Because.[/red]", ""),
    ("2 interviewer", "Great.", "no_praise: Great."),
]
SAMPLES = [
    {"name": "behaviour s1", "state": "flipped", "sides": [SAID[:2], SAID]},
    {"name": "behaviour s2", "state": "passed", "sides": [SAID[:1], []]},
]


def words(app: EvalViewer, side: int) -> str:
    return "\n".join(str(line.render()) for line in app.query_one(f"#side{side}", VerticalScroll).query(Static))


async def shown(pilot, app: EvalViewer, side: int, what: str, gone: str = "\0") -> None:
    """Let the app handle its messages until some words are on the screen, and others gone."""
    for _ in range(200):
        await pilot.pause()
        if what in words(app, side) and gone not in words(app, side):
            return
    raise AssertionError(f"{what!r} never came: {words(app, side)!r}")


async def test_both_runs_stand_side_by_side_with_marks() -> None:
    app = EvalViewer(("run-a", "run-b"), SAMPLES)
    async with app.run_test(size=(120, 30)) as pilot:
        await shown(pilot, app, 1, "no_praise")
        assert "run-a" in words(app, 0) and "run-b" in words(app, 1)
        assert "Why [b]two[/b]?" in words(app, 0), "what was said is no markup"
        assert "no_praise: Great." in words(app, 1) and "no_praise" not in words(app, 0)
        assert len(app.query(".marked")) == 1
        await pilot.press("n")
        await pilot.press("down")
        await shown(pilot, app, 1, "not in this run", gone="Because")
        await shown(pilot, app, 0, "Why", gone="Because")
        assert "not in this run" in words(app, 1) and "Because" not in words(app, 0)
        assert app.query_one(OptionList).option_count == 2


async def test_q_leaves() -> None:
    app = EvalViewer(("run-a",), [{**SAMPLES[1], "sides": [SAID]}])
    async with app.run_test() as pilot:
        await shown(pilot, app, 0, "Why")
        await pilot.press("q")
    assert app.return_code == 0
