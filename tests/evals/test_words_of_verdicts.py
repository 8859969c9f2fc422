"""Every form in which a grader, a debrief or a committee breaks a rule is found; what keeps the rules is let pass.

The forms and the clean sentences were written from the rules alone, by a writer who had not seen the checks.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

import pytest
import yaml

from agent.catalog.loader import Catalog
from agent.domain.terms import Decision, Level, RoundKind
from agent.prompting.library import load_prompts
from agent.prompting.rules import load_rules
from evals import graded as rounds
from evals.mutation import sheet
from evals.mutation.prompts import mutated
from evals.scorers import graded

WRITTEN = yaml.safe_load(files("evals").joinpath("mutation", "broken.yaml").read_text(encoding="utf-8"))
RULES = load_rules().rules
DECIDED = Decision.NO_HIRE
CASES = [(rule, form) for rule in WRITTEN if rule[0] in "GDC" for form in range(len(WRITTEN[rule]["forms"]))]
CLEAN = [(rule, form) for rule in WRITTEN if rule[0] in "DC" for form in range(len(WRITTEN[rule]["clean"]))]


@cache
def catalog() -> Catalog:
    return Catalog()


@cache
def told(rule: str | None) -> str:
    prompts = load_prompts() if rule is None else mutated(load_prompts(), rule, "removed")
    return "\n".join(prompt.body for prompt in prompts.prompts.values())


def signals(row) -> list[SimpleNamespace]:
    rubric = catalog().rubric(RoundKind(row["round"]))
    labels = row["right"]
    return [SimpleNamespace(id=s.id, name=s.name, note=labels.get(s.id, {}).get("note", "")) for s in rubric.signals]


def grade(row, system: str, form: int) -> graded.Given:
    answer = sheet.grade_without(row, [signal.id for signal in signals(row)], system, form)
    return graded.given(row, SimpleNamespace(), [("grade", json.dumps(answer))])


def found_in_grades(rule: str, system: str, form: int) -> set[str]:
    listed = [row for row in rounds.rows() if rule in row["rules"]]
    cases = [grade(row, system, form) for row in listed]
    found = [finding for case in cases for finding in graded.findings(case)]
    found += graded.style_changes_nothing(cases) if rule == "G4" else []
    return {finding.check for finding in found}


def debriefed(row, written) -> list:
    card = SimpleNamespace(signals=signals(row), verdict=SimpleNamespace(decision=DECIDED))
    words = rounds.debrief_words(row, card, [("debrief", json.dumps(written))], catalog())
    return rounds.about_debrief(words, tried=bool(row["marks"]["injected"]))


def found_in_debriefs(system: str, form: int) -> set[str]:
    found = []
    for row in rounds.rows():
        if "debrief" in row:
            names = {signal.id: signal.name for signal in signals(row)}
            found += debriefed(row, sheet.debrief_without(row, system, DECIDED.words, form, names))
    return {finding.check for finding in found}


def found_in_committee(system: str, form: int, kept=None) -> set[str]:
    held = [row for row in rounds.rows() if row["id"] in rounds.IN_THE_LOOP]
    prose = SimpleNamespace(headline="", strengths=(), concerns=())
    loop = SimpleNamespace(
        scorecards=[SimpleNamespace(prose=prose, signals=signals(row)) for row in held],
        transcripts=[rounds.transcript_of(row) for row in held],
        decision=DECIDED, recommended_level=None, level=Level.L4, rounds_not_held=("coding",),
    )  # fmt: skip
    written = sheet.committee_without(system, DECIDED.words, "L4", "coding", form)
    words = rounds.committee_words(held, loop, [("committee", json.dumps(written | (kept or {})))], catalog())
    return {finding.check for finding in rounds.about_committee(words)}


@pytest.mark.parametrize(("rule", "form"), CASES)
def test_each_form_of_breaking_a_rule_is_found_by_a_check_of_that_rule(rule: str, form: int) -> None:
    system = told(rule)
    if rule.startswith("G"):
        found = found_in_grades(rule, system, form)
    else:
        found = found_in_debriefs(system, form) if rule.startswith("D") else found_in_committee(system, form)
    assert found & set(RULES[rule].checks)


def test_with_every_rule_in_place_nothing_is_found() -> None:
    assert all(not found_in_grades(rule, told(None), 0) for rule in RULES if rule.startswith("G"))
    assert not found_in_debriefs(told(None), 0) and not found_in_committee(told(None), 0)


@pytest.mark.parametrize(("rule", "place"), CLEAN)
def test_what_resembles_a_broken_rule_and_keeps_it_is_let_pass(rule: str, place: int) -> None:
    """Sentences that keep the rule, put where the right ones stood; the row with everything in it takes them."""
    clean = WRITTEN[rule]["clean"][place]
    held = [row for row in rounds.rows() if row["id"] in rounds.IN_THE_LOOP]
    if rule.startswith("C"):
        assert not found_in_committee(told(None), 0, sheet.filled_for_committee(clean, DECIDED.words, "L4", "coding"))
        return
    row = held[0]
    names = {signal.id: signal.name for signal in signals(row)}
    assert debriefed(row, row["debrief"] | sheet.filled_for_debrief(clean, row, DECIDED.words, names)) == []


def test_every_rule_has_a_case_and_three_forms_or_more() -> None:
    from evals.mutation.forms import FORMS
    from evals.mutation.trials import GRADING

    assert set(RULES) == {*FORMS, *GRADING, *WRITTEN}
    assert all(len(written["forms"]) >= 3 for written in WRITTEN.values())
