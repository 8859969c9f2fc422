"""`--max-cost` beyond the interview: debriefs, gradings again, disputes and doctor stop before it, what was paid is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent import checkup, library
from agent.disputing import dispute
from agent.errors import SpendingError
from agent.regrading import regrade_session
from agent.settings import Settings
from evals.bench.local_model import LocalModel, serving
from tests.session.services import drain
from tests.wire.conftest import KEY, Sit
from tests.wire.test_regrade import SAID
from tui.cli import main

PRICES = "prices: [{model: 'm-*', input: 0, output: 1000}]"
"""A grading may cost 2.50 dollars, the words of a debrief 1.80, a dispute 0.90; each token out counts a tenth of a cent."""
FIRST = "I froze the label on 12 May, because two teams counted a sale on different days."
SECOND = "Nine percent of the baskets were empty on Tuesday, and I had the rollback rehearsed before the launch."


def tokens_out(server: LocalModel, monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    usage = {"prompt_tokens": 5, "completion_tokens": tokens}
    monkeypatch.setattr(server, "usage", lambda body, words: usage)


@pytest.fixture
def priced(settings: Settings) -> Settings:
    settings.home.mkdir(exist_ok=True)
    settings.paths.prices.write_text(PRICES)
    return settings


async def finished(sit: Sit, settings: Settings, *answers: str) -> str:
    session, _ = await sit(settings, round="ml_depth")
    for answer in answers:
        await drain(session.answer(answer))
    await drain(session.end())
    await session.close()
    return session.id


async def test_gradings_of_a_session_are_kept_and_never_paid_twice(
    sit: Sit, server: LocalModel, priced: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens_out(server, monkeypatch, 0)
    session = await finished(sit, priced, FIRST)
    tokens_out(server, monkeypatch, 1000)
    asked = len(server.bodies)
    with pytest.raises(
        SpendingError, match=r"past --max-cost \$5\.00 .* 3 of 4 gradings of ml_depth are there"
    ) as stop:
        await regrade_session(priced.model_copy(update={"max_cost": 5.0}), session, 4)
    assert "\n" not in str(stop.value)
    assert len(server.bodies) - asked == 3
    assert (await library.document(priced, session)).cost.total.usd == pytest.approx(3.0)
    spreads = await regrade_session(priced.model_copy(update={"max_cost": 50.0}), session, 4)
    assert len(spreads["ml_depth"].gradings) == 4
    assert len(server.bodies) - asked == 4


async def test_a_dispute_counts_with_its_session_and_keeps_its_limit(
    sit: Sit, server: LocalModel, priced: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await finished(sit, priced, FIRST, SECOND)
    document = await library.document(priced, session)
    (signal, *_), spent = document.scorecard.signals, document.cost.total
    missed = FIRST if signal.evidence[0].turn == 3 else SECOND
    tight = priced.model_copy(update={"max_cost": spent.usd + 0.5, "model": None})
    asked = len(server.bodies)
    with pytest.raises(SpendingError, match="take this session past --max-cost"):
        await dispute(tight, session, signal.id, missed)
    assert len(server.bodies) == asked
    assert (await library.document(priced, session)).disputes == ()
    monkeypatch.setattr(server, "words", lambda body: json.dumps(
        {"signal": signal.id, "note": "It names the day.", "rating": 4, "evidence": [{"turn": 1, "quote": FIRST[:40]}]}
    ))  # fmt: skip
    await dispute(priced.model_copy(update={"max_cost": 50.0, "model": None}), session, signal.id, missed)
    assert {body["model"] for body in server.bodies[asked:]} == {"m-small"}, "the grader that the session had"
    after = await library.document(priced, session)
    assert len(after.disputes) == 1
    assert after.cost.total.calls > spent.calls


async def test_doctor_asks_no_further_than_the_limit(
    server: LocalModel, priced: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens_out(server, monkeypatch, 100)
    rows = await checkup._endpoint(priced.model_copy(update={"max_cost": 0.21}))
    assert [row.ok for row in rows] == [False, False]
    assert "m-large was not asked to the end" in rows[0].says
    assert "take this check past --max-cost $0.21" in rows[0].advice
    assert len(server.bodies) == 1


@pytest.fixture
def beside() -> Iterator[LocalModel]:
    """A server for commands, which have an event loop of their own."""
    with serving() as model:
        yield model


@pytest.fixture
def debrief(
    beside: LocalModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    home = tmp_path / "home"
    home.mkdir()
    (home / "prices.yaml").write_text(PRICES)
    (tmp_path / "said.json").write_text(json.dumps(SAID))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    tokens_out(beside, monkeypatch, 1000)

    def run(*more: str) -> tuple[int, str, str]:
        status = main(["debrief", str(tmp_path / "said.json"), "--model", "m-small", "--base-url",
                       beside.url, *more])  # fmt: skip
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_a_debrief_without_its_words_is_shown_and_kept(debrief: Any, beside: LocalModel, tmp_path: Path) -> None:
    status, out, err = debrief("--max-cost", "2.60")
    assert status == 3
    assert len(beside.bodies) == 1
    assert "The ratings come to" in out
    assert "take this debrief past --max-cost $2.60 ($1.00 spent" in err
    assert err.rstrip().endswith("What was graded so far stands above.")
    status, out, err = debrief("--max-cost", "2.60", "--json")
    assert (status, out) == (3, "")
    (kept,) = (tmp_path / "home" / "unfinished").iterdir()
    assert f"is in {kept}" in err
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(kept.read_text())["decision"]


def test_gradings_of_a_transcript_that_were_paid_for_are_shown(debrief: Any, beside: LocalModel) -> None:
    status, out, err = debrief("--max-cost", "5.60", "--regrade", "5")
    assert status == 3
    assert len(beside.bodies) == 2 + 2
    assert "Graded 2 of 5 times by m-small" in out
    assert "past --max-cost $5.60 ($4.00 spent" in err
    status, out, _ = debrief("--max-cost", "0.10", "--json")
    assert (status, out) == (3, "")
    assert len(beside.bodies) == 4
