"""What a candidate takes back of what he said: "I made a slip before: it's 4.5 over the root of 28, so 0.85."

A sentence takes something back where it says so of the speaker's own words and stands beside an earlier one: it names
the figure that was wrong, or speaks of the same figures or things. "I was wrong about the season" in a story of one's
own does neither, and is left alone; in doubt nothing is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.catalog.wording import content_words
from agent.listening.amounts import NUMBER, values
from agent.listening.words import plain

_SLIP = (
    r"\bi (?:just |had |have |must have |'ve )?made (?:a|an) (?:\w+ )?(?:slip|mistake|error)"
    r"(?= (?:before|earlier|above|there|just now|in (?:my|that|the)|a (?:minute|moment) ago)|:)"
    r"|\bi (?:just |must have |'ve )?(?:misspoke|misspoken|miscalculated|miscounted|misstated|slipped(?: up)?)\b"
    r"|\b(?:let me|i(?:'d| would) like to|i (?:have|need|want) to|i must|i should|may i|can i) (?:just |quickly )?"
    r"correct (?!the (?:data|labels?|model|bias|code)\b)(?:some|that|this|it\b|my|what|a |an |one|the )"
    r"|^\W*(?:(?:small|one|a|oh|wait|sorry|and|but),? )*correction\b"
    r"|\b(?:scratch|strike) (?:that|what)\b"
    r"|\btake (?:that|it|this|the (?:\w+ ){1,3})back\b|\btake back (?:the|that|what|my)\b"
    r"|\bwhat i said\b.{0,40}\b(?:wrong|not (?:right|true)|isn't|wasn't)\b"
)
"""Says of words of the speaker's own that they were not so."""
_WRONG = (
    r"|\bi got (?:it|that|this|the \w+) wrong\b|\bi was (?:wrong|off|mistaken)\b"
    r"|\b(?:that|it|this|(?:my|the) (?:first |last |earlier )?(?:sum|figure|number|arithmetic|count)) (?:was|is) "
    r"(?:wrong|a slip|(?:a|my) mistake|not right|incorrect)(?= *(?:[:,;.!]|$|and\b))"
    r"|(?<!as )(?<!what )(?<!like )\bi said\b|\bi meant\b"
    r"|(?:^|[:;,] )\W*(?:no|wait|sorry|oops|actually)\b,? (?:.*\b)?(?:it is|it's|that's|that is|not)\b"
    r"|\bshould (?:have (?:been|said)|be|read) .*\bnot\b"
)
"""May say so of anything: counts only beside a figure that was said."""
_OWN_SLIP = re.compile(_SLIP)
_MIDWAY = re.compile(r"[:;,] \W*(?:no|wait|sorry|oops|actually)\b")
"""... and, behind a figure, of that very figure: "about the same again, no, half of that"."""
_OWNS_UP = re.compile(_SLIP + _WRONG)
_WRONG_SUM = re.compile(r"\b(?:that|it|this) was (?:wrong|not right|incorrect):|\bi got (?:it|that|this) wrong:")
_SAID = re.compile(r"\bi (?:said|meant)\b")
_OLD = re.compile(r"(?:\bnot|n't|\bi said|\binstead of|\brather than)\b([^,;:.]*(?:[.,]\d[^,;:.]*)*)")
"""What stands behind it is what was said before."""
_REPORTS = re.compile(r"\b(?:said|told|promised|claimed|wrote|thought|estimated|guessed|asked)\b")
_FOLLOWS = re.compile(r"\W*(?:so|therefore|hence|thus|that means|which means|that's why)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“([^”]+)”")
_FAR = 6
"""Answers that a correction may lie behind what it corrects."""
_FEWEST_WORDS = 2
"""Words with a meaning that two sentences share where no figure ties them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the candidate's, with its turn and its place in it."""

    turn: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A correction and the sentences that no longer stand, in the order in which they were said."""

    correction: Sentence
    withdrawn: tuple[Sentence, ...]


def taken_back(said: Sequence[Sentence], asks: Mapping[int, str]) -> tuple[TakenBack, ...]:
    """The corrections in what a candidate `said`, sentence by sentence; `asks` has what each turn of his answered."""
    found = []
    for place, sentence in enumerate(said):
        low = plain(sentence.text)
        if low.endswith("?") or not _OWNS_UP.search(low):
            continue
        turns = sorted({earlier.turn for earlier in said[:place] if earlier.turn < sentence.turn})[-_FAR:]
        earlier = [one for one in said[:place] if one.turn in turns or one.turn == sentence.turn]
        withdrawn = _withdrawn(sentence, _with_next(said, place), earlier, asks.get(sentence.turn, ""))
        if withdrawn:
            found.append(TakenBack(sentence, tuple(_with_what_follows(withdrawn, said, sentence))))
    return tuple(found)


def _with_next(said: Sequence[Sentence], place: int) -> str:
    """The sentence, with the next one where it has no figure itself: "I made a slip there. It's 0.85.\""""
    text = said[place].text
    after = said[place + 1] if place + 1 < len(said) else None
    return f"{text} {after.text}" if after is not None and after.turn == said[place].turn and not values(text) else text


def _withdrawn(correction: Sentence, text: str, earlier: Sequence[Sentence], ask: str) -> list[Sentence]:
    low, now = plain(text), values(text)
    old = {figure for match in _OLD.finditer(low) for figure in values(match[1])}
    other = now - old
    named = [one for one in earlier if old & values(one.text) and not _REPORTS.search(plain(one.text))]
    if named and other:
        kin = [one for one in named if _shared(one.text, text)]
        return kin or named[-1:]
    stated = [one for one in earlier if one.turn < correction.turn and not one.text.rstrip().endswith("?")]
    quoted = [plain(words) for words in _QUOTED.findall(ask)]
    own = _OWN_SLIP.search(low) is not None or (bool(now) and _WRONG_SUM.search(low) is not None)
    if not own and not _OWNS_UP.search(_SAID.sub(" ", low)):
        return []
    midway = _MIDWAY.search(low)
    if not own and midway is not None and values(low[: midway.start()]):
        return []

    def tied(one: Sentence) -> float:
        """How much a sentence is what the correction speaks of; 0 where nothing ties them."""
        figures, shared = values(one.text), _shared(one.text, text)
        asked = any(words.strip(" .") in plain(one.text) for words in quoted)
        if now and not figures - now:
            return 0.0  # it has no figure that could have been wrong
        if now & figures or asked:
            return 2.0 * len(now & figures) + len(shared) + 3.0 * asked
        enough = _FEWEST_WORDS if not now else 1
        return len(shared) if own and len(shared) >= enough else 0.0

    best = max(stated, key=lambda one: (tied(one), one.turn, one.start), default=None)
    if best is not None and tied(best) > 0:
        return [best]
    last = [one for one in stated if one.turn == stated[-1].turn and values(one.text) - now] if own and now else []
    return last if len(last) == 1 else []


def _with_what_follows(
    withdrawn: Sequence[Sentence], said: Sequence[Sentence], correction: Sentence
) -> Iterator[Sentence]:
    """The sentences, each with the next one of its turn where that is drawn from it ("So I'm sure.")."""
    for one, after in zip(said, [*said[1:], correction], strict=True):
        if one in withdrawn:
            yield one
            if after.turn == one.turn and after is not correction and _FOLLOWS.match(after.text):
                yield after


def _shared(one: str, other: str) -> set[str]:
    return content_words(NUMBER.sub(" ", one)) & content_words(NUMBER.sub(" ", other))
