"""What was said in a round."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.domain.terms import Context, Level, Move, Role, RoundKind

LEAVE_OPEN = (Move.REDIRECT, Move.HINT, Move.CLARIFY)
"""Moves after which the question that was open is still open."""
OTHER_CASE = ".other-case"
"""Ends the id of a turn that says that the answers so far were about another case."""


@dataclass(frozen=True, slots=True)
class CodeFailure:
    """A test that failed, with the line of the candidate's code where one is known."""

    test: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CodeRun:
    """The result of running a candidate's code against the tests of a problem."""

    passed: int
    failed: int
    limit: str | None = None
    output: str = ""
    failures: tuple[CodeFailure, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One side speaking once.

    `seq` numbers the turns of a session in the order they were written and is never used twice; the contract's
    "index into turns" is the position in `Transcript.turns` instead. `at` is RFC 3339; `signal` is what a follow-up can
    raise.
    """

    role: Role
    text: str
    at: str | None = None
    move: Move | None = None
    question_id: str | None = None
    probe_id: str | None = None
    sources: tuple[str, ...] = ()
    hint_rung: int | None = None
    code: str | None = None
    run: CodeRun | None = None
    seq: int = -1
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of one round, with what is known of the round."""

    round: RoundKind
    turns: tuple[Turn, ...]
    round_id: str = ""
    level: Level = Level.L4
    context: Context = Context.BIG_TECH
    question: str = ""

    def candidate_turns(self) -> list[tuple[int, Turn]]:
        """The candidate's turns with their index into `turns`."""
        return [(i, turn) for i, turn in enumerate(self.turns) if turn.role is Role.CANDIDATE]

    def question_ids(self) -> tuple[str, ...]:
        """Ids of the questions that were put, in order, as far as they are known."""
        asked = (turn.question_id for turn in self.turns if turn.role is Role.INTERVIEWER and turn.question_id)
        return tuple(dict.fromkeys(asked))

    def question_id_at(self, index: int) -> str | None:
        """Id of the question that was open when turn `index` was said, None where that is not known."""
        for turn in reversed(self.turns[:index]):
            if turn.role is Role.INTERVIEWER and turn.question_id:
                return turn.question_id
        return None

    def opening_answer(self, question_id: str) -> str:
        """What the candidate answered to a question itself, '' until a follow-up to it has been put.

        Of several messages the longest: who asks for a fact first has not answered by that.
        """
        said: list[str] | None = None
        for turn in self.turns:
            if turn.role is Role.CANDIDATE:
                if said is not None:
                    said.append(turn.text)
            elif turn.move is Move.QUESTION:
                said = [] if turn.question_id == question_id else None
            elif said and turn.move not in LEAVE_OPEN:
                return max(said, key=len)
        return ""

    def leading_to(self, index: int) -> tuple[tuple[int, Turn], ...]:
        """The interviewer's turns that turn `index` had to answer, with their places.

        First the one that put the open question, then what put it again, gave a hint or told what was asked back.
        """
        found: list[tuple[int, Turn]] = []
        for at in range(index - 1, -1, -1):
            turn = self.turns[at]
            if turn.role is Role.INTERVIEWER:
                found.insert(0, (at, turn))
                if turn.move not in LEAVE_OPEN:
                    break
        return tuple(found)


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round that a session will hold. `minutes` and `turns` are budgets, `weight` its share of the loop.

    `question_id` is the question somebody chose; else `questions` are what may be asked, in the order in which it is.
    `interviewer` is the character who asks, None in sessions from before there were any. `ai_assisted`: the candidate
    may use an assistant.
    """

    kind: RoundKind
    round_id: str
    minutes: float
    turns: int
    weight: float = 1.0
    question_id: str | None = None
    questions: tuple[str, ...] = ()
    interviewer: str | None = None
    ai_assisted: bool = False


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """Everything that is fixed when a session starts. Its rounds are held in order."""

    session: str
    rounds: tuple[RoundPlan, ...]
    loop: str | None = None
    level: Level = Level.L4
    context: Context = Context.BIG_TECH
    background: str | None = None
    seed: int = 0
    bars: dict[str, float] = field(default_factory=dict)
