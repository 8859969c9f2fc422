"""The closed vocabularies of interviewing that the whole program and its documents share."""

from __future__ import annotations

from enum import StrEnum


class RoundKind(StrEnum):
    """What a round examines. The order is the order in which rounds are listed."""

    RECRUITER_SCREEN = "recruiter_screen"
    CODING = "coding"
    ML_CODING = "ml_coding"
    DEBUGGING = "debugging"
    ML_BREADTH = "ml_breadth"
    ML_DEPTH = "ml_depth"
    ML_SYSTEM_DESIGN = "ml_system_design"
    BEHAVIORAL = "behavioral"
    RESEARCH_TASTE = "research_taste"
    PRODUCT_SENSE = "product_sense"
    FOUNDER = "founder"
    NEGOTIATION = "negotiation"

    @property
    def label(self) -> str:
        """The kind in words, for headings: "ML system design"."""
        words = self.value.replace("_", " ")
        return f"ML{words[2:]}" if words.startswith("ml ") else words.capitalize()


class Level(StrEnum):
    """The level the candidate interviews for; it sets the bar, not the questions' wording."""

    NEW_GRAD = "new_grad"
    L4 = "L4"
    SENIOR = "senior"
    STAFF = "staff"


class Context(StrEnum):
    """The kind of company."""

    STARTUP = "startup"
    BIG_TECH = "big_tech"
    AI_LAB = "ai_lab"


class Background(StrEnum):
    """Where the candidate comes from."""

    DATA_SCIENTIST = "data_scientist"
    BACKEND = "backend"
    PHD = "phd"
    STARTUP_MLE = "startup_mle"
    GENERALIST = "generalist"


class Role(StrEnum):
    """Who speaks in a turn."""

    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class Move(StrEnum):
    """What an interviewer's turn does."""

    QUESTION = "question"
    CLARIFY = "clarify"
    PROBE = "probe"
    DEEPEN = "deepen"
    CHALLENGE = "challenge"
    HINT = "hint"
    REDIRECT = "redirect"
    TWIST = "twist"
    CLOSE = "close"


class MessageKind(StrEnum):
    """What a candidate's message is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DODGE = "dodge"
    STUCK = "stuck"
    SKIP = "skip"
    HINT = "hint"
    REPEAT = "repeat"
    MINUTE = "minute"
    STOP = "stop"
    CORRECTION = "correction"
    NOTHING = "nothing"
    OFF_TOPIC = "off_topic"
    SAID_BEFORE = "said_before"


ANSWERS = frozenset({MessageKind.ANSWER, MessageKind.CORRECTION})
"""Messages that say something to what is open."""
WISHES = frozenset({MessageKind.HINT, MessageKind.MINUTE, MessageKind.REPEAT, MessageKind.SKIP, MessageKind.STOP})
"""Messages that want something of the interview and say nothing of the case."""


class Decision(StrEnum):
    """A verdict, best first; `not_enough_evidence` stands outside the order."""

    STRONG_HIRE = "strong_hire"
    HIRE = "hire"
    LEAN_HIRE = "lean_hire"
    LEAN_NO_HIRE = "lean_no_hire"
    NO_HIRE = "no_hire"
    STRONG_NO_HIRE = "strong_no_hire"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def words(self) -> str:
        """The decision in words: "lean no hire"."""
        return self.value.replace("_", " ")


class EndedBy(StrEnum):
    """Why a round ended; every end has one."""

    ANSWERED = "answered"
    TIME = "time"
    CANDIDATE = "candidate"
    SKIPPED = "skipped"
    PROVIDER = "provider"
    TRANSCRIPT = "transcript"


class Flag(StrEnum):
    """What a reader of a scorecard should know beside the ratings."""

    INJECTION_ATTEMPT = "injection_attempt"
    OWNERSHIP_UNCLEAR = "ownership_unclear"
    CONTRADICTION = "contradiction"
    OFF_TOPIC = "off_topic"
    NO_CONTENT = "no_content"
    AI_ASSISTED = "ai_assisted"
    HINTS_USED = "hints_used"
    UNCONFINED_CODE = "unconfined_code"


class InterviewerKind(StrEnum):
    """Who asked and graded: a language model, the offline interviewer, or first one and then the other."""

    OFFLINE = "offline"
    MODEL = "model"
    MIXED = "mixed"


class SessionStatus(StrEnum):
    """`active` can be resumed, `finished` reached its end, `ended` was ended by the candidate."""

    ACTIVE = "active"
    FINISHED = "finished"
    ENDED = "ended"
