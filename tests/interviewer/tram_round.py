"""A small round for tests of the model interviewer, in words that stand nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from agent.domain.interview import Allowed, FollowUp, RoundView
from agent.domain.knowledge import Example, Fact, Probe, Question, RoundSpec, Rubric, Signal
from agent.domain.terms import Context, Level, Move, Role, RoundKind
from agent.domain.transcript import Transcript, Turn

if TYPE_CHECKING:
    from agent.grading.offline import OfflineGrader

KIND = RoundKind.ML_DEPTH


def signal(id: str, weight: float) -> Signal:
    anchors = {n: f"{id} anchor {n}" for n in (1, 2, 3, 4)}
    return Signal(id, id.capitalize(), weight, f"{id} looked for", anchors, (f"{id} good",), (f"{id} bad",),
                  f"train {id}", f"more {id}")  # fmt: skip


RUBRIC = Rubric(KIND, dict.fromkeys(Level, 2.5), (signal("judgment", 0.6), signal("numbers", 0.4)))
SPEC = RoundSpec(
    KIND, "ML depth", "one line", "staff engineer on the tram team", 45, 12,
    ("Hello, I look after trams.", "Hi, trams are mine.", "Good morning."),
    ("The floor is yours, what would you ask?",), ("Goodbye, the recruiter writes.",),
    (Fact("team", ("how many",), "Three of us."),), "Goes down in one place.",
)  # fmt: skip
QUESTION = Question(
    "ml_depth-trams", KIND, "Trams that bunch", "trams", tuple(Level), tuple(Context), 20, "Why do the trams bunch?",
    ("judgment", "numbers"), (Fact("volume", ("how many trams",), "Ninety trams a day."),),
    {"judgment": {n: f"trams anchor {n}" for n in (1, 2, 3, 4)}},
    (Example("judgment", "I stop the line first."),), (Example("judgment", "It depends."),),
    (Probe("ml_depth-trams.headway", 1, "numbers", "headway", ("x",), "What headway do you aim at?",
           "How many minutes apart?", "Six minutes, from the volume."),
     Probe("ml_depth-trams.depot", 2, "judgment", "the depot", ("y",), "Who calls the depot when it fails?",
           "Who picks up the phone?", "One named person.")),
    ("hint one", "hint two", "hint three"), "The bridge closes on Monday. What changes?", (),
    "Trams on one line arrive in bunches. A model predicts arrival times. What would you look at first?",
)  # fmt: skip
FOLLOW_UPS = tuple(
    FollowUp(p.id, "probe", p.ask, p.again, p.about, 0.5, QUESTION.id, p.signal, p.rung) for p in QUESTION.probes
)
OPENING = Turn(Role.INTERVIEWER, f"Hello.\n\n{QUESTION.statement}", move=Move.QUESTION, question_id=QUESTION.id, seq=1)


def candidate(text: str) -> Turn:
    return Turn(Role.CANDIDATE, text)


def asked(text: str, probe_id: str | None = None, move: Move = Move.PROBE) -> Turn:
    return Turn(Role.INTERVIEWER, text, move=move, probe_id=probe_id)


def view(*turns: Turn, **changes: object) -> RoundView:
    """A view of the round in which these turns follow the opening."""
    transcript = Transcript(KIND, (OPENING, *turns), "ml_depth", Level.SENIOR, Context.STARTUP, QUESTION.statement)
    base = RoundView(
        SPEC, RUBRIC, QUESTION, transcript, Level.SENIOR, Context.STARTUP, None, "m", 0, 0, 1, 20.0, 1200.0, 8,
        open_ask=QUESTION.statement, salt=b"a secret of the session",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def allowed(*moves: Move) -> Allowed:
    return Allowed(moves or (Move.PROBE, Move.CLOSE), FOLLOW_UPS)


class HearsNothing:
    """A grader that finds nothing said already; a test fails that has it do anything else."""

    async def held_already(self, view: RoundView) -> frozenset[str]:
        return frozenset()


def hears_nothing() -> OfflineGrader:
    return cast("OfflineGrader", HearsNothing())
