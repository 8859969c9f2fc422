"""What a model is told of who asks, where the candidate comes from, and code; and that the first part stays the same."""

from __future__ import annotations

from dataclasses import replace

from tram_round import QUESTION, SPEC, allowed, asked, candidate, view

from agent.catalog.loader import Catalog
from agent.interviewer.model import ModelInterviewer
from agent.llm.scripted import Expected, ScriptedModel

CATALOG = Catalog()
MANAGER = CATALOG.character("product_manager")
PHD = CATALOG.background("phd")


async def told(seen, purpose="reply"):
    """The system message and the last one of the request."""
    model = ScriptedModel(Expected(purpose, "@probe\nWhy?" if purpose == "reply" else "Hello."))
    interviewer = ModelInterviewer(model, "m")
    speech = interviewer.reply(seen, allowed()) if purpose == "reply" else interviewer.open(seen)
    async for _ in speech:
        pass
    model.check()
    (request,) = model.requests
    return request.messages[0][1], request.messages[-1][1]


async def test_manner_and_background_stand_in_the_stable_part_byte_for_byte():
    first, _ = await told(view(candidate("Ninety trams."), character=MANAGER, profile=PHD))
    turns = (candidate("Ninety trams."), asked("Why?"), candidate("```python\nx = (\n```"))
    later, _ = await told(view(*turns, character=MANAGER, profile=PHD))
    assert first == later
    assert MANAGER.manner in first
    assert MANAGER.who in first
    assert PHD.briefing in first
    assert "{said}" not in first


async def test_the_rounds_own_interviewer_keeps_the_role_that_the_round_gives_him():
    own = replace(MANAGER, rounds=(SPEC.id,))
    system, _ = await told(view(candidate("Ninety trams."), character=own))
    assert SPEC.interviewer in system
    assert MANAGER.who not in system


async def test_the_greeting_knows_the_manner_an_assistant_and_code():
    _, last = await told(view(character=MANAGER, ai_assisted=True, spec=replace(SPEC, code=True)), "open")
    assert MANAGER.openings[0].replace("{minutes}", "20") in last
    assert "assistant in this round: allowed" in last
    assert "Code: handed in" in last
    _, bare = await told(view(), "open")
    assert "assistant in this round: not allowed" in bare
    assert "Code: none" in bare


async def test_code_and_commands_of_the_newest_message_are_described_and_fenced():
    text = "So:\n```python\nfor tram in trams\n    pass\n```\n```sh\nrm -rf /\n```"
    spec = replace(SPEC, code=True, commands=True)
    _, last = await told(view(candidate(text), spec=spec))
    assert "a command to run: rm -rf /" in last
    assert "Python up to line 1, which reads: for tram in trams" in last
    _, plain = await told(view(candidate("Ninety trams."), spec=spec))
    assert "Code in the newest message:\nnone" in plain
    assert QUESTION.statement in plain
