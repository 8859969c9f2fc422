"""What can be seen in an answer by reading it: counts and the very words, nothing that would need belief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import Pattern

from agent.grading import lexicon
from agent.grading.exchanges import Exchange
from agent.grading.features import asks_of_self, count_all
from agent.grading.quantities import quantities
from agent.grading.spans import words


@dataclass(frozen=True, slots=True)
class Observed:
    """An answer's words by what they do, in the order they were said, each as it was said.

    `quantities` are those of the figures that name nothing, such as a version or an index. `words` counts what is left
    without words to the grader; `we` and `own` count "we" and "I".
    """

    exchange: Exchange
    words: int
    figures: tuple[str, ...]
    quantities: tuple[str, ...]
    acts: tuple[str, ...]
    failures: tuple[str, ...]
    bounds: tuple[str, ...]
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    turning: tuple[str, ...]
    overclaims: tuple[str, ...]
    deferred: tuple[str, ...]
    unknown: tuple[str, ...]
    generic: tuple[str, ...]
    buzz: tuple[str, ...]
    we: int
    own: int

    @property
    def turn(self) -> int:
        """The index of the answer's first turn."""
        return self.exchange.parts[0].turn


def observe(exchange: Exchange, text: str | None = None) -> Observed:
    """What is to be seen in an answer, or in a stretch of it."""
    said = exchange.text if text is None else text
    found = {name: _said(pattern, said) for name, pattern in _KINDS.items()}
    found["figures"] = _counted(lexicon.FIGURE.finditer(said), said)
    found["quantities"], found["acts"] = _counted(quantities(said), said), _acts(said)
    found["overclaims"] = _claimed(said)
    return Observed(
        exchange=exchange,
        words=len(words(said)),
        generic=_said(lexicon.BUZZ, said) + _said(lexicon.LECTURE, said),
        buzz=_said(lexicon.BUZZ, said),
        we=count_all(lexicon.WE, said),
        own=count_all(lexicon.SELF, said),
        **found,
    )


_NO_COUNT = (
    "plus|minus|times|versus|always|unless|has|was|gives|makes|comes|takes|separates|goes|needs|costs|means|says|stays"
    "|becomes|equals|holds|falls|rises|fits|rounds (?:to|up|down|off)"
)
"""Words in s behind a figure that name nothing it counts: "185 plus a third"."""
_COUNTED = re.compile(
    rf"[ -](?!(?:{_NO_COUNT})\b)([a-z][a-z-]{{2,}}s|people|persons?|euros?|percent|[ap]m)\b", re.IGNORECASE
)
_SUPPOSED = re.compile(r"\b(?:if|whether|when|unless|until)\s*$", re.IGNORECASE)
_KINDS = {
    "figures": lexicon.FIGURE,
    "acts": lexicon.OWN_ACT,
    "failures": lexicon.FAILURE,
    "bounds": lexicon.CONDITION,
    "reasons": lexicon.REASON,
    "limits": lexicon.LIMIT_OWNED,
    "turning": lexicon.MIND_CHANGE,
    "overclaims": lexicon.OVERCLAIM,
    "deferred": lexicon.DEFER,
    "unknown": lexicon.NOT_KNOWN,
}


def course(answers: Sequence[Observed]) -> str | None:
    """One thing that holds over the whole round and is to be counted, None where nothing stands out."""
    if len(answers) < 3:
        return None
    total = sum(answer.words for answer in answers)
    with_figures = [bool(answer.figures) for answer in answers]
    last = answers[-1].turn
    if total < 8 * len(answers):
        return f"{len(answers)} answers came to {total} words in all"
    we, own = sum(answer.we for answer in answers), sum(answer.own for answer in answers)
    if we >= 6 and we > 2 * own and any(asks_of_self(answer.exchange.ask) for answer in answers):
        return f"over the round 'we' was said {we} times and 'I' {own or 'not once'}{' times' if own > 1 else ''}"
    if not any(with_figures):
        return f"in {len(answers)} answers and {total} words there is not one figure"
    if with_figures[0] and not any(with_figures[-2:]):
        return f"figures came at the start and none in the last two answers (turns {answers[-2].turn} and {last})"
    if not with_figures[0] and all(with_figures[-2:]) and len(answers) > 3:
        return f"the opening had no figure; both of the last answers (turns {answers[-2].turn} and {last}) had"
    passed_on = [answer.turn for answer in answers if answer.deferred]
    if len(passed_on) >= 2:
        return f"the decision was handed on more than once (turns {', '.join(map(str, passed_on))})"
    return None


def _counted(figures: Iterable[re.Match[str]], text: str) -> tuple[str, ...]:
    """Figures with what they count, where that stands beside them: "300 recordings"."""
    found = []
    for match in figures:
        counted = _COUNTED.match(text, match.end()) if match.group()[-1:].isdigit() else None
        is_unit = counted is not None and counted[1].lower() not in lexicon.STOP
        found.append(match.group().strip() + (f" {counted[1]}" if counted is not None and is_unit else ""))
    return tuple(dict.fromkeys(found))


def _acts(text: str) -> tuple[str, ...]:
    """Acts of the speaker's own, those left out that he only supposes ("if I turn out ...") or that are talk of this
    interview ("I gave you that")."""
    plain = text.replace("’", "'")
    own = [
        match
        for match in lexicon.OWN_ACT.finditer(plain)
        if not _SUPPOSED.search(plain[: match.start()]) and not lexicon.TOLD_HERE.match(plain, match.start())
    ]
    return tuple(dict.fromkeys(text[match.start() : match.end()].strip() for match in own))


def _claimed(text: str) -> tuple[str, ...]:
    """Words of certainty, without those that are denied ("not solved") or point at something ("exactly that")."""
    plain = text.replace("’", "'")
    found = [m for m in lexicon.OVERCLAIM.finditer(plain) if lexicon.is_certain(m)]
    return tuple(dict.fromkeys(text[m.start() : m.end()].strip() for m in found))


def _said(pattern: Pattern[str], text: str) -> tuple[str, ...]:
    found = [text[match.start() : match.end()].strip() for match in pattern.finditer(text.replace("’", "'"))]
    return tuple(dict.fromkeys(found))
