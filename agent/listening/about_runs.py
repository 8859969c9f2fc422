"""Whether somebody asks about a run of his code, and what."""

from __future__ import annotations

import re
from enum import StrEnum

from agent.domain.code import has_code

_TESTS = r"(?:test|check|input|case|example)s?"
_IT = r"(?:it|that|this|they|all|everything|my \w+|the \w+)"
_FAILS = r"(?:fail\w*|broke\w*|(?:did|do|does)(?: not|n't) (?:pass|go through|work)|not pass\w*)"


class RunQuestion(StrEnum):
    """What can be asked about a run."""

    WHETHER = "whether"
    EXPECTED = "expected"
    WHICH = "which"
    ERROR = "error"
    PRINTED = "printed"
    WHY = "why"
    PASSED = "passed"


_ASKED = {
    RunQuestion.WHETHER: (
        r"\b(?:do|will|can|could|would|are) (?:you|i) (?:really |actually |going to |please )*"
        r"(?:run|execute|test|try) (?:it|my|the|this|that|what)\b",
        r"\bis (?:it|my code|the code|this|that) (?:really |actually |going to be )?(?:run|executed)\b",
    ),
    RunQuestion.EXPECTED: (
        r"\b(?:expected|correct|right|desired) (?:output|result|value|answer|number)s?\b"
        r"(?! (?:for|if|when|of|on|with|in)\b)",
        rf"\bwhat (?:did|do|does) (?:you|the {_TESTS}) (?:expect|want)\b",
        r"\bwhat (?:should|ought|was) (?:it|the function|my (?:function|code)) (?:have |to )*"
        r"(?:return(?:ed)?|give[ns]?)\b",
    ),
    RunQuestion.WHICH: (
        rf"\b(?:which|what) (?:one |ones |of (?:the|your|them) )*{_TESTS}\b.{{0,30}}\b{_FAILS}",
        rf"\b(?:failing|failed) (?:{_TESTS}|ones?)\b",
        rf"\b(?:which|what) (?:ones? )?(?:exactly )?{_FAILS}",
        rf"\b(?:see|show|tell|give)(?: me)?(?: the| your| all)* {_TESTS}\b",
        rf"\bwhat (?:are|were) (?:the|your) {_TESTS}\b|\b(?:which|what) {_TESTS} (?:are|do|did|have)\b",
    ),
    RunQuestion.ERROR: (
        r"\b(?:what|which)(?:'s)? (?:is |was |kind of |sort of )*(?:the |an? )?(?:error|exception|traceback)\b",
        r"\bdid it (?:crash|raise|throw)\b|\bwhich line\b|\b(?:error message|traceback)\b",
    ),
    RunQuestion.PRINTED: (
        r"\bwhat (?:did|does) (?:it|my \w+|the \w+) print\b",
        r"\b(?:see|show|read)(?: me)?(?: the| my)? (?:output|prints?)\b",
    ),
    RunQuestion.WHY: (
        rf"\bwhy (?:did|does|do|is) {_IT} (?:fail|not pass|wrong)\b",
        rf"\bwhy (?:did|does)(?: not|n't) {_IT} (?:pass|work)\b",
        r"\bwhat(?:'s| is) wrong\b",
    ),
    RunQuestion.PASSED: (
        rf"\b(?:did|does|do|has|have) {_IT} (?:now |all )*(?:pass|work|run|go through|succeed|fail)\w*\b",
        r"\bhow many\b.{0,20}\b(?:pass|fail|go through|went through|are left)\w*\b",
        r"\b(?:is|was) (?:it|that|everything) (?:green|passing)\b",
    ),
}
_KNOWN = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _ASKED.items()}
_LONGEST = 16
"""Words of a message that asks about a run and says nothing else."""


def asks_about_run(text: str) -> RunQuestion | None:
    """What a message asks about a run, None where it asks something else. Words without a question mark may ask."""
    plain = text.replace("’", "'")
    return next((kind for kind, pattern in _KNOWN.items() if pattern.search(plain)), None)


def only_asks_about_run(text: str) -> bool:
    """Whether a message asks about a run, or whether there is one, and does nothing else."""
    asks = text.rstrip().endswith("?") and len(text.split()) <= _LONGEST
    return asks and not has_code(text) and asks_about_run(text) is not None
