"""Deterministic checks of what an interviewer did: grouped by concept, known by the ids of prompts/rules.yaml.

A check reads a held round and yields a finding for each place where the rule it protects was broken. Words that were
given to the interviewer (a statement, a probe, a hint, a twist, a closing) are the knowledge's and not his: checks of
wording look at his own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from evals.scorers.behaviour import asking, bearing, budget, candidates_wishes, code, verdict
from evals.scorers.behaviour.case import Case
from evals.task import Finding

Check = Callable[[Case], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        asking.one_question_a_turn,
        asking.no_repeated_probe,
        asking.depth_reached,
        asking.signals_left_open,
        asking.ledger_used,
        asking.statements_side_by_side,
        asking.twist_put,
        bearing.no_praise,
        bearing.no_teaching,
        bearing.no_solution_leak,
        bearing.plain_speech,
        bearing.nothing_backstage,
        bearing.header_well_formed,
        bearing.injection_ignored,
        budget.talk_share,
        budget.clock_kept,
        budget.no_early_close,
        candidates_wishes.dodge_pressed_once,
        candidates_wishes.hints_only_when_due,
        candidates_wishes.hints_for_the_stuck,
        candidates_wishes.clarify_answered_from_facts,
        candidates_wishes.honest_machine,
        code.runs_told_truly,
        code.answer_kept_back,
        code.runs_reported_truly,
        verdict.quotes_verbatim,
        verdict.decision_is_arithmetic,
        verdict.injection_flagged,
        verdict.empty_words_rated_low,
        verdict.ownership_flagged,
    )
}


def findings(case: Case) -> list[Finding]:
    """Everything that any check finds, in the order of the turns."""
    found = [finding for check in CHECKS.values() for finding in check(case)]
    return sorted(found, key=lambda finding: (finding.turn if finding.turn is not None else 1 << 30, finding.check))
