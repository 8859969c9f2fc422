"""What passes between the machine and an interviewer: what he is shown, may do, says and finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.domain.claims import Claim, Conflict
from agent.domain.knowledge import Probe, Question, RoundSpec, Rubric
from agent.domain.people import BackgroundProfile, Character
from agent.domain.problems import Problem
from agent.domain.terms import Context, Flag, Level, MessageKind, Move, RoundKind
from agent.domain.transcript import Transcript
from agent.domain.verdict import SignalRating


@dataclass(frozen=True, slots=True)
class Sought:
    """What a follow-up is sought for, and among what: two that are equal find the same.

    `text` is what the candidate said. Sought among are the probes of the question `question_id` (of all questions of
    the round where it is None, those for `level` if given), the round's own probes, failure modes, and guides. What is
    in `exclude`, or asks nearly what `open_ask` (the question that `text` answers) or an excluded one asks, is left
    out. At most `k` are found. `opening` is what the candidate answered to the question itself, '' where `text` is
    that answer.
    """

    text: str
    round: RoundKind
    question_id: str | None = None
    level: Level | None = None
    open_ask: str = ""
    exclude: frozenset[str] = frozenset()
    k: int = 8
    opening: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that could be asked next, best first.

    `id` is a probe's full id, a failure mode's, that of something untrue, or a chunk of a guide or of the
    user's own documents; `ask` is the interviewer's words (None for material to draw on), `again` the same
    differently; `score` is in 0..1; `said` is the part of the candidate's words that it follows up on,
    verbatim, '' where that isn't sure, and `near` the sentence that is likeliest to be it.
    """

    id: str
    kind: str  # probe | failure_mode | untruth | guide | source
    ask: str | None
    again: str | None
    about: str
    score: float
    source: str
    signal: str | None = None
    rung: int = 1
    said: str = ""
    near: str = ""


@dataclass(frozen=True, slots=True)
class RoundView:
    """All an interviewer may know when it is its turn. `minutes` is the round's length.

    `transcript` ends with the candidate's newest message (except in `open`). `open_ask` is the question that message
    had to answer, `open_probe` its probe id or None where it was the round's question. `closing` is true while the
    candidate has the floor for his own questions, `round_only` where a wish to stop is about this round alone.
    `next_question` is what the move `question` would put; `open_follow_up` is the follow-up behind `open_probe` where
    knowledge has it, `general_probes` are the round's own that fit any answer. `character` is who asks, `profile`
    what is known of the candidate's background, `ai_assisted` whether he may use an assistant. `salt` derives fence
    marks. `questions` are all that the round has put, in order; empty where that is `question` alone. `seed` is the
    round's own: two rounds of a loop don't choose the same among the ways to say a thing. `problem` is what code for
    the open question is held to, None where none is run, `next_problem` the same for `next_question`; `problems` are
    those of all questions that were put, whether or not code was run.
    """

    spec: RoundSpec
    rubric: Rubric
    question: Question
    transcript: Transcript
    level: Level
    context: Context
    background: str | None
    interviewer_name: str
    seed: int
    round_index: int
    rounds_total: int
    minutes: float
    seconds_left: float
    answers_left: int
    message: MessageKind = MessageKind.ANSWER
    open_ask: str = ""
    open_probe: str | None = None
    asked: tuple[str, ...] = ()
    signals_seen: dict[str, int] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    session_facts: tuple[str, ...] = ()
    hints_given: int = 0
    closing: bool = False
    round_only: bool = False
    next_question: Question | None = None
    open_follow_up: FollowUp | None = None
    general_probes: tuple[Probe, ...] = ()
    salt: bytes = b""
    character: Character | None = None
    profile: BackgroundProfile | None = None
    ai_assisted: bool = False
    questions: tuple[Question, ...] = ()
    problem: Problem | None = None
    next_problem: Problem | None = None
    problems: tuple[Problem, ...] = ()

    def question_at(self, index: int) -> Question:
        """The question that was open when turn `index` was said."""
        wanted = self.transcript.question_id_at(index)
        return next((question for question in self.questions if question.id == wanted), self.question)

    def problem_of(self, question_id: str) -> Problem | None:
        """What code for a question that was put is held to, None where nothing is."""
        return next((problem for problem in self.problems if problem.id == question_id), None)

    def problem_at(self, index: int) -> Problem | None:
        """What code in turn `index` is held to."""
        return self.problem_of(self.transcript.question_id_at(index) or self.question.id)

    def leaning(self, signal: str | None) -> int:
        """How many reasons there are to raise a signal sooner: this interviewer's, and the candidate's background."""
        presses = self.character is not None and signal in self.character.presses_on
        tends = self.profile is not None and signal in self.profile.signals
        return presses + tends


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the router permits now: the moves, best first, and the probes that may be asked.

    `preferred` are ids of the probes that fit any question, those that readers would rather ask first.
    """

    moves: tuple[Move, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    preferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished turn of the interviewer.

    `move` is one of the allowed ones, `probe_id` the follow-up that was asked (a redirect names the open
    one where the answer spoke to another), `hint_rung` 1 to 3 for a hint,
    `sources` the ids of what it drew on, `stated_fact` what it told the candidate about the case (kept for later),
    `signal` what the follow-up can raise.
    """

    text: str
    move: Move
    probe_id: str | None = None
    sources: tuple[str, ...] = ()
    hint_rung: int | None = None
    stated_fact: str | None = None
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class SignalShown:
    """A signal that one answer showed: a rating 1 to 4 with its verbatim quote."""

    signal: str
    rating: int
    quote: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one answer showed. `answered` is whether the open question was answered at all."""

    shown: tuple[SignalShown, ...]
    answered: bool
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundGrade:
    """The grading of a round: ratings with evidence, and flags. The decision follows from it by arithmetic."""

    signals: tuple[SignalRating, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitteeProse:
    """The words around the committee's decision, which they cannot change."""

    headline: str
    agreement: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    would_flip: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()
