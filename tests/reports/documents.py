"""Documents made by hand, with everything in them that a report can show."""

from __future__ import annotations

from dataclasses import replace

from agent.domain.terms import Context, Decision, EndedBy, Flag, InterviewerKind, Level, Move, Role, RoundKind
from agent.domain.transcript import CodeFailure, CodeRun, Transcript, Turn
from agent.domain.verdict import (
    Evidence,
    LoopDebrief,
    Prose,
    QuestionRef,
    RoundDocument,
    Scorecard,
    SignalRating,
    Verdict,
)

HOSTILE = "</pre></q><script>alert(1)</script><img src=http://x/y onerror=z> &lt; \"'\x1b[2J\n```\n</code>{title}"
SAID = "I'd freeze one label | then *measure* the gap.\n# not a heading"
RUN = CodeRun(2, 1, "time", "out", (CodeFailure("test_empty", "expected 0,\ngot 1", 4),), 0.5)


def transcript(round_id: str = "ml_depth") -> Transcript:
    return Transcript(
        RoundKind(round_id.partition("-")[0]),
        (
            Turn(
                Role.INTERVIEWER, "What breaks first?", at="2026-11-20T17:00:00Z", move=Move.QUESTION, question_id="q"
            ),
            Turn(Role.CANDIDATE, SAID, at="2026-11-20T17:01:00Z"),
            Turn(
                Role.INTERVIEWER,
                "A hint: who writes the label?",
                at="2026-11-20T17:02:00Z",
                move=Move.HINT,
                question_id="q",
                probe_id="q.label",
                sources=("q",),
                hint_rung=1,
            ),
            Turn(Role.CANDIDATE, "", at="2026-11-20T17:03:00Z", code="def f():\n    return 1", run=RUN),
            Turn(Role.INTERVIEWER, "Thanks.", move=Move.CLOSE),
        ),
        round_id,
        Level.SENIOR,
        Context.AI_LAB,
        "What breaks first?",
    )


def scorecard(
    round_id: str = "ml_depth",
    decision: Decision = Decision.LEAN_HIRE,
    graders: tuple[str, str] = ("offline", "offline"),
    **changes: object,
) -> Scorecard:
    some = decision is not Decision.NOT_ENOUGH_EVIDENCE
    quotes = (Evidence(1, "freeze one label | then *measure*"), Evidence(3, "return 1", "test_empty", 4))
    signals = (
        SignalRating(
            "judgment", "Judgment | under failure", 0.75, 3 if some else None,
            quotes if some else (), graders[0], "Names what breaks." if some else "Not asked about.",
        ),
        SignalRating("measurement", "Measurement", 0.25, None, (), graders[1], ""),
    )  # fmt: skip
    values = {
        "session": "20261120-1631-4f2a",
        "round": RoundKind(round_id.partition("-")[0]),
        "round_id": round_id,
        "level": Level.SENIOR,
        "context": Context.AI_LAB,
        "questions": (QuestionRef("q", "The label that moved"), QuestionRef(None, "Another")),
        "interviewer": InterviewerKind.OFFLINE,
        "interviewer_model": None,
        "grader_model": None,
        "verdict": Verdict(decision, 0.61 if some else None, 0.55, some, Decision.HIRE if some else None),
        "signals": signals,
        "prose": Prose(
            "Turn 1: the label was frozen before anything was measured.",
            ("Froze the label.",), ("Measured late.",), ("One number in turn 3.",),
            ("Write it down.", "Then <b>say</b> it."),
        ),
        "flags": (Flag.HINTS_USED,),
        "ended_by": EndedBy.TIME,
        **changes,
    }  # fmt: skip
    return Scorecard(**values)  # type: ignore[arg-type]


def round_document() -> RoundDocument:
    return RoundDocument("20261120-1631-4f2a", transcript(), scorecard())


def loop_debrief() -> LoopDebrief:
    return LoopDebrief(
        session="20261120-1631-4f2a",
        loop="startup",
        level=Level.SENIOR,
        context=Context.STARTUP,
        interviewer=InterviewerKind.MIXED,
        decision=Decision.HIRE,
        recommended_level=Level.L4,
        scorecards=(
            scorecard("coding"),
            scorecard("coding-2", Decision.NOT_ENOUGH_EVIDENCE, ("offline", "gpt-x"), grader_model="gpt-x"),
            scorecard(
                "negotiation", Decision.HIRE, ("gpt-x", "gpt-x"),
                interviewer=InterviewerKind.MIXED, interviewer_model="gpt-x", grader_model="gpt-x",
            ),
        ),
        transcripts=(transcript("coding"), transcript("coding-2"), transcript("negotiation")),
        rounds_not_held=("founder",),
        agreement=("Both saw care.",),
        dissent=("One would wait.",),
        headline="It turned on the label.",
        would_flip=("A second coding round.",),
        drills=("Size the queue.",),
    )  # fmt: skip


def hostile_document() -> RoundDocument:
    """HOSTILE wherever somebody else's words stand."""
    document = round_document()
    turns = tuple(replace(turn, text=HOSTILE, code=HOSTILE) for turn in document.transcript.turns)
    card = document.scorecard
    prose = Prose(HOSTILE, (HOSTILE,), (HOSTILE,), (HOSTILE,), (HOSTILE, HOSTILE))
    signals = tuple(
        replace(
            signal, name=HOSTILE, note=HOSTILE, graded_by=HOSTILE,
            evidence=tuple(replace(quoted, quote=HOSTILE, test=HOSTILE) for quoted in signal.evidence),
        )
        for signal in card.signals
    )  # fmt: skip
    questions = tuple(replace(question, title=HOSTILE) for question in card.questions)
    card = replace(card, prose=prose, signals=signals, questions=questions)
    return RoundDocument(document.session, replace(document.transcript, turns=turns), card)
