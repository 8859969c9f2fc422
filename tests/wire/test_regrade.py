"""`--regrade N`: several gradings side by side, and a split vote is said to be one."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from agent import regrading
from agent.debriefing import parse_transcript
from agent.domain.terms import Decision
from agent.reports import json as documents
from agent.reports.wording import regraded
from agent.settings import Settings
from evals.bench.local_model import LocalModel

SAID = {
    "round": "ml_depth",
    "level": "senior",
    "turns": [
        {"role": "interviewer", "text": "Which figure moved first?"},
        {
            "role": "candidate",
            "text": "The share of empty baskets, from two to nine percent, on the Tuesday of the launch.",
        },
    ],
}


async def test_votes_that_split_are_too_close_to_call(
    server: LocalModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = itertools.cycle([1, 4, 4])
    real = server.words

    def words(body: dict) -> str:
        answer = json.loads(real(body))
        rating = next(turns)
        return json.dumps({**answer, "signals": [{**signal, "rating": rating} for signal in answer["signals"]]})

    monkeypatch.setattr(server, "words", words)
    spread = await regrading.regrade(parse_transcript(json.dumps(SAID)), settings, 3)
    assert len(server.bodies) == 3
    assert all("temperature" not in body for body in server.bodies), "at 0 an endpoint gives the same every time"
    assert spread.votes == {Decision.LEAN_HIRE: 2, Decision.LEAN_NO_HIRE: 1}
    assert spread.too_close_to_call
    said = regraded(spread)
    assert re.match(r"Graded 3 times by m-small: lean hire 2 and lean no hire 1\. The votes split: too close", said)
    assert "1/4" in said
    assert documents.regrade(spread)["decisions"] == {"lean_hire": 2, "lean_no_hire": 1}


async def test_the_offline_grader_says_that_it_is_deterministic(settings: Settings) -> None:
    offline = settings.model_copy(update={"offline": True})
    spread = await regrading.regrade(parse_transcript(json.dumps(SAID)), offline, 5)
    assert spread.deterministic
    assert not spread.too_close_to_call
    assert regraded(spread).startswith("Graded 5 times: the offline grader is deterministic")
