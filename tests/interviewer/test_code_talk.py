"""Without a model: commands are not run, a line that is no Python is pointed at, and nothing is taught."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tram_round import QUESTION, SPEC, asked, candidate, hears_nothing, view

from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.knowledge import Fact
from agent.domain.terms import MessageKind, Move
from agent.interviewer.offline import OfflineInterviewer

CODED = replace(SPEC, code=True, commands=True)
BROKEN = "So:\n```python\ntrams = [1, 2]\nfor tram in trams\n    print(tram)\n```"
RUN = "Let me look.\n```sh\ngit log -3\n```"


class Facts:
    def __init__(self, fact: Fact | None = None) -> None:
        self.fact = fact

    async def nearest_fact(self, text: str, facts: Any) -> tuple[Fact, float] | None:
        return (self.fact, 0.9) if self.fact else None


async def said(seen: RoundView, facts: Facts | None = None, *moves: Move) -> Reply:
    interviewer = OfflineInterviewer(facts or Facts(), hears_nothing)
    pieces = [piece async for piece in interviewer.reply(seen, Allowed(moves or (Move.DEEPEN, Move.PROBE, Move.CLOSE)))]
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]


async def test_a_command_is_not_run_and_its_output_is_asked_for() -> None:
    reply = await said(view(candidate(RUN), spec=CODED))
    assert "`git log -3`" in reply.text
    assert reply.move is Move.PROBE
    assert reply.text.count("?") == 1


async def test_where_the_case_knows_the_output_it_is_told_and_kept() -> None:
    reply = await said(
        view(candidate(RUN), spec=CODED), Facts(Fact("log", ("git log",), "The last commit is of Monday."))
    )
    assert "The last commit is of Monday." in reply.text
    assert reply.stated_fact == "The last commit is of Monday."


async def test_a_line_that_is_no_python_is_read_back_and_not_explained() -> None:
    reply = await said(view(candidate(BROKEN), spec=CODED))
    assert "`for tram in trams`" in reply.text
    assert "line 2" in reply.text.lower()
    assert not any(word in reply.text for word in ("colon", "syntax", "SyntaxError", "missing"))


async def test_the_same_line_is_asked_about_once() -> None:
    first = await said(view(candidate(BROKEN), spec=CODED))
    turns = (candidate(BROKEN), asked(first.text, first.probe_id), candidate(BROKEN))
    again = await said(view(*turns, spec=CODED, asked=(first.probe_id,)))
    assert "for tram in trams" not in again.text


async def test_a_dodge_after_it_gets_the_question_about_the_line_again_not_the_rounds() -> None:
    first = await said(view(candidate(BROKEN), spec=CODED))
    turns = (candidate(BROKEN), asked(first.text, first.probe_id), candidate("It depends."))
    seen = view(*turns, spec=CODED, message=MessageKind.DODGE, open_probe=first.probe_id, asked=(first.probe_id,))
    reply = await said(seen, None, Move.REDIRECT)
    assert QUESTION.again not in reply.text
    assert "line" in reply.text or "file" in reply.text


@pytest.mark.parametrize(
    ("text", "spec"),
    [(BROKEN, SPEC), (RUN, SPEC), ("```python\nx = 1\n```", CODED), ("I'd count them.", CODED)],
)
async def test_rounds_without_code_and_code_without_fault_go_on_as_ever(text: str, spec: Any) -> None:
    reply = await said(view(candidate(text), spec=spec))
    assert not (reply.probe_id or "").startswith((f"{QUESTION.id}.run-", f"{QUESTION.id}.line-"))


async def test_how_code_is_handed_in_is_said_unless_the_opening_says_it() -> None:
    async def opened(spec: Any) -> str:
        interviewer = OfflineInterviewer(Facts(), hears_nothing)
        return "".join([piece async for piece in interviewer.open(view(spec=spec)) if isinstance(piece, str)])

    assert "```python" in await opened(CODED)
    assert "```python" not in await opened(SPEC)
    assert "```python" not in await opened(replace(CODED, openings=("Hello. Code goes into a fenced block.",)))
