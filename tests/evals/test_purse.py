"""What a call costs is what all of its requests cost: those that were cut short or came to nothing were paid for too."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from pydantic import BaseModel
from small_task import request

from agent.llm.base import Schema
from agent.settings import load_settings
from evals.bench.local_model import WHOLE, LocalModel, served
from evals.purse import CostReachedError, Purse, cost_of
from evals.runner import hashes_of, run
from evals.runs.folder import RunFolder, RunPlan
from evals.task import Result, Sample, Task, mean_of
from evals.world import Asking, Scope, World

PRICE = (1.0, 1.0, 1000.0)
INPUT = 10


class Word(BaseModel):
    word: str


class Thinks(LocalModel):
    """Uses up whatever output it may have, and has an answer once that is `enough`."""

    def __init__(self, enough: int) -> None:
        super().__init__()
        self.enough = enough
        self.says = "done"

    @property
    def bill(self) -> float:
        return sum(cost_of(INPUT, 0, body["max_tokens"], PRICE) for body in self.bodies)

    async def _answer(self, body, writer) -> None:
        finish = "stop" if body["max_tokens"] >= self.enough else "length"
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": self.says}}
        usage = {"prompt_tokens": INPUT, "completion_tokens": body["max_tokens"], "total_tokens": 0}
        base = {"id": "1", "created": 1, "model": "echo", "object": "chat.completion"}
        sent = json.dumps({**base, "choices": [choice], "usage": usage}).encode()
        writer.write(WHOLE % (len(sent), sent))
        await writer.drain()


async def one_call(sample: Sample, scope: Scope) -> Result:
    return Result({"right": 1.0}, (await scope.model.complete(request(sample.id))).text)


async def formed_call(sample: Sample, scope: Scope) -> Result:
    asked = request(sample.id)
    formed = type(asked)(asked.messages, "small", "echo", max_output_tokens=2, schema=Schema.of(Word))
    return Result({"right": 1.0}, (await scope.model.complete(formed)).text)


def task_of(call, count: int) -> Task:
    return Task("small", "for tests", lambda: [Sample(f"s{n}", {}) for n in range(count)], call, (mean_of("right"),))


async def held(home: Path, model: Thinks, task: Task, folder: RunFolder | None = None, **asking):
    """Begin a run, or go on with one: its summary (None where its limit stopped it), its folder, and its cost."""
    settings = load_settings(home=home, base_url=model.url, model="echo")
    world = World(settings, Asking("echo", price=PRICE, **asking))
    plan = RunPlan(("small",), "echo", hashes=hashes_of(world, [task]), price=PRICE)
    folder = RunFolder.resume(folder.path) if folder else RunFolder.create(settings.paths.evals / "runs", plan)
    try:
        return await run(folder, [task], world, concurrency=3), folder, world.cost
    except CostReachedError:
        return None, folder, world.cost
    finally:
        folder.close()
        await world.close()


async def test_a_larger_try_after_a_length_stop_is_not_made_where_it_could_pass_the_limit(tmp_path: Path) -> None:
    async with served(Thinks(enough=8)) as model:
        summary, folder, cost = await held(tmp_path, model, task_of(one_call, 3), max_cost=0.009)
        assert summary is None and {body["max_tokens"] for body in model.bodies} == {2}
        assert cost == pytest.approx(model.bill) and 0 < model.bill <= 0.009
        summary, folder, cost = await held(tmp_path, model, task_of(one_call, 3), folder, max_cost=1.0)
        assert summary["complete"] and cost == pytest.approx(model.bill), "the larger purse goes on"
        assert summary["cost"]["output"] == sum(body["max_tokens"] for body in model.bodies)


async def test_a_call_without_an_answer_is_paid_for_and_stays_so_when_the_run_goes_on(tmp_path: Path) -> None:
    async with served(Thinks(enough=1)) as model:
        task = task_of(formed_call, 2)
        summary, folder, cost = await held(tmp_path, model, task)
        assert summary["errors"] == 2, "it never answers in the form"
        assert len(model.bodies) > 2 and cost == pytest.approx(model.bill)
        model.says = '{"word": "done"}'
        summary, folder, cost = await held(tmp_path, model, task, folder)
        assert summary["complete"] and cost == pytest.approx(model.bill)
        assert summary["cost"]["output"] == sum(body["max_tokens"] for body in model.bodies)
        assert summary["cost"]["calls"] == 4, "two without an answer, two with one"


async def test_calls_that_wait_for_larger_tries_do_not_wait_for_each_other() -> None:
    """Each had its first try; only one of the larger ones fits at a time."""
    purse, sent = Purse(PRICE, 0.0125), []

    async def call(word: str) -> None:
        asked = request(word)
        async with purse.call(asked) as tries:
            for output in (2, 8):
                async with purse.reserved(asked, "", lambda: 1, output):
                    sent.append(output)
                    await asyncio.sleep(0)
            tries.end(None)

    async with asyncio.timeout(5):
        await asyncio.gather(*(call(f"w{n}") for n in range(5)))
    assert sorted(sent) == [2] * 5 + [8] * 5
