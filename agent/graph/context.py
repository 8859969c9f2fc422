"""What nodes may use, as protocols. Nodes read no global, clock, environment or random source of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from agent.catalog.values import QuestionHead
from agent.domain.claims import Claim, Conflict
from agent.domain.falsehoods import FalsehoodSet
from agent.domain.frameworks import Framework
from agent.domain.interview import FollowUp, Sought
from agent.domain.knowledge import FailureMode, Probe, ProbeSet, Question, RoundSpec, Rubric
from agent.domain.people import BackgroundProfile, Character
from agent.domain.problems import Problem
from agent.domain.terms import MessageKind, RoundKind
from agent.domain.transcript import CodeRun, SessionPlan, Transcript
from agent.domain.verdict import FrameworkHeard, Prose
from agent.graph.head_start import HeadStart
from agent.graph.headway import Headway
from agent.interviewer.base import Interviewer
from agent.storage.journal import Journal


class Knowledge(Protocol):
    """Rounds, rubrics and questions."""

    def round_spec(self, kind: RoundKind) -> RoundSpec:
        """How rounds of this kind are held."""
        ...

    def rubric(self, kind: RoundKind) -> Rubric:
        """What rounds of this kind look for."""
        ...

    def question(self, question_id: str) -> Question:
        """A question by its id."""
        ...

    def problem(self, question_id: str) -> Problem | None:
        """How code for a question is tried, None where nothing tries it."""
        ...

    def probe(self, probe_id: str) -> Probe | None:
        """A probe by its full id, None where there is none of that id."""
        ...

    def probe_set(self, kind: RoundKind) -> ProbeSet:
        """The probes that fit any question of a round kind."""
        ...

    def failure_modes(self) -> tuple[FailureMode, ...]:
        """All failure modes, by id."""
        ...

    def falsehoods(self, kind: RoundKind) -> tuple[FalsehoodSet, ...]:
        """The wrong statements that are heard in a round kind."""
        ...

    def character(self, name: str) -> Character:
        """An interviewer's character; raises NotFoundError."""
        ...

    def background(self, name: str) -> BackgroundProfile:
        """What is known about a background; raises NotFoundError."""
        ...

    def frameworks(self, kind: RoundKind) -> tuple[Framework, ...]:
        """The ways of answering that are evidence in a round kind."""
        ...

    def question_heads(self, kind: RoundKind) -> tuple[QuestionHead, ...]:
        """What is needed to choose among the questions of a kind, by id."""
        ...


class FollowUpSearch(Protocol):
    """Finds what to probe next."""

    async def candidates(self, sought: Sought) -> list[FollowUp]:
        """The best follow-ups to what was said, best first."""
        ...

    async def belongs(self, text: str, question: Question) -> bool:
        """Whether a first answer has to do with the question's case; in doubt it has."""
        ...

    async def brought_up(self, target_id: str, round: RoundKind) -> FollowUp | None:
        """What was asked under this id, for what is not in the catalog; None where it is not known (any more)."""
        ...

    async def load(self) -> None:
        """Load what a look-up needs at least; a second call does nothing."""
        ...

    async def prepare(self) -> None:
        """Load all that is slow to load, and have look-ups do with less meanwhile; a second call does nothing."""
        ...

    async def close(self) -> None:
        """Let go of files."""
        ...


@runtime_checkable
class Prefers(Protocol):
    """A search that knows what readers would rather ask of what fits any question."""

    async def preferred(self, sought: Sought, probes: Sequence[str]) -> tuple[str, ...]:
        """Those of the ids that it knows of, what readers would ask most gladly first; none where it can't say."""
        ...


class Classifier(Protocol):
    """Says what a candidate's message is."""

    async def classify(self, text: str, open_ask: str, *, closing: bool, confirming: bool) -> MessageKind:
        """What `text` is, said after `open_ask`."""
        ...


class Ledger(Protocol):
    """Notes what the candidate claims."""

    def extract(self, text: str, *, round_id: str, seq: int) -> list[Claim]:
        """The claims in a message."""
        ...

    def conflicts(self, claims: Sequence[Claim], seq: int) -> list[Conflict]:
        """Which claims of message `seq` can't stand beside earlier ones."""
        ...


class Listener(Protocol):
    """Hears what was said by authored phrasings. Nothing of it rates."""

    async def frameworks(self, transcript: Transcript, known: Sequence[Framework]) -> tuple[FrameworkHeard, ...]:
        """What was heard of each framework."""
        ...

    async def reframed(self, transcript: Transcript, profile: BackgroundProfile | None, prose: Prose) -> Prose:
        """The words around a verdict, with what a reader makes of phrases that a background is known for."""
        ...


class Runner(Protocol):
    """Runs a candidate's code against the checks of a problem."""

    def why_not(self) -> str | None:
        """Why nothing is run here, None where code is."""
        ...

    def is_loose(self) -> bool:
        """Whether code is run without being confined, because that was allowed."""
        ...

    async def run(self, problem: Problem, code: str) -> CodeRun:
        """Try the code. Raises ConfinementError where that can't be done after all."""
        ...


@dataclass(frozen=True, slots=True)
class GraphContext:
    """The services of one session. `now` gives RFC 3339 in UTC, `salt` is the session's secret.

    `runner` is None where the user wants no code to be run.
    """

    plan: SessionPlan
    journal: Journal
    knowledge: Knowledge
    search: FollowUpSearch
    classifier: Classifier
    ledger: Ledger
    interviewer: Interviewer
    listener: Listener
    now: Callable[[], str]
    salt: bytes
    runner: Runner | None = None
    headway: Headway = field(default_factory=Headway)
    head_start: HeadStart = field(default_factory=HeadStart)
