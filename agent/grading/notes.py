"""One line on why a signal was rated as it was, from what the answer did."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from re import Pattern

from agent.domain.terms import Flag
from agent.grading import lexicon, remarks
from agent.grading.answers import Measured
from agent.grading.coefficients import Table
from agent.grading.emptiness import is_parroted
from agent.grading.exchanges import Exchange
from agent.grading.features import asks_of_self, hits
from agent.grading.quantities import quantities
from agent.grading.remarks import upper_i, wants_number, without_quotes
from agent.grading.sums import wrong_sums
from agent.listening.rules import says_too_little

_HOLDS = (lexicon.FIGURE, lexicon.OWN_ACT, lexicon.CONDITION, lexicon.REASON, lexicon.FAILURE, lexicon.LIMIT_OWNED)
_HOLLOW = (lexicon.BUZZ, lexicon.DEFER, lexicon.OVERCLAIM, lexicon.NOT_KNOWN, lexicon.LECTURE)
_TELLS = 0.3

_QUESTION = 2.0
"""What a sentence that only asks is short of: an answer does not speak in questions."""
_CLAUSE_WORDS = 7
_HANGS = re.compile(r"(?:that|this|it|they|those|these)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(?: [A-Za-z]+){1,2}")
_TO_THE_INTERVIEWER = re.compile(
    r"(?:if|unless|when|as long as) you(?:'d)? (?:mean|want|like|ask|prefer)\b", re.IGNORECASE
)
"""A condition on what the interviewer means, and none on the matter."""
_ASIDE = re.compile(
    r"(?:if|when|where)(?: (?:possible|needed|necessary|any|at all)"
    r"| (?:one|you|we|they|i) (?:have|has|had|can|like)(?: (?:it|one|them|some|any|that))?"
    r"| there (?:is|are) (?:one|any|some))$",
    re.IGNORECASE,
)
"""Said by the way: nothing hangs on it ("payment data, if one has it")."""
_BY_HOW_MUCH = re.compile(r"\b(?:(?:a )?(?:bit|little)|slightly|somewhat|much|far|rather) $", re.IGNORECASE)
"""What stands before a comparison that is a size ("a bit less than one person"), and no condition."""
_LEADS_ON = re.compile(
    r"(?:an?|the|and|or|but|then|so|than|i|we|you|they|he|she|of|to"
    r"|in|on|at|for|from|by|with|as|is|are|was|were|that|which)$",
    re.IGNORECASE,
)
"""Words that a clause which is cut short doesn't end in."""
_NOT_COUNTED = lexicon.STOP | {"because", "since", "while", "until"}
_COUNTED_FOR = {
    "figures": (lexicon.FIGURE, "puts a figure on it ({})"),
    "acts": (lexicon.OWN_ACT, "says who acted ('{}')"),
    "failure": (lexicon.FAILURE, "names what goes wrong ('{}')"),
    "bounds": (lexicon.CONDITION, "sets a condition ('{}')"),
}
_COUNTED_AGAINST = {
    "overclaim": (lexicon.OVERCLAIM, "is certain without a reason ('{}')"),
    "deferred": (lexicon.DEFER, "hands the decision on ('{}')"),
    "unknown": (lexicon.NOT_KNOWN, "stops at not knowing ('{}')"),
    "generic": (lexicon.BUZZ, "would fit any other case ('{}')"),
}
_SAYS_WE = re.compile(r"\b(?:we|us|ours?)\b", re.IGNORECASE)
_SAYS = {"i said", "i'd say", "i would say"}
_TOO_FAINT = remarks.NAMELESS | remarks.REMEDIES | remarks.EVERY_TIME | remarks.CLAIMS_NOTHING | _SAYS
"""Words that are no reason by themselves: "the lab never did" and "it just picks" are certain of nothing, "mark them
blind" is no fault, and to say something is no act."""
_HOLDS_ONLY = re.compile(r"(?:only )?(?:if|unless|until|till|once|when|whenever|as long as|in case)\b", re.IGNORECASE)
_HELD_WORDS = 3
"""Words of a condition: "until empty" is none."""
_OF_PLACE = re.compile(r"over\b|before (?!(?:i|we|you|they|he|she|it|anyone|anybody|anything|any)\b)", re.IGNORECASE)
"""What divides, spreads or faces ("over the root of 28", "before the same people") is no comparison."""
_TENS = re.compile(r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-$", re.IGNORECASE)
_COMPARED_WORDS = 4
"""Words of a comparison that says what it compares: "more than double" is no condition."""
_MISSING = {
    "hollow": "says little that could be checked",
    "echo": "gives the question back",
    "figures": "has no figure where one was asked for",
    "acts": "names no act or decision of the candidate's own",
    "failure": "names nothing that could go wrong",
    "bounds": "has no condition and no cost",
    "we": "says 'we' where the question was 'you'",
}
_NEAR = ("near_best", "near_mean")
_NEAR_TO = {True: "comes close to answers that were rated well", False: "comes close to answers that were rated low"}


def explain(measured: Measured, rating: int, table: Table, spoken: Collection[str] = ()) -> str:
    """A sentence on why: a sum that does not hold, else the two things that tell most for this rating, in its words.

    What is missing and was named in one of the notes `spoken` comes after what was not.
    """
    if not measured.sentences:
        if Flag.INJECTION_ATTEMPT in measured.exchange.flags:
            return "Speaks to whoever grades and not to the question."
        return "Nothing was said on what was asked."
    if says_too_little(measured.exchange.text, measured.exchange.heard or measured.exchange.ask):
        return f"One word is all that turn {measured.exchange.parts[0].turn} says to it."
    wrong = next(iter(wrong_sums(measured.exchange.text)), None)
    if wrong is not None and rating <= 3:
        return f"Says “{wrong.quote}”; it comes to {wrong.words}."
    good = rating >= 3
    sign = 1.0 if good else -1.0
    worth = {feature: sign * value for feature, value in table.worth(measured.features).items()}
    if worth.get("echo", 0.0) > 0 and not is_parroted(measured):
        worth["echo"] = 0.0
    told = [(worth[name], words) for name, words in _reasons(measured.exchange, good) if worth.get(name, 0.0) > 0]
    again = {words for words in _MISSING.values() if any(words in note for note in spoken)}
    named = [words for _, words in sorted(told, key=lambda item: (item[1] in again, -item[0]))[:2]]
    named = [words for words in named if words not in again] or named[:1]
    if not named and any(worth.get(name, 0.0) > 0 for name in _NEAR):
        named = [_NEAR_TO[good]]
    if not named:
        return "Close to the middle in everything that was looked at."
    return f"Turn {measured.exchange.parts[0].turn} {' and '.join(named)}."


def of_passage(exchange: Exchange, rating: int) -> str:
    """What a passage does by itself that bears on a rating, to be said of it: "puts a figure on it (9 percent)"."""
    wrong = next(iter(wrong_sums(exchange.text)), None)
    if wrong is not None and rating <= 3:
        return f"says “{wrong.quote}”, and that comes to {wrong.words}"
    holds = [words for _, words in _counted(exchange, _COUNTED_FOR)][:2]
    hollow = [words for _, words in _counted(exchange, _COUNTED_AGAINST)][:2]
    if rating >= 3:
        return " and ".join(holds)
    if hollow:
        return " and ".join(hollow)
    if holds:
        return f"{' and '.join(holds)}, which alone makes no 3"
    return "has no figure, act, fault or condition that could be checked"


def _reasons(exchange: Exchange, good: bool) -> Iterator[tuple[str, str]]:
    """What can be said for (or against) an answer, each with the feature that weighs it, in the answer's own words."""
    yield from _counted(exchange, _COUNTED_FOR if good else _COUNTED_AGAINST)
    if good:
        return
    for feature, words in _MISSING.items():
        if feature == "we" and not _SAYS_WE.search(exchange.text):
            continue
        if feature == "figures" and not wants_number(exchange.ask):
            continue
        if feature in ("acts", "we") and not asks_of_self(without_quotes(exchange.ask)):
            continue
        yield feature, words


def _counted(exchange: Exchange, known: Mapping[str, tuple[Pattern[str], str]]) -> Iterator[tuple[str, str]]:
    """Those of these features that the words have, each with what is said of it."""
    for feature, (pattern, words) in known.items():
        found = _figure(exchange) if feature == "figures" else _heard(pattern, exchange, clause=feature == "bounds")
        if found:
            yield feature, words.format(found)


def _heard(pattern: Pattern[str], exchange: Exchange, *, clause: bool) -> str:
    """The most telling words that a pattern hits, digits before words and long before short; '' where it hits none.

    `clause`: from a hit on, up to its next comma or full stop that stands in no number.
    """
    text = exchange.text.replace("’", "'")
    if clause:
        return next(_clauses(pattern, text), "")
    asked = hits(pattern, exchange.ask)
    found = [match.group().strip() for match in pattern.finditer(text) if not _says_other(pattern, match)]
    own = [words for words in found if " ".join(words.lower().split()) not in asked | _TOO_FAINT]
    best = max(own, key=lambda words: (any(char.isdigit() for char in words), len(words)), default="")
    return upper_i(best)


def _says_other(pattern: Pattern[str], match: re.Match[str]) -> bool:
    """Whether the words are an act of this interview alone ("I've said it") or no claim ("not solved")."""
    if pattern is lexicon.OVERCLAIM:
        return not lexicon.is_certain(match)
    return pattern is lexicon.OWN_ACT and lexicon.TOLD_HERE.match(match.string, match.start()) is not None


def _clauses(pattern: Pattern[str], text: str) -> Iterator[str]:
    """What a pattern begins, each up to its next stop: conditions before comparisons, and those only with what they
    compare."""
    starts = [match.start() for match in pattern.finditer(text) if not text.endswith("-", 0, match.start())]
    begun = [text[start:] for start in starts if not _BY_HOW_MUCH.search(text[max(0, start - 20) : start])]
    said = [_cut_short(re.split(r"[,.:](?!\d)|[;!?\n]", rest)[0].split()) for rest in begun]
    said = [p for p in said if not (_TO_THE_INTERVIEWER.match(" ".join(p)) or _ASIDE.match(" ".join(p)))]
    joined = [" ".join(parts) for parts in said]
    yield from (c for c, parts in zip(joined, said, strict=True) if _HOLDS_ONLY.match(c) and len(parts) >= _HELD_WORDS)
    compared = (c for c, parts in zip(joined, said, strict=True) if len(parts) >= _COMPARED_WORDS)
    yield from (clause for clause in compared if not _OF_PLACE.match(clause))


def _cut_short(words: list[str]) -> list[str]:
    """The first words of a clause; where more follow, up to the last that says something."""
    kept = words[:_CLAUSE_WORDS]
    while len(words) > _CLAUSE_WORDS and kept and _LEADS_ON.match(kept[-1]):
        kept.pop()
    return kept


def _figure(exchange: Exchange) -> str:
    """The most telling quantity that was not in the ask; in words only with what it counts ("two" tells nothing)."""
    text, asked = exchange.text, hits(lexicon.FIGURE, exchange.ask)
    own = [match for match in quantities(text) if " ".join(match.group().lower().split()) not in asked]
    named = [_with_counted(match, text) for match in own]
    return max(filter(None, named), key=lambda words: (any(char.isdigit() for char in words), len(words)), default="")


def _with_counted(figure: re.Match[str], text: str) -> str:
    said = figure.group().strip()
    if any(char.isdigit() for char in said):
        return said
    tens = _TENS.search(text, 0, figure.start())
    said = f"{tens.group()}{said}" if tens is not None else said
    following = _COUNTED.match(text, figure.end())
    words = following.group().split() if following is not None else []
    counted = [*takewhile(lambda word: word.lower() not in _NOT_COUNTED, words)]
    counted = counted[:1] if counted and counted[0].endswith("s") else counted  # "two teams counted"
    unit_alone = said.lower() in ("percent", "per cent")  # "the percent of citations"
    return " ".join([said, *counted]) if counted and not unit_alone else ""


def held_in(sentence: str) -> int:
    """How many figures, acts, conditions, reasons, failures and limits stand in a sentence."""
    return sum(min(2, len(hits(pattern, sentence))) for pattern in _HOLDS)


def says_nothing(sentence: str) -> bool:
    """Whether a sentence says nothing for whoever said it: it asks, it leaves the matter open and holds nothing, or it
    is a few words on what was said before it ("That matters more than the count.").
    """
    if _HANGS.match(sentence) and len(sentence.split()) <= _CLAUSE_WORDS and not any(map(str.isdigit, sentence)):
        return True
    left_open = lexicon.NOT_KNOWN.search(sentence.replace("’", "'")) or lexicon.DEFER.search(sentence)
    return sentence.rstrip().endswith("?") or (left_open is not None and not held_in(sentence))


def telling(sentence: str, good: bool) -> float:
    """How much a sentence says by itself for (or against) whoever said it; a few words alone say little."""
    held = held_in(sentence)
    hollow = sum(min(2, len(hits(pattern, sentence))) for pattern in _HOLLOW)
    length = min(len(sentence), 80) / 80
    asks = _QUESTION if sentence.rstrip().endswith("?") else 0.0
    return length - asks + (_TELLS * min(held, 4) if good else _TELLS * (min(hollow, 4) - min(held, 4) / 2))
