"""A held round with the knowledge behind it, and the words of a turn that are the interviewer's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.catalog.loader import Catalog
from agent.domain.knowledge import Question
from agent.domain.terms import Move, Role
from agent.domain.transcript import Turn
from agent.interviewer import code_phrases, phrases
from evals.simulation import Held
from evals.task import Finding

ASKING = (Move.PROBE, Move.DEEPEN, Move.CHALLENGE, Move.REDIRECT)
_CALLS = (code_phrases.CALL_IT, code_phrases.CALLED)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_CODE = re.compile(r"`([^`]+)`")
_STOP = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "go",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "like",
        "me",
        "more",
        "most",
        "much",
        "my",
        "no",
        "not",
        "now",
        "of",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "same",
        "say",
        "she",
        "should",
        "so",
        "some",
        "such",
        "take",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "this",
        "those",
        "to",
        "up",
        "us",
        "very",
        "was",
        "way",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
    ]
)


@dataclass(frozen=True)
class Case:
    """What a check is given: a round that was held, and what its interviewer could know."""

    held: Held
    catalog: Catalog

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns of the round."""
        return self.held.transcript.turns

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The round's questions, in the order in which they were put."""
        ids = dict.fromkeys(turn.question_id for turn in self.turns if turn.question_id)
        return tuple(self.catalog.question(name) for name in ids)

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Every text that is handed to an interviewer, longest first."""
        spec = self.catalog.round_spec(self.held.transcript.round)
        texts = [*spec.handovers, *spec.farewells, *spec.spoken_openings(self.held.minutes)]
        texts += [fact.say for fact in spec.company]
        for question in self.questions:
            texts += [question.statement, question.again, question.twist, *question.hints]
            texts += [text for probe in question.probes for text in (probe.ask, probe.again)]
            texts += [fact.say for fact in question.facts]
        problems = [problem for q in self.questions if (problem := self.catalog.problem(q.id)) is not None]
        texts += [text for problem in problems for check in problem.checks for text in (check.ask, check.again)]
        texts += [line.format(call=p.call, returns=p.returns) for p in problems for line in _CALLS]
        probes = self.catalog.probe_set(self.held.transcript.round).probes
        texts += [text for probe in probes for text in (probe.ask, probe.again)]
        texts += [text for mode in self.catalog.failure_modes() for text in (mode.ask, mode.again)]
        for held in self.catalog.falsehoods(self.held.transcript.round):
            texts += [text for one in held.falsehoods for text in (one.ask, one.again)]
        texts += [*phrases.SUM_AGAIN, phrases.SUM_IN_PIECES]
        for who in self.catalog.characters():  # what a test of their files checks, and not each round that says them
            texts += [*who.spoken_openings(self.held.minutes), *who.lead_ins, *who.staying, *who.pressing]
            # without the marks around what is quoted, or nobody would see that it is a quote
            parts = [part.strip(' "“”.') for line in who.interruptions for part in line.split("{said}")]
            texts += [part for part in parts if part]
        return tuple(sorted({text.strip() for text in texts if text.strip()}, key=len, reverse=True))

    def spoken(self) -> Iterator[tuple[int, Turn]]:
        """The interviewer's turns with their index."""
        return ((i, turn) for i, turn in enumerate(self.turns) if turn.role is Role.INTERVIEWER)

    def own_words(self, turn: Turn) -> str:
        """What of a turn is the interviewer's own: no given text, no quote."""
        text = turn.text
        for known in self.given:
            text = text.replace(known, " ")
        # Code of the candidate's is quoted between backticks, and what it raised or printed.
        said = f"{self.said_before(self.turns.index(turn))}\n{self._said_by_runs}"
        text = _CODE.sub(lambda match: " " if match[1] in said else match[0], text)
        return _QUOTED.sub(" ", text).strip()

    @cached_property
    def _said_by_runs(self) -> str:
        runs = [turn.run for turn in self.turns if turn.run is not None]
        calls = [problem.call for q in self.questions if (problem := self.catalog.problem(q.id)) is not None]
        return "\n".join([*calls, *(run.output for run in runs), *(f.message for run in runs for f in run.failures)])

    def next_move(self, index: int) -> Move | None:
        """What the interviewer did next, after a turn."""
        return next((turn.move for i, turn in self.spoken() if i > index), None)

    def said_before(self, index: int) -> str:
        """What the candidate said before a turn."""
        return " ".join(turn.text for turn in self.turns[:index] if turn.role is Role.CANDIDATE)

    def finding(self, check: str, turn: int | None, what: str) -> Finding:
        """A finding in this round."""
        return Finding(check, turn, what, self.held.transcript.round_id)


def content(text: str) -> set[str]:
    """The words of a text that carry something, without endings; numbers as they are."""
    found = re.findall(r"\d+(?:[.,]\d+)*%?|[a-z][a-z'-]+", text.lower())
    return {stem(word) for word in found if word not in _STOP and (len(word) > 2 or word[0].isdigit())}


def stem(word: str) -> str:
    """A word without its plainest ending."""
    return re.sub(r"(?:ing|ies|ed|es|s|ly)$", "", word) if len(word) > 4 else word


def overlap(first: set[str], second: set[str]) -> float:
    """The share of the smaller set that stands in the other one."""
    small = min(len(first), len(second))
    return len(first & second) / small if small else 0.0


def short(text: str, longest: int = 90) -> str:
    """A text on one line, cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
