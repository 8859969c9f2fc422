"""What stands in a debrief and in which order, whatever format it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.catalog.loader import Catalog
from agent.domain.disputes import of_round
from agent.domain.problems import Problem
from agent.domain.terms import Decision, InterviewerKind, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Dispute, Evidence, LoopDebrief, RoundDocument, Scorecard
from agent.errors import KnowledgeError
from agent.reports import wording
from agent.reports.text import one_line, shortened

if TYPE_CHECKING:
    from agent.regrading import Regrade

QUOTE_CHARS = 220
"""Longer quotes are cut beside a rating; the transcript has them whole."""
_CODE_ROUNDS = (RoundKind.CODING, RoundKind.ML_CODING)
ROUNDS_HEAD = ("round", "decision", "score", "confidence")
DISPUTED = "Disputed"
"""Heading of the ratings that were disputed."""
_NEGOTIATION = "In this round a hire means that the package and the relationship are better for what was said."


@dataclass(frozen=True, slots=True)
class Points:
    """A list under a heading; what stands in it may be anybody's words."""

    title: str
    items: tuple[str, ...]
    numbered: bool = False


def loop_points(debrief: LoopDebrief) -> tuple[Points, ...]:
    """What the committee says, the lists that are not empty."""
    return _filled(
        Points("Where the rounds agree", debrief.agreement),
        Points("Where they do not", debrief.dissent),
        Points("What would flip it", debrief.would_flip),
        Points("Practise", debrief.drills, numbered=True),
    )


def round_points(card: Scorecard) -> tuple[Points, ...]:
    """What is said about a round below its ratings, the lists that are not empty."""
    return _filled(
        Points("For", card.prose.strengths),
        Points("Against", card.prose.concerns),
        Points("What would flip it", card.prose.would_flip),
        Points(wording.HEARD_TITLE, tuple(wording.heard(found) for found in card.frameworks)),
        Points("Practise", card.prose.drills, numbered=True),
        Points("To know", (*(wording.FLAGS[flag] for flag in card.flags), *_code_is_unread(card))),
    )


def _code_is_unread(card: Scorecard) -> Iterator[str]:
    """That nobody looked at the code of a round in which some is handed in, where the offline grader rated it.

    Where code was run, a line of it is evidence of what came of that.
    """
    if any(item.line is not None for signal in card.signals for item in signal.evidence):
        return
    if card.round in _CODE_ROUNDS and any(signal.graded_by == InterviewerKind.OFFLINE for signal in card.signals):
        yield wording.CODE_UNREAD


def problem_of(held: Transcript, index: int) -> Problem | None:
    """What the code of turn `index` was held to, None where that is not known (any more)."""
    try:
        return Catalog().problem(held.question_id_at(index) or "")
    except KnowledgeError:
        return None


def disputed(document: RoundDocument | LoopDebrief) -> tuple[Points, ...]:
    """The ratings that the candidate disputed and the record as it stands then, by round, where there are any.

    The scorecard keeps what was locked.
    """
    if isinstance(document, RoundDocument):
        return _filled(Points(DISPUTED, tuple(disputes_of(document.scorecard, document.disputes))))
    titled = ((f"{DISPUTED}: {wording.round_title(card.round_id)}", card) for card in document.scorecards)
    return _filled(*(Points(title, tuple(disputes_of(card, document.disputes))) for title, card in titled))


def disputes_of(
    card: Scorecard, disputes: Sequence[Dispute], shown: Callable[[int | None], str] = wording.rating
) -> Iterator[str]:
    """What came of a round's disputes among these, and the record as it stands then; `shown` writes a rating."""
    of_this = of_round(disputes, card)
    yield from (wording.disputed(one, card, shown) for one in of_this)
    if stands := wording.as_it_stands(card, of_this, shown):
        yield stands


def graded_again(regrades: Mapping[str, Regrade]) -> tuple[Points, ...]:
    """How far the verdicts of several gradings spread, a line a round, where there are any."""
    lines = (f"{wording.round_title(name)}: {wording.regraded(spread)}" for name, spread in regrades.items())
    return _filled(Points("Graded again", tuple(lines)))


def loop_title(debrief: LoopDebrief) -> str:
    """Which loop, and its decision."""
    return f"{wording.loop_title(debrief.loop)}: {debrief.decision.words}"


def round_title(card: Scorecard) -> str:
    """Which round, and its decision."""
    return f"{wording.round_title(card.round_id or card.round.value)}: {card.verdict.decision.words}"


def loop_facts(debrief: LoopDebrief) -> list[str]:
    """Level and context, and which level's bar was reached where it is another."""
    facts = [wording.words(debrief.level.value), wording.words(debrief.context.value)]
    if debrief.recommended_level is not None and debrief.recommended_level != debrief.level:
        facts.append(f"the bar that was reached is that of {wording.words(debrief.recommended_level.value)}")
    return facts


def not_held(debrief: LoopDebrief) -> str:
    """The rounds that were not held, '' where all were."""
    if not debrief.rounds_not_held:
        return ""
    missing = wording.listed(wording.round_title(name) for name in debrief.rounds_not_held)
    return f"Not held: {missing}. What was not held counts neither for nor against."


def row(card: Scorecard) -> tuple[str, ...]:
    """A round in the table under ROUNDS_HEAD."""
    verdict = card.verdict
    close = f" ({wording.near(verdict)})" if verdict.near is not None else ""
    score = "" if verdict.score is None else f"{verdict.score:.2f}"
    return wording.round_title(card.round_id), verdict.decision.words + close, score, f"{verdict.confidence:.0%}"


def meaning(card: Scorecard) -> str:
    """What the decision means where it is no hire in the usual sense, else ''."""
    decided = card.verdict.decision is not Decision.NOT_ENOUGH_EVIDENCE
    return _NEGOTIATION if card.round is RoundKind.NEGOTIATION and decided else ""


def several_graders(card: Scorecard) -> bool:
    """Whether the signals of a round were not all graded by the same."""
    return len({signal.graded_by for signal in card.signals}) > 1


def where(quoted: Evidence) -> str:
    """Where a quote was said: its turn, and of code the test and line that it is about."""
    test = "" if quoted.test is None else f", test {one_line(quoted.test)}"
    line = "" if quoted.line is None else f", line {quoted.line}"
    return f"turn {quoted.turn}{test}{line}"


def quote(quoted: Evidence) -> str:
    """The words of a quote on one line, cut where it is long."""
    return shortened(one_line(quoted.quote), QUOTE_CHARS)


def speaker(turn: Turn) -> str:
    """Who speaks; of the interviewer also what for."""
    if turn.role is Role.CANDIDATE:
        return "candidate"
    move = f", {turn.move.value}" if turn.move is not None else ""
    return f"interviewer{move}" + (f" {turn.hint_rung}" if turn.hint_rung else "")


def _filled(*found: Points) -> tuple[Points, ...]:
    return tuple(points for points in found if points.items)
