"""What a model wrote before the program mended it: quotes that did not hold, headers, another decision."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from agent.domain.terms import Move
from evals.scorers.behaviour.verdict import named_decisions
from evals.simulation import Held
from evals.task import Finding

_HEADER = re.compile(rf"@(?:{'|'.join(move.value for move in Move)})(?: [\w.:#/-]+)?")


def raw_findings(held: Held, answers: Sequence[tuple[str, str]]) -> list[Finding]:
    """The findings in a model's own answers, (purpose, text) each; the program has repaired what it could."""
    round_id = held.transcript.round_id
    found = []
    for purpose, text in answers:
        first = text.strip().partition("\n")[0].strip()
        if purpose == "reply" and not _HEADER.fullmatch(first):
            found.append(Finding("header_well_formed", None, f"no header: {first[:60]}", round_id))
        if purpose in ("grade_mend", "assess_mend", "debrief_mend"):
            found.append(
                Finding("quotes_verbatim", None, f"{purpose.removesuffix('_mend')} had to be mended", round_id)
            )
        if purpose == "debrief" and named_decisions(_about_the_decision(text)) - {held.scorecard.verdict.decision}:
            found.append(Finding("decision_is_arithmetic", None, "the words name another decision", round_id))
    return found


def _about_the_decision(text: str) -> str:
    """What of a debrief speaks of the decision as it is: not what would flip it, and nothing that is quoted."""
    try:
        written = json.loads(text)
        parts = [written["headline"], *written["strengths"], *written["concerns"]]
    except (ValueError, KeyError, TypeError):
        return text
    return re.sub(r"\"[^\"]*\"|“[^”]*”", " ", " ".join(map(str, parts)))
