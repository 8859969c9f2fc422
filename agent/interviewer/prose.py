"""The words around decisions: what a model is given for them, and what of its words is kept.

A model argues beside the arithmetic, never over it. A sentence is dropped when it quotes what nobody said; a headline
when it names another decision than the one that was computed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.domain.code import submitted
from agent.domain.interview import CommitteeProse, RoundGrade, RoundView
from agent.domain.terms import Decision
from agent.domain.verdict import LoopDebrief, Prose, Scorecard, Verdict
from agent.grading.decision import LADDER
from agent.interviewer import briefing
from agent.interviewer.quotes import locate
from agent.interviewer.schemas import CommitteeOut, ProseOut
from agent.prompting.fence import Fence

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
_WITH_TURN = re.compile(r"([\"“]([^\"“”]+)[\"”][^\"“(]{0,20}\(turn )(\d+)\)")
_FEWEST_WORDS = 4  # shorter than this, marks may stand around a term
_WORD = re.compile(r"\w+")
_INNER = "\ue000"  # stands for a quotation mark within a quoted line of code
_DECISIONS = re.compile(
    r"\b(" + "|".join(sorted((re.escape(d.words) for d in Decision), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_HIRE_VERB = re.compile(r"\b(?:to|would|could|should|not|n't)\s+hire\b", re.IGNORECASE)


def certainty(verdict: Verdict) -> str:
    """How sure the decision is, in words."""
    if verdict.decision is Decision.NOT_ENOUGH_EVIDENCE:
        return "Too little was observed to decide; say what was not reached."
    if verdict.too_close_to_call:
        return "It is too close to call: the neighbouring decision is about as likely, and the debrief says so."
    return f"The probability that a second grading decides the same is put at {verdict.confidence:.0%}."


def plain_headline(verdict: Verdict) -> str:
    """The headline where a model gave none that holds."""
    return f"The ratings come to {verdict.decision.words}."


def ratings(grade: RoundGrade) -> str:
    """Each signal with its rating, reason and quotes."""
    return briefing.lines(
        f"{signal.name}: {signal.rating or 'not observed'}. {signal.note} "
        + " / ".join(f'turn {evidence.turn}: "{evidence.quote}"' for evidence in signal.evidence)
        for signal in grade.signals
    )


def drills(view: RoundView, grade: RoundGrade) -> str:
    """What would move each signal that is not at the top, and what trains it, lowest first."""
    rated = {signal.id: signal.rating for signal in grade.signals}
    signals = sorted(view.rubric.signals, key=lambda signal: rated.get(signal.id) or 5)
    return briefing.lines(
        f"{signal.name} would move with {signal.flip}. Exercise: {signal.drill}"
        for signal in signals
        if (rated.get(signal.id) or 0) < 4
    )


def committee_fence(debrief: LoopDebrief) -> Fence:
    """The fences of a committee's request.

    Their secret is a hash of the scorecards themselves: it needs nothing kept, is the same on replay, and no candidate
    could know it when he spoke, because graders' words are in it.
    """
    return Fence(hashlib.sha256(repr(debrief.scorecards).encode()).digest(), debrief.session)


def committee_case(debrief: LoopDebrief, fence: Fence) -> dict[str, str]:
    """The variables of the committee's prompt."""
    cards = [fence.wrap(_scorecard(card), "scorecard", index) for index, card in enumerate(debrief.scorecards)]
    level = f"; recommended level {debrief.recommended_level}" if debrief.recommended_level else ""
    return {
        "scorecards": "\n\n".join(cards) or briefing.NONE,
        "not_held": ", ".join(debrief.rounds_not_held) or briefing.NONE,
        "decision": debrief.decision.words + level,
        "agreement": fence.wrap_list(briefing.lines(debrief.agreement), "agreement", 0, briefing.NONE),
        "dissent": fence.wrap_list(briefing.lines(debrief.dissent), "dissent", 0, briefing.NONE),
    }


def _scorecard(card: Scorecard) -> str:
    rated = ratings(RoundGrade(card.signals))
    flags = ", ".join(card.flags) or briefing.NONE
    words = [card.prose.headline, *card.prose.strengths, *card.prose.concerns]
    return (
        f"{card.round_id}: {card.verdict.decision.words}. {certainty(card.verdict)}\n{rated}\nflags: {flags}\n"
        f"debrief:\n{briefing.lines(words)}"
    )


@dataclass(frozen=True)
class Checker:
    """Checks a model's words against what the candidate said and what was decided.

    `spoken` are the candidate's turns with their numbers; `numbered` says whether the numbers are unique.
    """

    spoken: Sequence[tuple[int, str]]
    decision: Decision
    too_close: bool
    numbered: bool = True

    def round_prose(self, out: ProseOut) -> tuple[Prose, list[str]]:
        """The words of a round's debrief that hold, and what did not."""
        problems: list[str] = []
        words = Prose(
            self._headline(out.headline, problems),
            self._kept(out.strengths, problems, quoting=True),
            self._kept(out.concerns, problems, quoting=True),
            self._kept(out.would_flip, problems),
            self._kept(out.drills, problems),
        )
        return words, problems

    def committee_prose(self, out: CommitteeOut) -> tuple[CommitteeProse, list[str]]:
        """The words of a committee's debrief that hold, and what did not."""
        problems: list[str] = []
        words = CommitteeProse(
            self._headline(out.headline, problems),
            self._kept(out.agreement, problems, quoting=True),
            self._kept(out.dissent, problems),
            self._kept(out.would_flip, problems),
            self._kept(out.drills, problems),
        )
        return words, problems

    @cached_property
    def _may_be_named(self) -> frozenset[str]:
        """The decision in words and, where that is too close to call, its neighbours."""
        if not self.too_close or self.decision not in LADDER:
            return frozenset({self.decision.words})
        at = LADDER.index(self.decision)
        return frozenset(decision.words for decision in LADDER[max(0, at - 1) : at + 2])

    @cached_property
    def _code(self) -> dict[int, frozenset[str]]:
        """The lines of code that each turn of the candidate handed in, without those of a word and less."""
        handed_in = ((number, (submitted(text) or "").splitlines()) for number, text in self.spoken)
        return {
            number: frozenset(line.strip() for line in lines if len(_WORD.findall(line)) > 1)
            for number, lines in handed_in
        }

    def _quotes(self, item: str) -> list[str]:
        """What is quoted in an item; a line of code may have quotation marks in it, and be of few words."""
        lines = frozenset[str]().union(*self._code.values())
        for line in lines:
            if '"' in line:
                item = item.replace(f'"{line}"', f'"{line.replace(chr(34), _INNER)}"')
        found = [quote.replace(_INNER, '"') for quote in _QUOTED.findall(item)]
        return [quote for quote in found if len(quote.split()) >= _FEWEST_WORDS or quote.strip() in lines]

    def _headline(self, headline: str, problems: list[str]) -> str:
        kept = self._kept([headline], problems)
        if not kept:
            return ""
        outside = _HIRE_VERB.sub(" ", _QUOTED.sub(" ", kept[0]))
        named = {match.lower() for match in _DECISIONS.findall(outside)}
        if named - self._may_be_named:
            problems.append(f"the headline names {', '.join(sorted(named))}; decided is {self.decision.words}")
            return ""
        return kept[0]

    def _kept(self, items: Sequence[str], problems: list[str], *, quoting: bool = False) -> tuple[str, ...]:
        """Items whose quotes were said; `quoting` asks for a quote in each."""
        kept: list[str] = []
        for item in items:
            quotes = self._quotes(item)
            unsaid = [quote for quote in quotes if not self._turns_of(quote)]
            problems += [f'"{quote}" was said in no turn of the candidate' for quote in unsaid]
            if quoting and not quotes and item.strip():
                problems.append(f"without a quote: {item}")
            if item.strip() and not unsaid:
                kept.append(_WITH_TURN.sub(self._with_its_turn, " ".join(item.split())))
        return tuple(kept)

    def _turns_of(self, quote: str) -> list[int]:
        """The turns in which something was said."""
        return [
            number for number, text in self.spoken if locate(quote, text) or quote.strip() in self._code.get(number, ())
        ]

    def _with_its_turn(self, match: re.Match[str]) -> str:
        """A quote and the number of its turn, put right where it stands in another."""
        turns = self._turns_of(match[2])
        if not self.numbered or not turns or int(match[3]) in turns:
            return match[0]
        return f"{match[1]}{turns[0]})"
