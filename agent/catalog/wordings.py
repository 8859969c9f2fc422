"""Statements heard by their words: groups of which each has to occur in one clause, denied or not.

"temperature & 0|zero & not hallucinat|make up" is a clause that has "temperature", one of "0" and "zero", and a
denied "hallucinate" or "make up", in any order. A word stands for all that begin like it, one with a full stop for
itself alone ("put."), several for words in this order with at most two between. `unless a|b` is a clause that has none
of these.

A clause is read only where somebody stands behind it: asked, supposed, hedged, put into others' mouths or taken back,
it is not stated. And it has to deny exactly what a wording denies: "doesn't keep it from hallucinating" denies
something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=[\w])[^.!?\n]+)*[.!?]*")
_CLAUSE = re.compile(
    r"[;:–—]|,?\s(?:but(?! never| not)|although|though|while|whereas|however|yet|even if|even though|and that)\s"
    r"|,\s(?:not|and|just|rather)\s(?=\w+(?:\s\w+){2})",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|never|no(?! matter| one\b| longer)|none|nothing|cannot|can't|cant|without|neither|nor|nobody|no longer"
    r"|rather than|instead of|free of|lossless|\w+n't)(?!\w)",
    re.IGNORECASE,
)
_TAKES_THE_DENIAL = re.compile(
    r"\b(?:stop|prevent|mean|fix|eliminat|guarante|solv|remov|keep|help|say|tell|make|imply|impl|protect|avoid|cure|enough"
    r"|replac|cover|give|buy|provid|spar|only|just|always|necessarily|because|automatically|think|believe|know|sure)\w*",
    re.IGNORECASE,
)
"""Between a denial and a word: it is this that is denied."""
_REACH = 4
"""Words between a denial and what it denies, at most."""
_OTHERS = (
    r"\b(?:people|many|some|most|they|he|she|everybody|everyone|somebody|someone|you'd|one might|vendors?|docs"
    r"|papers?|blogs?|managers?|colleagues?|juniors?)\b(?: \w+){0,3}? (?:think|thinks|thought|believe|believes"
    r"|believed|say|says|said|claim|claims|claimed|assume|assumes|assumed|argue|told|expect|hope)\b"
)
_JUDGED = (
    r"\b(?:it's said|one hears|i(?:'ve)? (?:often )?(?:heard|read) that|myth|misconception|mistake"
    r"|mistaken|mistakenly|wrong|wrongly|false|fallacy|trap|untrue|naive|naively"
    r"|nonsense|misread|tempting|so-called|supposedly|common belief|suppose|imagine|pretend|used to"
    r"|(?:i|we)(?:'d| had)?(?: once)? (?:thought|believed|assumed)|back then|at first|before i|before we"
    r"|i learned|we learned|turned out|hardly|rarely|seldom|almost|sometimes|unless|except|only if|provided"
    r"|in theory|in principle|until|might|may|could|would be nice|maybe|perhaps|not sure|i guess|i doubt|whether"
    r"|as if|as though|it depends|depending|i wouldn't|we wouldn't|nobody should|don't say)\b"
)
_NOT_SO = r"\bif\b(?=.*\b(?:would|wouldn't)\b)"
_NOT_STATED = re.compile(f"{_OTHERS}|{_JUDGED}|{_NOT_SO}", re.IGNORECASE)
"""Another's opinion, an opinion of before, a supposition, a hedge, or a judgement that it is so or isn't."""
_TAKEN_BACK = re.compile(
    r"\W*(?:but|however|except|unless|only if|no,|well, no|of course not|wait|sorry|scratch|actually"
    r"|(?:that|this|which|it)(?:'s| is| was| isn't| wasn't| would be)(?: of course| simply| just)?"
    r"(?: not)?(?: quite| really)? (?:true|so|wrong|false|a myth|nonsense|right|a mistake|the mistake|what i))",
    re.IGNORECASE,
)
_TOLD_AS_MISTAKE = re.compile(
    r"\b(?:bug|broke|failed|regret|postmortem|burned us|bit us|cost us|went wrong|learn(?:ed|t)|found out|turned out"
    r"|lesson)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The sentence in which a wording was heard, and its place."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Group:
    pattern: re.Pattern[str]
    denied: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    words: str
    denials: tuple[tuple[int, int], ...]


class Statements:
    """The clauses of a text that state something, read once for however many wordings."""

    def __init__(self, text: str) -> None:
        self._clauses = tuple(_stated(text.replace("’", "'")))

    def hear(self, wording: str) -> Heard | None:
        """Where a wording is heard first, None where it isn't."""
        groups = _groups(wording)
        return next((Heard(c.start, c.end) for c in self._clauses if _fits(groups, c)), None)


def flaw_of(wording: str) -> str | None:
    """What is wrong with how a wording is written, None where nothing is."""
    groups = _groups(wording)
    if sum(not group.absent for group in groups) < 2:
        return "needs two groups at least"
    empty = [part for part in re.split(r"[&|]", wording) if not part.strip()]
    return "has an empty group" if empty else None


def _stated(text: str) -> Iterator[_Clause]:
    sentences = list(_SENTENCE.finditer(text))
    for at, sentence in enumerate(sentences):
        said = sentence.group()
        after = sentences[at + 1].group() if at + 1 < len(sentences) else ""
        if said.rstrip().endswith("?") or _NOT_STATED.search(said) or _TAKEN_BACK.match(after):
            continue
        if _TOLD_AS_MISTAKE.search(said) or _TOLD_AS_MISTAKE.search(after):
            continue
        lead = len(said) - len(said.lstrip())
        begin, end = sentence.start() + lead, sentence.start() + len(said.rstrip(" .!\n"))
        for words in _CLAUSE.split(said):
            yield _Clause(begin, end, words, tuple(match.span() for match in _DENIES.finditer(words)))


def _fits(groups: tuple[_Group, ...], clause: _Clause) -> bool:
    wanted = sum(group.denied for group in groups)
    if len(clause.denials) != wanted:
        return False
    for group in groups:
        found = list(group.pattern.finditer(clause.words))
        if bool(found) is group.absent:
            return False
        if group.denied and not any(_denied(match.start(), match.end(), clause) for match in found):
            return False
    return True


def _denied(start: int, end: int, clause: _Clause) -> bool:
    for begin, stop in clause.denials:
        if begin >= start and stop <= end:
            return True
        between = clause.words[stop:start]
        if stop <= start and len(between.split()) <= _REACH and not _TAKES_THE_DENIAL.search(between):
            return True
    return False


@lru_cache(2048)
def _groups(wording: str) -> tuple[_Group, ...]:
    found = []
    for part in wording.split("&"):
        words = part.strip()
        denied, absent = words.startswith("not "), words.startswith("unless ")
        options = words.removeprefix("not ").removeprefix("unless ").split("|")
        pattern = "|".join(_option(option.strip()) for option in options if option.strip())
        found.append(_Group(re.compile(rf"(?<!\w)(?<!\d\.)(?:{pattern})", re.IGNORECASE), denied, absent))
    return tuple(found)


def _option(option: str) -> str:
    return r"\W+(?:[\w']+\W+){0,2}?".join(_word(word) for word in option.split())


def _word(word: str) -> str:
    if word.endswith("."):
        return re.escape(word[:-1]) + r"(?!\w)"
    return re.escape(word) + (r"(?![\w]|[.,]\d)" if word[-1].isdigit() else r"\w*")
