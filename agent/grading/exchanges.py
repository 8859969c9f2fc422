"""A transcript as exchanges: what was asked, and everything the candidate said to it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from agent.domain.code import has_code
from agent.domain.terms import WISHES, Flag, Move, Role
from agent.domain.transcript import Transcript, Turn
from agent.grading.screening import Screened, screen
from agent.grading.spans import Span, words
from agent.listening.confirming import confirmation
from agent.listening.interview_talk import says_nothing_of_the_case
from agent.listening.rules import certain
from agent.listening.taken_back import Sentence, TakenBack, taken_back
from agent.listening.words import sentences

_END = re.compile(r"[.!?](?=\s|\Z)")
_LONGEST_ASIDE = 60
_ANNOUNCES = re.compile(
    r"\b(?:may|can|could|let|i'd like|i would like|i want|we'd want|we want)(?: (?:i|me|we|us|to))* "
    r"(?:just )?(?:ask|understand|clarify|know)\b|\b(?:one|two|three|quick|first) (?:questions?|clarifications?)\b",
    re.IGNORECASE,
)
"""Somebody says that he is going to ask."""
_LEADS_IN = 3  # words
_NEXT_ASIDE = (Move.CLARIFY, Move.HINT)
_TO_END = re.compile(r"(?=.*\b(?:interview|round|session)\b)(?=.*\b(?:end|stop)\b).*\?", re.DOTALL | re.IGNORECASE)
_LONGEST_WISH = 14  # words; a longer message says something before it wishes to stop
_REMEMBERED = 4
"""Transcripts whose exchanges are kept: a turn and a debrief ask for the same ones up to eight times."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the candidate's turns: its index in the transcript, its words, and those of its sentences that count."""

    turn: int
    text: str
    screened: Screened


@dataclass(frozen=True, slots=True)
class Exchange:
    """One ask and its answer.

    `ask` is all that is open when the answer comes, `heard` what the interviewer asked last, as it stands in its turn.
    `signal` is what the ask was meant to raise, where that is known; `aside` marks a message that asks for something
    (a fact, a hint, a minute) and so is no answer at all. `question_id` is the question it belongs to, where known.
    """

    ask: str
    parts: tuple[Part, ...]
    heard: str = ""
    probe_id: str | None = None
    signal: str | None = None
    opening: bool = False
    aside: bool = False
    question_id: str | None = None
    question: str = ""
    flags: frozenset[Flag] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """What counts of the answer, for scoring."""
        return " ".join(part.screened.text for part in self.parts).strip()

    def sentences(self) -> list[tuple[int, Span]]:
        """The sentences that count, each with the index of its turn."""
        return [(part.turn, span) for part in self.parts for span in part.screened.kept]


@lru_cache(maxsize=_REMEMBERED)
def read_exchanges(transcript: Transcript) -> tuple[Exchange, ...]:
    """The exchanges of a round in order; what was said after the floor was handed over is left out.

    An interviewer's turn that asks nothing ("Say it's 0.8.") goes on with the ask before it. What the candidate took
    back later counts neither way, and an answer of which nothing else is left is no answer.
    """
    found = _as_said(transcript)
    withdrawn = {(one.turn, one.start) for change in _changes(found) for one in change.withdrawn}
    return tuple(_left(exchange, withdrawn) for exchange in found)


def corrections(transcript: Transcript) -> tuple[TakenBack, ...]:
    """What the candidate took back of his answers, each with the sentence that does so."""
    return _changes(_as_said(transcript))


def _changes(exchanges: Sequence[Exchange]) -> tuple[TakenBack, ...]:
    said = [Sentence(turn, span.start, span.text) for one in exchanges for turn, span in one.sentences()]
    return taken_back(said, {part.turn: one.heard for one in exchanges for part in one.parts})


def _left(exchange: Exchange, withdrawn: Set[tuple[int, int]]) -> Exchange:
    """The exchange without the sentences that were taken back."""
    if not any((turn, span.start) in withdrawn for turn, span in exchange.sentences()):
        return exchange
    parts = []
    for part in exchange.parts:
        kept = tuple(span for span in part.screened.kept if (part.turn, span.start) not in withdrawn)
        parts.append(replace(part, screened=replace(part.screened, kept=kept)))
    left = replace(exchange, parts=tuple(parts))
    return replace(left, aside=left.aside or (not left.text and not left.flags))


@lru_cache(maxsize=_REMEMBERED)
def _as_said(transcript: Transcript) -> tuple[Exchange, ...]:
    found: list[Exchange] = []
    asker = _Asker(transcript.question)
    closing = False
    for index, turn in enumerate(transcript.turns):
        if turn.role is Role.INTERVIEWER:
            closing = turn.move is Move.CLOSE or (closing and turn.move is Move.CLARIFY)
            asker.hear(turn)
        elif not closing:
            part = Part(index, turn.text, screen(turn.text))
            if found and index and transcript.turns[index - 1].role is Role.CANDIDATE:
                found[-1] = _read(replace(found[-1], parts=(*found[-1].parts, part)), transcript, index)
            else:
                begun = replace(
                    asker.exchange(part), question_id=transcript.question_id_at(index), question=asker.question
                )
                found.append(_read(begun, transcript, index))
    return tuple(found)


class _Asker:
    """Keeps what is open while the interviewer speaks."""

    def __init__(self, question: str) -> None:
        self._ask = question
        self.question = question
        self._probe: str | None = None
        self._signal: str | None = None
        self._opening = True
        self._heard = 0
        self._last = question

    def hear(self, turn: Turn) -> None:
        """Take in an interviewer's turn: a new ask, or more to the one that is open."""
        self._heard += 1
        first = self._heard == 1
        if turn.move in (Move.CLARIFY, Move.HINT) and not first:
            return
        self._last = turn.text
        if turn.move is None and "?" not in turn.text and not first:
            self._ask, self._opening = f"{self._ask} {turn.text}".strip(), False
            return
        self._opening = turn.move is Move.QUESTION or (turn.move is None and first)
        if self._opening and not (first and self.question):
            self.question = turn.text
        if not (first and self._ask):  # a session's first turn greets before it asks; the question alone is known
            self._ask = turn.text or self._ask
        self._signal, self._probe = turn.signal, turn.probe_id

    def exchange(self, part: Part) -> Exchange:
        """The exchange that `part` begins."""
        return Exchange(self._ask, (part,), self._last, self._probe, self._signal, self._opening)


def _is_about_ending(transcript: Transcript, index: int) -> bool:
    """Whether a turn wishes to stop, or says yes or no to having that confirmed: no part of an answer."""
    turns = transcript.turns
    if len(words(turns[index].text)) > _LONGEST_WISH:
        return False
    if index and asks_whether_to_end(turns[index - 1]) and confirmation(turns[index].text) is not None:
        return True
    return index + 1 < len(turns) and asks_whether_to_end(turns[index + 1])


def asks_whether_to_end(turn: Turn) -> bool:
    """Whether the interviewer has the wish to stop confirmed."""
    return turn.role is Role.INTERVIEWER and turn.move is Move.REDIRECT and _TO_END.match(turn.text) is not None


def _asks_first(text: str, length: int) -> bool:
    """Whether a first message asks before it answers: short, and mostly questions up to its end.

    Where it says so ("May I ask one thing?") a word on why it asks may follow the questions.
    """
    ends = _END.findall(text)
    if length > _LONGEST_ASIDE or "?" not in ends:
        return False
    announced = _ANNOUNCES.search(text)
    if announced is not None:
        return "?" in text[announced.start() :] and len(ends) - ends.count("?") <= 2
    return ends[-1] == "?" and 2 * ends.count("?") >= len(ends)


def _only_asks(text: str) -> bool:
    """Whether all sentences of a message ask, a few words that lead in aside ("Two things.")."""
    said = sentences(text)
    return said[-1].endswith("?") and all(one.endswith("?") or len(one.split()) <= _LEADS_IN for one in said)


def _says_nothing_of_the_case(exchange: Exchange) -> bool:
    text = " ".join(part.text for part in exchange.parts)
    return not has_code(text) and says_nothing_of_the_case(text, exchange.heard)


def _read(exchange: Exchange, transcript: Transcript, index: int) -> Exchange:
    """The exchange with its flags, and with `aside` set where the message asks instead of answering."""
    flags = {Flag.INJECTION_ATTEMPT} if any(part.screened.injection for part in exchange.parts) else set()
    said = words(exchange.text)
    after = next((turn for turn in transcript.turns[index + 1 :] if turn.role is Role.INTERVIEWER), None)
    aside = bool(said) and len(said) <= _LONGEST_ASIDE and not flags and after is not None and after.move in _NEXT_ASIDE
    if said and (certain(exchange.text, exchange.heard) in WISHES or _is_about_ending(transcript, index)):
        aside = True
    if after is not None and after.move is Move.CLOSE and not flags and _only_asks(exchange.text):
        aside = True  # the floor was about to be his
    if said and not flags and _says_nothing_of_the_case(exchange):
        aside = True
    if exchange.opening and not flags and _asks_first(exchange.text, len(said)):
        aside = True
    return replace(exchange, flags=frozenset(flags), aside=aside)
