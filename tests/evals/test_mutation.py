"""A rule that is taken out is noticed, in each form; with all rules in place nobody complains."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agent.errors import NotFoundError
from agent.prompting.library import load_prompts
from agent.prompting.rules import load_rules
from agent.settings import load_settings
from evals.mutation.forms import FORMS
from evals.mutation.prompts import INVERTED, has_rule, mutated
from evals.mutation.trials import GRADING, Mutations, lines, world_for
from evals.tasks.grading_rules import samples as grading_samples
from evals.world import World


def tried(home: Path, rules: list[str], clean: int = 0):
    world = World(load_settings(offline=True, home=home))

    async def run():
        try:
            return await Mutations(world_for(world), scripted=True, minutes=6).run(rules, clean)
        finally:
            await world.close()

    return asyncio.run(run())


def test_a_rule_is_taken_out_of_every_prompt_that_holds_it_and_of_no_other() -> None:
    prompts = load_prompts()
    without = mutated(prompts, "R4", "removed")
    changed = {name for name in prompts.prompts if without.prompts[name] != prompts.prompts[name]}
    assert changed == {name for name, prompt in prompts.prompts.items() if "R4" in prompt.rules}
    left = without.prompts["interviewer"]
    assert set(prompts.prompts["interviewer"].rules) - set(left.rules) == {"R4"}
    turned = mutated(prompts, "R4", "inverted").prompts["interviewer"]
    assert f"[R4] {INVERTED}" in turned.body and not has_rule(turned.body, "R4") and has_rule(turned.body, "R3")
    with pytest.raises(NotFoundError):
        mutated(prompts, "R99", "removed")


def test_praise_and_double_questions_are_caught_in_every_form_and_a_clean_round_is_not(tmp_path: Path) -> None:
    outcome = tried(tmp_path, ["R4"], clean=1)
    assert [trial for trial in outcome.trials if not trial.caught] == []
    assert {trial.how for trial in outcome.trials} == {"removed", "inverted"} and len(outcome.trials) >= 4
    assert outcome.alarms == [] and outcome.clean == 1 + len(grading_samples())
    text = "\n".join(lines(outcome))
    assert "R4 -> no_praise" in text and "This tested the checks" in text


def test_every_form_is_one_of_at_least_three_and_belongs_to_a_rule() -> None:
    rules = load_rules().rules
    assert set(FORMS) <= set(rules) and set(GRADING) <= set(rules)
    assert all(len(forms) >= 3 for _, forms in FORMS.values())
