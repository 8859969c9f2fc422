from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from agent.errors import UsageError
from evals import compare_page, compare_report
from evals.compare import compare
from evals.runs.folder import RunFolder, RunPlan
from evals.spending import Spent
from evals.task import Finding, Record

TASK = "interviewer_behaviour"
SAID = {"turns": [{"role": "interviewer", "text": "Why <b>two</b>?"}, {"role": "candidate", "text": "```ends\x1b[2J"}]}


def run_of(runs: Path, clean: list[float], *, tokens: int = 100, price=None, first: int = 0) -> RunFolder:
    """A run of `clean` rounds: 1 for each without a finding."""
    folder = RunFolder.create(runs, RunPlan((TASK,), "m", price=price, hashes={"prompt:grade": str(tokens)}))
    for number, value in enumerate(clean, first):
        found = () if value else (Finding("no_praise", 0, "Great"),)
        scores = {"clean": value, "no_praise": value, "given_ask_two": 0.2}
        spent = Spent(calls=2, input=tokens, output=10, seconds=1.5, first_token=0.5)
        record = Record(TASK, f"s{number}", 0, f"g{number % 7}", scores, {"n": number}, found, bool(value), spent)
        folder.add(record, [SAID])
    folder.close()
    return folder


def by_metric(comparison):
    return {change.metric: change for change in comparison.changes}


def test_a_real_fall_shuts_the_gate_and_a_small_or_doubtful_one_does_not(tmp_path: Path) -> None:
    good = run_of(tmp_path, [1.0] * 28)
    bad = run_of(tmp_path, [0.0, 1.0] * 14)
    doubtful = run_of(tmp_path, [0.0] + [1.0] * 27)
    change = by_metric(compare(good, bad))["clean"]
    assert (change.before, change.after, change.verdict, change.shuts) == (1.0, 0.5, "worse", True)
    assert change.low <= change.change <= change.high < 0
    assert by_metric(compare(bad, good))["clean"].verdict == "better" and not compare(bad, good).shut
    assert not by_metric(compare(good, doubtful))["clean"].shuts
    assert compare(good, good).shut == [] and {c.verdict for c in compare(good, good).changes} == {"same"}


def test_only_what_both_runs_have_is_compared(tmp_path: Path) -> None:
    first, second = run_of(tmp_path, [1.0] * 10), run_of(tmp_path, [0.0] * 10, first=8)
    comparison = compare(first, second)
    assert (comparison.paired, comparison.unpaired) == (2, 16)
    assert by_metric(comparison)["clean"].n == 2
    with pytest.raises(UsageError, match="no sample in common"):
        compare(first, run_of(tmp_path, [1.0], first=50))


def test_what_only_one_run_depends_on_has_not_changed(tmp_path: Path) -> None:
    def changed(first: dict[str, str], second: dict[str, str]) -> tuple[str, ...]:
        runs = [RunFolder.create(tmp_path, RunPlan((TASK,), hashes=hashes)) for hashes in (first, second)]
        for folder in runs:
            folder.add(Record(TASK, "s"))
            folder.close()
        return compare(*runs).changed

    offline, data = {"knowledge": "1", "dataset:a": "1"}, {"knowledge": "1", "dataset:b": "1"}
    model = {**offline, "prompt:grade": "1", "prompt:turn": "1"}
    assert changed(offline, data) == () and changed(offline, model) == ()
    assert changed(offline, {**offline, "dataset:a": "2", "knowledge": "2"}) == ("dataset:a", "knowledge")
    renamed = {**offline, "prompt:grade": "2", "prompt:reply": "1"}
    assert changed(model, renamed) == ("prompt:grade", "prompt:reply", "prompt:turn")


def test_flipped_samples_come_with_both_transcripts_and_the_cost_stands_beside(tmp_path: Path) -> None:
    first = run_of(tmp_path, [1.0, 1.0], price=(10.0, 5.0, 20.0))
    second = run_of(tmp_path, [0.0, 1.0], tokens=300, price=(10.0, 5.0, 20.0))
    comparison = compare(first, second)
    assert [(flip.sample, flip.to) for flip in comparison.flips] == [("s0", "fail")]
    assert comparison.flips[0].transcripts == ([SAID], [SAID])
    assert comparison.spending[0].dollars == pytest.approx((200 * 10 + 20 * 20) / 1e6)
    assert comparison.changed == ("prompt:grade",)
    text = compare_report.terminal(comparison)
    assert "now fail: interviewer_behaviour s0" in text and "no_praise, turn 0: Great" in text and "$0.0064" in text
    assert "Why <b>two" not in text
    both = compare_report.terminal(comparison, transcripts=True)
    assert both.count("0 interviewer: Why <b>two</b>?") == 2, "what was said in both runs"
    assert "1.50 s a sample, first token after 0.50 s" in both


def test_a_flip_without_a_finding_says_which_scores_differ(tmp_path: Path) -> None:
    runs = []
    for flagged in (1.0, 0.0):
        folder = RunFolder.create(tmp_path, RunPlan((TASK,)))
        folder.add(Record(TASK, "s", scores={"flagged": flagged, "clean": 1.0}, passed=bool(flagged)))
        folder.close()
        runs.append(folder)
    comparison = compare(*runs)
    assert "now fail: interviewer_behaviour s\n    flagged 1 -> 0\n" in compare_report.terminal(comparison)
    assert "now fail <small>flagged 1 -&gt; 0</small>" in compare_page.page(comparison)
    assert "flagged 1\n" in compare_report.markdown(comparison) and "clean" not in compare_report.markdown(comparison)


def test_a_page_marks_the_turn_of_the_round_in_which_a_check_failed(tmp_path: Path) -> None:
    rounds = [{**SAID, "round_id": name} for name in ("first", "second")]
    runs = []
    for found in ((), (Finding("no_praise", 0, "Great", "second"), Finding("ledger_used", None, "little"))):
        folder = RunFolder.create(tmp_path, RunPlan((TASK,)))
        folder.add(Record(TASK, "s", findings=found, passed=not found), rounds)
        folder.close()
        runs.append(folder)
    after = compare_page.page(compare(*runs)).partition("<h4>")[2].partition("<h4>")[2]
    parts = after.split("<div class='turn interviewer'>")
    assert ["no_praise: Great" in part for part in parts] == [False, False, True]
    assert "ledger_used: little" in parts[0]


def test_markdown_fits_into_a_comment_and_names_what_it_leaves_out(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(compare_report, "MOST_CHARACTERS", 1400)
    comparison = compare(run_of(tmp_path, [1.0] * 5), run_of(tmp_path, [0.0] * 5, tokens=300))
    text = compare_report.markdown(comparison)
    assert len(text) <= 1400 and text.count("<details>") == text.count("</details>") >= 1
    left = 5 - text.count("<details>")
    assert left and f"{left} more flipped" in text and text.count("- interviewer_behaviour s") == left


def test_no_report_lets_what_was_said_act(tmp_path: Path) -> None:
    comparison = compare(run_of(tmp_path, [1.0, 1.0]), run_of(tmp_path, [0.0, 1.0], tokens=300))
    page = compare_page.page(comparison)
    assert "<b>two" not in page and "&lt;b&gt;two" in page
    assert "(m) against" in page and "\x1b" not in page, "who interviewed; nothing that a page can't hold"
    assert "\x1b" not in compare_report.terminal(comparison, transcripts=True)
    fenced = compare_report.markdown(comparison)
    assert "\x1b" not in fenced and fenced.count("```") == 4, "an answer can't close the fence"
    assert Tags().of(page) == []


class Tags(HTMLParser):
    """Tags that are never closed."""

    def of(self, text: str) -> list[str]:
        self.open: list[str] = []
        self.feed(text)
        return self.open

    def handle_starttag(self, tag: str, attrs) -> None:
        if tag not in ("meta", "br", "th"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
