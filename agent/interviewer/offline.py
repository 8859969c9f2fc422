"""The interviewer without a model: authored words, chosen by retrieval and by rules; the same for the same seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from agent.domain.interview import Allowed, Assessment, CommitteeProse, FollowUp, Reply, RoundGrade, RoundView
from agent.domain.knowledge import Fact, Probe
from agent.domain.terms import InterviewerKind, MessageKind, Move
from agent.domain.verdict import LoopDebrief, Prose, Verdict
from agent.interviewer import cases, code_talk, manner, phrases, quoting
from agent.interviewer.machine import asks_what_you_are
from agent.interviewer.phrases import fresh
from agent.interviewer.worth import is_mistake, worth
from agent.listening.rules import means_the_round, takes_number

if TYPE_CHECKING:
    from agent.grading.offline import OfflineGrader

SURE = 0.6
"""Score from which a follow-up found by retrieval is asked as it stands. The best one lies above it for 98% of answers
with something to probe and for one in twenty of those with nothing (retrieval evals, tune half)."""

_SAYS_HOW = re.compile(r"backtick|fenced|\bblock\b", re.IGNORECASE)
"""An opening that tells how code is handed in."""
IN_PASSING = 0.55
"""Likeness from which a question inside an answer gets its fact: what was not asked for must not be told there."""
_ANSWERS = frozenset({MessageKind.ANSWER, MessageKind.CORRECTION})
_GOES_ON = frozenset({Move.PROBE, Move.DEEPEN})
_ASKS = re.compile(
    r"(?:\w+[,:]? ){0,2}?(?:what|which|who|whose|where|when|how|is|are|do|does|did|have|has|can|could|was|were)\b",
    re.IGNORECASE,
)
"""A sentence that asks the interviewer something, and doesn't wonder aloud ("why not?")."""

_DOUBLE = re.compile(
    r",?\s+and\s+(?=(?:what|how|who|whose|is|are|do|does|did|when|where|which|why|can|will|would|has|have)\b)",
    re.IGNORECASE,
)


class FactSearch(Protocol):
    """Finds the fact that answers a question."""

    async def nearest_fact(self, text: str, facts: Sequence[Fact]) -> tuple[Fact, float] | None:
        """The fact that answers it with its cosine, None where none does."""
        ...


class OfflineInterviewer:
    """Holds a round from what is written in knowledge/, and says that it does."""

    kind = InterviewerKind.OFFLINE
    name = "offline"
    grader = "offline"

    def __init__(self, facts: FactSearch, make_grader: Callable[[], OfflineGrader]) -> None:
        """`make_grader` is called at the first answer: its tables are not paid for before the first question."""
        self._facts = facts
        self._make_grader = make_grader

    @cached_property
    def _grader(self) -> OfflineGrader:
        return self._make_grader()

    async def open(self, view: RoundView) -> AsyncIterator[str | Reply]:
        """One of the openings, what else is to be known, and the statement."""
        openings = manner.openings(view)
        opening = openings[(view.seed + view.round_index) % len(openings)]
        parts = [opening, phrases.OFFLINE] if view.round_index == 0 else [opening]
        rules = [phrases.ASSISTED] if view.ai_assisted else []
        rules += [phrases.CODE_GOES_HERE] if view.spec.code and not _SAYS_HOW.search(opening) else []
        paragraphs = [" ".join(parts), *([" ".join(rules)] if rules else []), view.question.statement]
        text = "\n\n".join(paragraphs)
        for piece in _spoken(Reply(text, Move.QUESTION)):
            yield piece

    async def reply(self, view: RoundView, allowed: Allowed) -> AsyncIterator[str | Reply]:
        """The first allowed move for which there is something to say."""
        reply = await self._choose(view, allowed)
        if asks_what_you_are(view.transcript.turns[-1].text):
            reply = replace(reply, text=f"{_fresh(phrases.A_MACHINE, view)} {reply.text}")
        for piece in _spoken(reply):
            yield piece

    async def assess(self, view: RoundView) -> Assessment:
        """What the newest answer showed, by nearness to authored examples."""
        return await self._grader.assess(view)

    async def grade(self, view: RoundView, assessments: Sequence[tuple[int, Assessment]]) -> RoundGrade:
        """Rate the whole round; `assessments` add nothing to what the transcript holds."""
        return await self._grader.grade(view.rubric, view.transcript, view.question, view.level)

    async def debrief(self, view: RoundView, grade: RoundGrade, verdict: Verdict) -> Prose:
        """The words around the verdict."""
        from agent.grading.prose import round_prose

        return round_prose(view, grade, verdict)

    async def committee(self, debrief: LoopDebrief) -> CommitteeProse:
        """The words around the loop's decision."""
        from agent.grading.prose import committee_prose

        return committee_prose(debrief)

    async def aclose(self) -> None:
        """Nothing is held open."""

    async def _choose(self, view: RoundView, allowed: Allowed) -> Reply:
        if view.closing:
            return await self._own_questions(view, allowed.moves)
        if allowed.moves == (Move.CLARIFY,) and view.message is MessageKind.CLARIFY:
            return await self._clarify(view)
        wanted = code_talk.wanted_command(view, allowed)
        known = await self._found(wanted, view.question.facts) if wanted else []
        on_code = code_talk.about_code(view, allowed, known[0].say if known else None)
        if on_code is not None:
            return on_code
        for move in allowed.moves:
            reply = _MOVES[move](view, allowed)
            if reply is not None:
                return await self._with_asked_fact(view, reply)
        return _close(view, allowed)

    async def _with_asked_fact(self, view: RoundView, reply: Reply) -> Reply:
        """The reply, behind the fact that an answer asked for in passing ("... and how many vans are there?")."""
        newest = view.transcript.turns[-1].text
        if reply.move not in _GOES_ON or view.message not in _ANSWERS or "?" not in newest:
            return reply
        if manner.interruption(view):  # he cut in before it was asked
            return reply
        asked = [question for question in _questions_in(newest) if _ASKS.match(question)]
        nearest = [await self._facts.nearest_fact(question, view.question.facts) for question in asked]
        sure = [fact.say for fact, likeness in filter(None, nearest) if likeness >= IN_PASSING]
        told = [say for say in sure if not any(say in turn.text for turn in view.transcript.turns)][:1]
        if not told:
            return reply
        sources = tuple(dict.fromkeys((view.question.id, *reply.sources)))
        return replace(reply, text=f"{told[0]}\n\n{reply.text}", sources=sources, stated_fact=told[0])

    async def _clarify(self, view: RoundView) -> Reply:
        """Answer from the facts of the case, each part of a double question by itself."""
        found = await self._found(view.transcript.turns[-1].text, view.question.facts)
        says = [fact.say for fact in found]
        if not says:
            wants_figure = takes_number(view.transcript.turns[-1].text)
            return Reply(_fresh(phrases.NO_FIGURE if wants_figure else phrases.NO_FACT, view), Move.CLARIFY)
        if all(any(say in turn.text for turn in view.transcript.turns) for say in says):
            return Reply(f"As I said: {_lower(says[0])}", Move.CLARIFY)
        return Reply(" ".join(says), Move.CLARIFY, sources=(view.question.id,), stated_fact=" ".join(says))

    async def _found(self, text: str, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that answer the questions in `text`, three at most."""
        found: list[Fact] = []
        for asked in _questions_in(text):
            nearest = await self._facts.nearest_fact(asked, facts)
            if nearest is not None and nearest[0] not in found:
                found.append(nearest[0])
        return found[:3]

    async def _own_questions(self, view: RoundView, moves: tuple[Move, ...]) -> Reply:
        """Answer what the candidate asks about the job; then ask for more, or say the last word."""
        newest = view.transcript.turns[-1].text
        answers = [fact.say for fact in await self._found(newest, view.spec.company)]
        if not answers and "?" in newest:
            answers = [_fresh(phrases.NO_ANSWER_FOR_YOU, view)]
        if moves == (Move.CLARIFY,):
            return Reply(" ".join([*answers, _fresh(phrases.WHAT_ELSE, view)]), Move.CLARIFY)
        farewell = view.spec.farewells[view.seed % len(view.spec.farewells)]
        return Reply("\n\n".join([*answers, farewell]), Move.CLOSE)


# --- one function a move: the reply, or None where there is nothing to say


def _challenge(view: RoundView, allowed: Allowed) -> Reply | None:
    if not view.conflicts:
        return None
    conflict = view.conflicts[0]
    text = _fresh(phrases.CONTRADICTION, view).format(earlier=conflict.earlier.quote, later=conflict.later.quote)
    return Reply(text, Move.CHALLENGE, probe_id=conflict.id)


def _deepen(view: RoundView, allowed: Allowed) -> Reply | None:
    """Stay on the subject of the open follow-up, at its rung or a deeper one."""
    opened = view.open_follow_up
    if opened is None:
        return None
    deeper = [f for f in _sure(allowed) if f.signal == opened.signal and f.rung >= opened.rung]
    if not deeper:
        return None
    best = max(deeper, key=lambda f: (worth(f, view), f.id))
    mistaken = (worth(f, view) for f in _sure(allowed) if is_mistake(f, view))
    if Move.PROBE in allowed.moves and max(mistaken, default=0.0) > worth(best, view):
        return None  # what is wrong in the answer is pressed on first, whatever it is about
    return _ask(view, best, Move.DEEPEN)


def _probe_move(view: RoundView, allowed: Allowed) -> Reply | None:
    """What retrieval is sure of; else something that fits any answer; else what the question still has."""
    if view.message not in (MessageKind.ANSWER, MessageKind.CORRECTION):
        return _elsewhere(view)  # nothing was said that could be followed up
    sure = _sure(allowed)
    if sure:
        best = max(sure, key=lambda f: (worth(f, view), f.id))
        return _ask(view, best, Move.PROBE)
    general = _least_seen(view, view.general_probes)
    if general is not None:
        said = max((f.said for f in allowed.follow_ups), key=len, default="")
        return _ask(view, _as_follow_up(general, view.spec.id, said), Move.PROBE)
    found = _askable(allowed)
    if found:
        return _ask(view, max(found, key=lambda f: (f.score, f.id)), Move.PROBE)
    return _elsewhere(view)


def _elsewhere(view: RoundView) -> Reply | None:
    """Another subject of the question, when what was said calls for nothing."""
    left = view.open_follow_up
    probes = [p for p in view.question.probes if left is None or p.signal != left.signal]
    unasked = _least_seen(view, probes) or _least_seen(view, view.question.probes)
    if unasked is None:
        return None
    lead = "" if view.message in (MessageKind.ANSWER, MessageKind.CORRECTION) else _fresh(phrases.LEAVE_IT, view) + " "
    return Reply(lead + unasked.ask, Move.PROBE, unasked.id, (view.question.id,), signal=unasked.signal)


def _twist(view: RoundView, allowed: Allowed) -> Reply | None:
    return Reply(view.question.twist, Move.TWIST, f"{view.question.id}.twist", (view.question.id,))


def _question(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.next_question is None:
        return None
    lead = phrases.LEAVE_IT if view.message is MessageKind.SKIP else phrases.NEXT_QUESTION
    return Reply(f"{_fresh(lead, view)}\n\n{view.next_question.statement}", Move.QUESTION)


def _hint(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.hints_given >= 3:
        return None
    rung = view.hints_given + 1
    if view.open_probe is not None:  # the question's hints belong to the question, not to what is open now
        return Reply(f"{_fresh(phrases.SMALLER, view)} {_again(view)}", Move.HINT, hint_rung=rung)
    return Reply(view.question.hints[rung - 1], Move.HINT, sources=(view.question.id,), hint_rung=rung)


def _redirect(view: RoundView, allowed: Allowed) -> Reply | None:
    leads = {
        MessageKind.STOP: phrases.CONFIRM_STOP,
        MessageKind.HINT: phrases.NO_MORE_HINTS,
    }
    if view.message is MessageKind.STOP and means_the_round(view.transcript.turns[-1].text):
        return Reply(_fresh(phrases.CONFIRM_ROUND, view), Move.REDIRECT)
    if view.message in leads:
        return Reply(_fresh(leads[view.message], view), Move.REDIRECT)
    lead = manner.pressing(view) if view.message is MessageKind.DODGE else ""
    lead = lead or _fresh(_lead_again(view.message), view)
    return Reply(f"{lead} {_again(view)}", Move.REDIRECT, sources=(view.question.id,))


def _lead_again(message: MessageKind) -> tuple[str, ...]:
    return {
        MessageKind.NOTHING: phrases.NOTHING_HEARD,
        MessageKind.OFF_TOPIC: phrases.BACK_TO_WORK,
        MessageKind.STUCK: phrases.SMALLER,
    }.get(message, phrases.ANOTHER_WAY)


def _small_wish(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.message is MessageKind.MINUTE:
        return Reply(_fresh(phrases.TAKE_A_MINUTE, view), Move.CLARIFY)
    return Reply(f"{_fresh(phrases.REPEATS, view)} {_again(view)}", Move.CLARIFY)


def _close(view: RoundView, allowed: Allowed) -> Reply:
    if view.message is MessageKind.STOP:
        return Reply(view.spec.farewells[view.seed % len(view.spec.farewells)], Move.CLOSE)
    return Reply(view.spec.handovers[(view.seed + view.round_index) % len(view.spec.handovers)], Move.CLOSE)


_MOVES: dict[Move, Callable[[RoundView, Allowed], Reply | None]] = {
    Move.CHALLENGE: _challenge,
    Move.DEEPEN: _deepen,
    Move.PROBE: _probe_move,
    Move.TWIST: _twist,
    Move.QUESTION: _question,
    Move.HINT: _hint,
    Move.REDIRECT: _redirect,
    Move.CLARIFY: _small_wish,
    Move.CLOSE: _close,
}


# --- wording


def _ask(view: RoundView, follow_up: FollowUp, move: Move) -> Reply:
    assert follow_up.ask is not None
    text = follow_up.ask
    quote = quoting.short_quote(follow_up.said)
    asked = sum(turn.probe_id is not None for turn in view.transcript.turns)
    general = follow_up.id in {probe.id for probe in view.general_probes}
    lead = manner.interruption(view)
    if not lead and quote and follow_up.kind != "source" and (general or asked % 2 == 1):
        lead = manner.unsaid(phrases.STAYING_WITH, view).format(said=quote)  # not each time: that would be a parrot
    stays = view.open_follow_up is not None and view.open_follow_up.signal == follow_up.signal
    lead = lead or manner.lead_in(view, follow_up.id, stays=stays)
    if follow_up.kind == "failure_mode" and cases.is_another(text, view):
        lead = f"{lead} {_fresh(phrases.ANOTHER_CASE, view)}"
    text = f"{lead} {text}".strip()
    return Reply(text, move, follow_up.id, (follow_up.source,), signal=follow_up.signal)


def _again(view: RoundView) -> str:
    """The open question in words that this round has not heard."""
    on_code = code_talk.again(view)
    if on_code is not None:
        return on_code
    opened = view.open_follow_up
    again, about = view.question.again, view.question.title.lower()
    if opened is not None and opened.again:
        again, about = opened.again, opened.about
    if view.open_probe == f"{view.question.id}.twist":
        again, about = view.question.twist, "the changed constraint"
    if not any(again in turn.text for turn in view.transcript.turns):
        return again
    return _fresh(phrases.STILL_ABOUT, view).format(about=about)


def _askable(allowed: Allowed) -> list[FollowUp]:
    return [f for f in allowed.follow_ups if f.ask is not None]


def _sure(allowed: Allowed) -> list[FollowUp]:
    return [f for f in _askable(allowed) if f.score >= SURE]


def _least_seen(view: RoundView, probes: Sequence[Probe]) -> Probe | None:
    """A probe that was not asked yet: signals neither seen nor asked for, then what he presses on, then easy rungs."""
    left = [probe for probe in probes if probe.id not in view.asked]
    raised = Counter(turn.signal for turn in view.transcript.turns if turn.signal)
    return min(
        left,
        key=lambda p: (
            view.signals_seen.get(p.signal, 0) + raised[p.signal],
            -view.leaning(p.signal),
            p.rung,
            _drawn(view.seed, p.id),
        ),
        default=None,
    )


def _drawn(seed: int, probe_id: str) -> str:
    """An order of its own for each seed: the same session asks the same, the next one something else."""
    return sha256(f"{seed}:{probe_id}".encode()).hexdigest()


def _as_follow_up(probe: Probe, source: str, said: str) -> FollowUp:
    return FollowUp(probe.id, "probe", probe.ask, probe.again, probe.about, 0.0, source, probe.signal, probe.rung, said)


def _fresh(variants: Sequence[str], view: RoundView) -> str:
    return fresh(variants, view.transcript.turns, view.seed)


def _questions_in(text: str) -> list[str]:
    """The questions in a message, double ones in two; the whole message where no question mark stands in it."""
    marked = [part.strip() for part in re.findall(r"[^?.!\n]*\?", text) if part.strip()] or [text]
    return [part for question in marked for part in _DOUBLE.split(question) if len(part.split()) > 1]


def _lower(sentence: str) -> str:
    return sentence if sentence[:2].isupper() or sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]


def _spoken(reply: Reply) -> Iterator[str | Reply]:
    """A reply in pieces of a word each, then the reply."""
    yield from re.findall(r"\S+\s*|\s+", reply.text)
    yield reply
