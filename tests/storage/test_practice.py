"""What sessions on disk tell of earlier practice."""

from __future__ import annotations

from pathlib import Path

from agent.domain.terms import Move, Role, RoundKind
from agent.domain.transcript import Turn
from agent.storage.journal import Journal
from agent.storage.practice import read_practice

AT = "2026-01-01T00:00:00Z"


async def session(folder: Path, question: str, rating: int | None, *, graded: bool = True) -> None:
    folder.mkdir(parents=True)  # noqa: ASYNC240
    opening = Turn(Role.INTERVIEWER, "Hello.", at=AT, move=Move.QUESTION, question_id=question)
    journal = await Journal.open(folder)
    try:
        await journal.add_reply("ml_depth", 0, opening, "offline")
        if graded:
            card = {"round": "ml_depth", "signals": [{"id": "measurement", "rating": rating}]}
            await journal.keep_result("ml_depth", 0, "scorecard", card)
    finally:
        await journal.close()


async def test_questions_are_counted_and_the_newest_rating_of_a_signal_stands(tmp_path: Path) -> None:
    await session(tmp_path / "20260101-1000-aaaa", "ml_depth-a", 4)
    await session(tmp_path / "20260102-1000-aaaa", "ml_depth-b", 1)
    await session(tmp_path / "20260103-1000-aaaa", "ml_depth-b", None)
    await session(tmp_path / "20260104-1000-aaaa", "ml_depth-c", 3, graded=False)
    practice = read_practice(tmp_path)
    assert dict(practice.asked) == {"ml_depth-a": 1, "ml_depth-b": 2, "ml_depth-c": 1}
    assert practice.ratings[RoundKind.ML_DEPTH] == {"measurement": 1}
    assert practice.weak(RoundKind.ML_DEPTH) == {"measurement"}
    assert practice.weak(RoundKind.FOUNDER) == frozenset()


async def test_what_can_not_be_read_is_passed_over(tmp_path: Path) -> None:
    await session(tmp_path / "20260101-1000-aaaa", "ml_depth-a", 4)
    (tmp_path / "20260102-1000-aaaa").mkdir()
    (tmp_path / "20260103-1000-aaaa").mkdir()
    (tmp_path / "20260103-1000-aaaa" / "journal.db").write_bytes(b"not a database")
    (tmp_path / "a file").write_text("")
    assert dict(read_practice(tmp_path).asked) == {"ml_depth-a": 1}
    assert read_practice(tmp_path / "absent").asked == {}
