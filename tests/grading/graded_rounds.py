"""Rounds for tests of grading: one question that is not in knowledge/, and candidates of several kinds answering it."""

from __future__ import annotations

from functools import cache

from agent.catalog.loader import Catalog
from agent.domain.interview import RoundGrade
from agent.domain.terms import Level, Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.domain.verdict import Verdict
from agent.grading.decision import LADDER, decide_verdict
from agent.grading.offline import OfflineGrader
from agent.listening.ledger import ClaimLedger
from agent.retrieval.embedder import embedder as own_embedder

SHELVES = "Design something that tells our shops tonight which shelves will be empty tomorrow. Where do you begin?"
ASKS = (
    SHELVES,
    "Where does the label come from, and who is missing in it?",
    "How many shelves a night can somebody act on, and what follows from that?",
    "How would you know that it helped?",
)
STRONG = (
    "With who acts on it. A shop has one person for forty minutes before opening, so I can give him twelve shelves, not "
    "two hundred. Week one I print twelve per shop from a rule, yesterday's sales against stock, because if nobody walks "
    "to them there is no project.",
    "From the scanner at noon. If the man scans only what he was told to scan, then after a month I only see my own "
    "list. So three of the twelve are random, that costs each shop ten minutes, and it's the only clean data I have.",
    "Twelve. 400 shops by 12 is 4,800 a night, so precision in the top twelve is my number and I don't look at AUC. If "
    "fewer than five of twelve are really empty I'd go back to the rule.",
    "Pair the shops by size, toss a coin in each pair, four weeks, because people shop weekly. Lost sales per shelf is "
    "the measure. Under two percent I stop it, and I'd say so before the start.",
)
MIDDLING = (
    "I would begin with a simple baseline on the sales history and then a gradient boosted model, and give the shops a "
    "list every evening.",
    "From the inventory system, when stock is zero the shelf is empty. There can be errors in it, we would clean them.",
    "Maybe twenty per shop. So I would sort by probability and take the top of the list.",
    "With an A/B test between shops, for some weeks, and I compare the sales.",
)
BLUFFER = (
    "I'd start by aligning with all stakeholders on a north-star vision for on-shelf excellence, and then leverage an "
    "end-to-end AI platform that delivers actionable insights across the organisation.",
    "Data quality is crucial here. We would establish strong governance with clear ownership, so that labels are part of "
    "a holistic strategy and everybody works from a single source of truth.",
    "It really depends on the business. With the right buy-in and a robust, scalable solution, capacity isn't an issue, "
    "and the teams can decide together what creates the most value for them.",
    "We'd follow best practices and continuously monitor a comprehensive set of metrics on dashboards, so that success "
    "is transparent to leadership at any time.",
)
SILENT = ("hm", "not sure", "", "no idea")


@cache
def catalog() -> Catalog:
    return Catalog()


@cache
def grader() -> OfflineGrader:
    return OfflineGrader(own_embedder(), catalog(), ledger=ClaimLedger())


def held(answers: tuple[str, ...], *, asks: tuple[str, ...] = ASKS, level: Level = Level.SENIOR) -> Transcript:
    """A design round in which `answers` were given to `asks`."""
    turns = []
    for ask, answer in zip(asks, answers, strict=False):
        turns += [Turn(Role.INTERVIEWER, ask), Turn(Role.CANDIDATE, answer)]
    return Transcript(RoundKind.ML_SYSTEM_DESIGN, tuple(turns), "ml_system_design", level, question=asks[0])


async def graded(transcript: Transcript) -> tuple[RoundGrade, Verdict]:
    rubric = catalog().rubric(transcript.round)
    grade = await grader().grade(rubric, transcript, None, transcript.level)
    return grade, decide_verdict(grade.signals, rubric.bars[transcript.level])


def rank(verdict: Verdict) -> int:
    """The place of a decision on the ladder; not enough evidence counts as the lowest."""
    return LADDER.index(verdict.decision) if verdict.decision in LADDER else 0
