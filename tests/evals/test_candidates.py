"""Every scripted candidate can sit any round; a short form of `mockloop eval run every_round interviewer_behaviour`."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from agent.domain.terms import MessageKind, Role, RoundKind
from agent.domain.transcript import Turn
from agent.llm.base import Completion, Request, Usage
from agent.prompting.library import load_prompts
from agent.settings import load_settings
from evals import metamorphic
from evals.candidates.base import Hearing
from evals.candidates.lines import ABILITIES, answers, anywhere
from evals.candidates.scripted import FROM_STRONG_TO_SILENT, PERSONAS
from evals.sitting import candidate_of, hold
from evals.task import Sample
from evals.tasks import every_round, load_task, task_names
from evals.world import Asking, Scope, World


def test_every_kind_has_answers_of_every_ability_and_none_stands_twice() -> None:
    texts = [line for kind in RoundKind for pool in ABILITIES for line in answers(kind)[pool]]
    assert len(texts) == len(set(texts))
    assert all(len(answers(kind)[pool]) >= 4 for kind in RoundKind for pool in ABILITIES)
    assert len(anywhere()["injections"]) >= 3


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.slow)])
def test_candidates_sit_a_round_to_its_end_in_order_of_ability(tmp_path: Path, step: int) -> None:
    world = World(load_settings(offline=True, home=tmp_path))
    task = load_task("every_round")

    async def sit_all():
        try:
            samples = [s for s in task.samples() if s.id.startswith("founder/")][::step]
            return [await task.run(sample, Scope(world, task.name, sample.id, 0)) for sample in samples]
        finally:
            await world.close()

    results = asyncio.run(sit_all())
    assert [result.output["candidate"] for result in results] == list(FROM_STRONG_TO_SILENT)[::step]
    steps = [result.output["steps"]["founder"] for result in results]
    assert steps == sorted(steps, reverse=True) and steps[0] > steps[-1] + 2
    assert all(result.scores["document_valid"] == 1.0 for result in results), [r.findings for r in results]
    assert all(result.transcripts[0]["turns"] for result in results)


@pytest.mark.parametrize("persona", ["stuck", "asks_back", "injector"])
def test_what_a_candidate_means_is_kept_beside_what_he_said(tmp_path: Path, persona: str) -> None:
    world = World(load_settings(offline=True, home=tmp_path))
    data = {"round": "behavioral", "candidate": persona, "minutes": 4}

    async def sit_one():
        try:
            return await hold(Sample("s", data), Scope(world, "t", "s", 0))
        finally:
            await world.close()

    held = asyncio.run(sit_one()).rounds[0]
    meant = [moment.line.kind.value for moment in held.moments]
    assert meant[0] == {"stuck": "stuck", "asks_back": "clarify", "injector": "answer"}[persona]
    assert any(moment.line.injects for moment in held.moments) == (persona == "injector")
    assert [held.transcript.turns[m.turn].text for m in held.moments] == [m.line.text for m in held.moments]


def test_a_sentence_said_twice_is_found() -> None:
    from held_rounds import answered, case, said

    from agent.domain.terms import Move

    twice = case(
        answered(),
        said("Who of you drew the pairs?", Move.PROBE),
        answered(),
        said("Who of you drew the pairs?", Move.PROBE),
    )
    assert [finding.turn for finding in every_round.repeated(twice.held)] == [4]


def test_there_is_a_persona_prompt_for_each_scripted_candidate() -> None:
    from agent.prompting.library import load_prompts

    prompts = load_prompts().prompts
    assert {name for name in PERSONAS if f"candidate_{name}" not in prompts} == set()


def test_every_task_can_be_loaded_and_has_samples() -> None:
    for name in task_names():
        task = load_task(name)
        assert task.name == name and task.samples() and task.metrics
        assert len({sample.id for sample in task.samples()}) == len(task.samples())


def test_changes_of_form_change_the_form_and_keep_the_words_that_count() -> None:
    text = "I'd begin with 3 rules because the man who buys them can't label 40,000 rows. Then I check the calibration."
    for name, change in metamorphic.INVARIANT.items():
        changed = change(text)
        assert changed == change(text) and "40,000" in changed and "3" in changed, name
        assert name in ("spelling",) or changed != text, name
    assert metamorphic.spelling("labeled colors, organized") == "labelled colours, organised"
    assert metamorphic.gender("He asked his wife.") == "She asked her husband."
    code = "Fine.\n```python\nbegin = {'a': 1}\n```"
    assert all("begin = {'a': 1}" in change(code) for change in metamorphic.INVARIANT.values())
    assert not re.search(r"\bthe\b", metamorphic.non_native("I saw the model in the night."))


class Plays:
    """A model that answers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def complete(self, request: Request) -> Completion:
        self.asked.append(request)
        return Completion(
            " I would ask the three customers first, and then build the export by hand. ", Usage(10, 0, 5)
        )


async def test_a_model_plays_each_candidate_and_without_one_nobody_does(tmp_path: Path) -> None:
    task = load_task("played_rounds")
    names = {sample.data["candidate"].removeprefix("played:") for sample in task.samples()}
    assert names == set(PERSONAS) and {f"candidate_{name}" for name in names} <= set(load_prompts().prompts)
    world = World(load_settings(offline=True, home=tmp_path), Asking("m"), model=(model := Plays()))
    shaky = next(s for s in task.samples() if s.id == "founder/played:shaky")
    candidate = candidate_of(shaky.data["candidate"], Scope(world, task.name, shaky.id, 0))(RoundKind.FOUNDER)
    asked = "What would you build first?"
    turns = (Turn(Role.INTERVIEWER, "Hello, I am Ada."), Turn(Role.CANDIDATE, "Hi."), Turn(Role.INTERVIEWER, asked))
    line = await candidate.say(Hearing(RoundKind.FOUNDER, "founder", turns, 600.0, 5, False))
    await world.close()
    assert line.text.startswith("I would ask the three") and line.kind is MessageKind.ANSWER
    system, user = (content for _, content in model.asked[0].messages)
    assert "done little" in system and "candidate: Hi." in user and user.count(asked) == 1
    nobody = World(load_settings(offline=True, home=tmp_path))
    nothing = await task.run(shaky, Scope(nobody, task.name, shaky.id, 0))
    assert nothing.scores["clean"] is None and nothing.passed
