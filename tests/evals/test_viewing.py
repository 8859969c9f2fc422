from __future__ import annotations

from pathlib import Path

from test_compare import run_of

from evals.viewing import figures, summary_line, viewed


def test_flipped_samples_come_first_with_marks_at_their_turn(tmp_path: Path) -> None:
    first, second = run_of(tmp_path, [1.0, 1.0]), run_of(tmp_path, [1.0, 0.0])
    samples = viewed([first, second])
    assert [(sample.name[-2:], sample.state) for sample in samples] == [("s1", "flipped"), ("s0", "passed")]
    before, after = samples[0].sides
    assert [line[2] for line in before if line[0] == "0 interviewer"] == [""]
    assert [line[2] for line in after if line[0] == "0 interviewer"] == ["no_praise: Great"]
    assert ("1 candidate", "```ends\x1b[2J", "") in after
    assert [line[1] for line in after if line[0] == "took"] == [
        "1.50 s, 2 calls, 100 tokens in, 10 out, first words after 0.50 s"
    ]
    for word in ("s1", "flipped", "no_praise"):
        assert [sample.is_about(word) for sample in samples] == [True, False]


def test_a_sample_of_one_run_only_has_an_empty_side(tmp_path: Path) -> None:
    first, second = run_of(tmp_path, [1.0]), run_of(tmp_path, [1.0, 1.0])
    samples = {sample.name[-2:]: sample for sample in viewed([first, second])}
    assert samples["s1"].sides[0] == [] and samples["s1"].sides[1]


def test_a_run_and_two_runs_are_told_in_words(tmp_path: Path) -> None:
    first, second = run_of(tmp_path, [1.0, 1.0]), run_of(tmp_path, [0.0, 1.0])
    assert summary_line(first) == "m; interviewer_behaviour; no figures yet"
    stopped = {"complete": False, "done": 2, "planned": 9, "tasks": {"interviewer_behaviour": {"passed": 1}}}
    second.write_scores(stopped)
    assert summary_line(second) == "m; interviewer_behaviour; 1 of 2 passed, stopped at 2 of 9"
    assert "no figures yet" in figures([first])
    assert "now fail: interviewer_behaviour s0" in figures([first, second])
    assert "no sample in common" in figures([first, run_of(tmp_path, [1.0], first=9)])
