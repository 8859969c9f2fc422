"""What a quote shows and what it misses: each said only where it can be seen in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.code import has_code
from agent.grading.observations import Observed
from agent.grading.shapes import listed, upper_first

_WANTS_NUMBER = re.compile(
    r"\bhow (?:many|much|often|long|large|big|fast|soon|far|old)\b|"
    r"\bwhat (?:number|figure|share|amount)\b|\bexpectations\b",
    re.IGNORECASE,
)


_LED_IN = re.compile(r"(?:\byou (?:said|mentioned)|\bstop you at)?[\s,:]*“[^”]*”", re.IGNORECASE)
_NO_FURTHER = 20
"""Words of an answer that stops at not knowing; a longer one went on."""
NAMELESS = frozenset(
    (
        "wrong",
        "mistake",
        "bug",
        "late",
        "unknown",
        "noise",
        "empty",
        "cap",
        "limit",
        "missing",
        "blind",
        "break",
        "broke",
        "broken",
        "silently",
    )
)
"""Words that name no fault."""
_NO_FAULT = frozenset(("empty", "blind", "cap", "limit", "noise", "unknown"))
"""... and that are none where nothing says so: "hours until empty", "marked blind"."""
_TURNS_NOTHING = frozenset(("if that", "if not", "then i'd", "then i would"))
"""Words of a turn that say nothing by themselves: "if that costs a tenth"."""
REMEDIES = frozenset(
    (
        "fallback",
        "fall back",
        "rollback",
        "roll back",
        "rolled back",
        "switch off",
        "turn off",
        "alarm",
        "alert",
        "undo",
        "revert",
    )
)
"""What is done about a fault, and is none."""
_NO_REASON = frozenset(("else",))
"""Words that give a reason in their place only: "anyone else" gives none."""
EVERY_TIME = frozenset(("never", "always"))
"""Words that claim too much only where no reason stands beside them: "the job has a lock, so it never runs twice"."""
CLAIMS_NOTHING = frozenset(("just", "any"))
"""Words of certainty that are certain of nothing: "it just picks any"."""
_COMPARES = frozenset(("over", "under", "above", "below", "before"))
"""Words of place that are no condition when quoted alone: "0.9 over 0.85" divides."""
_OF_HIM = re.compile(
    r"\b(?:did|have|had|were|would|do|are|could|should) you\b|\byour? (?:own|part|decision|self)\b", re.IGNORECASE
)
"""An ask about what the candidate does or did; "which of your numbers" is about a number."""
_MANY_WE = 3
_HEDGES = frozenset(("maybe", "perhaps", "probably", "i guess", "i suppose", "kind of", "sort of", "whatever"))


def shown(quote: Observed) -> Iterator[tuple[str, str]]:
    """What speaks for a quote, strongest first, as (kind, sentence)."""
    figures = sorted((f for f in quote.quantities if _tells(f)), key=len, reverse=True)
    failures = [failure.lower() for failure in quote.failures if failure.lower() not in REMEDIES]
    named = [failure for failure in failures if failure not in NAMELESS]
    reasons = _reasons(quote)
    if quote.limits:
        yield "limit", f"It says where the claim ends ('{quote.limits[0]}')."
    turning = [words for words in quote.turning if words.lower() not in _TURNS_NOTHING]
    if turning:
        yield "turning", f"It names what would turn it ('{turning[0]}')."
    if figures and reasons:
        yield "figure follows", f"The figure ({figures[0]}) is there with what follows from it."
    bound = next((words.lower() for words in quote.bounds if words.lower() not in _COMPARES), None)
    if figures and bound is not None:
        yield "figure bound", f"A figure ({figures[0]}), and with it the condition ('{bound}')."
    if named and quote.bounds:
        yield "failure bound", f"It names what goes wrong ('{named[0]}') and when."
    if quote.acts and not quote.we:
        yield "act", f"It is an act of the candidate's own ('{upper_i(quote.acts[0])}')."
    if len(figures) > 1:
        yield "figures", f"It has two figures that can be checked ({listed(figures[:2])})."
    if figures:
        yield "figure", f"It has a figure that can be checked ({figures[0]})."
    if named:
        yield "failure", f"What goes wrong has a name here ('{named[0]}')."
    elif bound is not None and any(failure not in _NO_FAULT for failure in failures):
        yield "failure", "It says what goes wrong, and when."
    if reasons:
        yield "reason", f"The reason comes in the same breath ('{reasons[0]}')."


def _reasons(said: Observed) -> list[str]:
    return [reason.lower() for reason in said.reasons if reason.lower() not in _NO_REASON]


def _tells(figure: str) -> bool:
    """Whether a figure can be held on to by itself: not a bare "7"."""
    return sum(char.isdigit() for char in figure) > 1 or (
        any(char.isdigit() for char in figure) and not figure.isdigit()
    )


def missed(answer: Observed) -> Iterator[tuple[str, str]]:
    """What speaks against an answer, plainest first, as (kind, sentence)."""
    ask = answer.exchange.ask
    held = bool(answer.figures or answer.acts)
    if answer.words == 0:
        yield "silent", "Nothing else was said to it."
        return
    if any(has_code(part.text) for part in answer.exchange.parts):
        if answer.words <= 12:
            yield "code alone", f"There is code, and {_counted(answer.words, 'word')} beside it."
    elif answer.words <= 8:
        yield "short", f"That is the whole answer, {_counted(answer.words, 'word')}."
    if wants_number(ask) and not answer.figures:
        yield "no number", f"The ask was for a number; of {_counted(answer.words, 'word')} none is one."
    if answer.deferred:
        yield "deferred", f"The decision goes to somebody else, or to later ('{answer.deferred[0].lower()}')."
    if _OF_HIM.search(without_quotes(ask)) and answer.we >= _MANY_WE and answer.we > 2 * answer.own:
        own = "'I' once" if answer.own == 1 else f"'I' {answer.own} times" if answer.own else "not one 'I'"
        yield "we", f"The question was about 'you'; the answer has 'we' {answer.we} times and {own}."
    unknown = [words for words in answer.unknown if words.lower() not in _HEDGES or not held]
    if unknown and answer.words <= _NO_FURTHER:
        yield "unknown", f"It leans on '{upper_i(unknown[0].lower())}' and goes no further."
    if len(answer.buzz) >= 2:
        named = listed([f"'{word.lower()}'" for word in answer.buzz[:3]])
        yield "generic", f"{upper_first(named)} would stand in any answer to anything."
    claims = [words.lower() for words in answer.overclaims if words.lower() not in CLAIMS_NOTHING]
    claims = [words for words in claims if words not in EVERY_TIME or not _reasons(answer)]
    if claims:
        yield "overclaim", f"'{upper_first(claims[0])}' stands where a reason is needed."
    if answer.words > 8 and not held:
        yield "nothing held", f"{answer.words} words hold no figure and no act of the candidate's own."
    if not answer.figures:
        yield "no figure", "There is no figure in it."
    if not answer.failures and not answer.bounds:
        yield "no bound", "It knows no condition, no limit and nothing that could go wrong."
    if not held:
        yield "general", "It is about the subject and not about the case."


def without_quotes(ask: str) -> str:
    """An ask without the words of the answer before that it leads in with ("You said “...”.")."""
    return _LED_IN.sub(" ", ask)


def wants_number(ask: str) -> bool:
    """Whether an ask can be answered by a figure."""
    return _WANTS_NUMBER.search(ask) is not None


def upper_i(text: str) -> str:
    """The words with the pronoun "I" as it is written."""
    return re.sub(r"^i\b", "I", text)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
