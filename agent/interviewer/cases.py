"""Whether a question brings a case of its own: figures or names that nobody in the round has mentioned."""

from __future__ import annotations

import re

from agent.domain.interview import RoundView

_FIGURE = re.compile(
    r"\d[\d.,]*|\b(?:four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|hundreds|thousand|thousands|million|millions|billion)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:hour|day|week|month|quarter|year) $", re.IGNORECASE)
"""Before a figure that only says when: "in month 23" of this very case."""
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{3,}\b")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|June|July|August|September|October"
    r"|November|December|Christmas|Python"
)


def names_figures(text: str) -> bool:
    """Whether a text names a figure of four or more."""
    return _FIGURE.search(text) is not None


def is_another(ask: str, view: RoundView) -> bool:
    """Whether `ask` speaks of figures or people that stand neither in the question nor in what was said."""
    known = " ".join([view.question.statement, *(turn.text for turn in view.transcript.turns)]).lower()
    brought = [found.group().lower() for found in _FIGURE.finditer(ask) if not _WHEN.search(ask, 0, found.start())]
    brought += [name.lower() for name in _NAME.findall(ask) if not _CALENDAR.fullmatch(name)]
    return any(not re.search(rf"\b{re.escape(word.rstrip('.,'))}", known) for word in brought)
