"""What the interviewer without a model says for each move: the reply, or None where there is nothing to say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

from agent.catalog.wording import content_words
from agent.domain.code import has_code, talk
from agent.domain.interview import Allowed, FollowUp, Reply, RoundView
from agent.domain.knowledge import Probe
from agent.domain.terms import ANSWERS, MessageKind, Move
from agent.interviewer import asking_again, cases, drilling, manner, phrases, quoting, run_talk
from agent.interviewer.pressing import UNTRUTH
from agent.interviewer.variants import fresh_in, spoken
from agent.interviewer.worth import is_mistake, worth
from agent.listening.said_before import without_lead
from agent.listening.words import sentences

SURE = 0.6
"""Score from which a follow-up found by retrieval is asked as it stands. The best one lies above it for 98% of answers
with something to probe and for one in twenty of those with nothing (retrieval evals, tune half)."""
LIKELY = 0.5
"""Score from which one of the question's own goes before what fits any answer. Readers of first answers would ask 36
to 43% of those between it and SURE, and 41 to 49% of those just above (`asked_next`, by nearness alone)."""
_THREAD_AFTER = 3
"""Answers after which a thread has to be followed."""
_POINTS_BACK = re.compile(
    r"\b(?:those|these|(?<!in )there)\b(?! (?:is|are|was|were|who|whom|whose|that|which|of|with|in|on|at|for|from)\b)"
    r"|\bthat\b(?! (?:i|the|you|he|she|they|it|we|there|this|a|no|could|would|was|had|has)\b)"
    r"(?! (?:day|night|week|month|time)\b)",
    re.IGNORECASE,
)
"""A question about something that was said: "Which finding would count against that?". "It" may be the whole case, and
"that day" is the one that was just spoken of."""
_RELATIVE = re.compile(
    r"\b(?!(?:and|as|at|but|by|for|from|if|in|is|about|after|are|before|because|like|of|on|or|than|to|was|were|what|when"
    r"|where|while|with|would|does|did|do)\b)\w+ that"
    r" (?=(?:is|are|can|will|gives|has|holds|ignores|keeps|makes|needs|settled|tells|yours)\b)",
    re.IGNORECASE,
)
"""... but not where "that" joins what tells more of a thing just named: "a bakery that is alive"."""
_WHOLE_ANSWER = re.compile(
    r"\b(?:part|step|much|some|none|sentence|decision) (?:of|about|in) (?:that|those)\b|\b(?:about|like) that\b"
    r"|\bthere\b|\bthat (?:story|moment|point|way)\b",
    re.IGNORECASE,
)
"""... about all of it: one sentence of it would be the wrong one."""
_HANGS_ON_ANOTHER = re.compile(r"(?:it|that|this|they|he|she|those|these|there|which|or)\b", re.IGNORECASE)
"""How a clause begins that is nothing without the one before it."""
_STATES = re.compile(
    r"\b(?:i|we|they|he|she|it|is|are|was|were|has|have|had|would|will|can|could|should|did|do|does|don't|get|gets)\b"
    r"|['’](?:d|ll|m|s|re|ve)\b",
    re.IGNORECASE,
)
"""What makes a clause a statement, and not one thing in a list."""
_SAYS_ENOUGH = 2
"""Words with a meaning that are worth being quoted."""
_LONG_ANSWER = 30
"""Words from which "that" may be any part of an answer, and the part is named."""


def _challenge(view: RoundView, allowed: Allowed) -> Reply | None:
    if not view.conflicts:
        return None
    conflict = view.conflicts[0]
    text = fresh_in(phrases.CONTRADICTION, view).format(earlier=conflict.earlier.quote, later=conflict.later.quote)
    return Reply(text, Move.CHALLENGE, probe_id=conflict.id)


def _deepen(view: RoundView, allowed: Allowed) -> Reply | None:
    """Stay on the subject of the open follow-up, at its rung or a deeper one, else on what was said to it."""
    sure, opened = _sure(allowed), view.open_follow_up
    deeper = [f for f in sure if opened is not None and f.signal == opened.signal and f.rung >= opened.rung]
    best = max(deeper, key=lambda f: (worth(f, view), f.id), default=None)
    mistaken = max((worth(f, view) for f in sure if is_mistake(f, view)), default=0.0)
    if Move.PROBE in allowed.moves and mistaken > (worth(best, view) if best is not None else 0.0):
        return None  # what is wrong in the answer is pressed on first, whatever it is about
    if best is not None:
        return _ask(view, best, Move.DEEPEN)
    if sure and (view.open_probe is None or _went_deeper(view)):
        return None  # what is known about the subject asks better than what can be asked of any sentence
    return drilling.drill(view, allowed) or _stay(view, sure)


def _stay(view: RoundView, sure: Sequence[FollowUp]) -> Reply | None:
    """A second question on the open subject, where no thread was followed in the round so far and it is time for one.

    What is known to fit what was said goes before it until half of the answers are heard.
    """
    heard = len(view.transcript.candidate_turns())
    opened = view.open_follow_up
    if opened is None or _went_deeper(view) or heard < _THREAD_AFTER or (sure and heard < view.answers_left):
        return None
    of_question = [p for p in view.question.probes if p.rung > opened.rung]
    for probes in (view.general_probes, of_question):
        probe = _least_seen(view, [p for p in probes if p.signal == opened.signal])
        if probe is not None:
            return _ask(view, _as_follow_up(probe, view.spec.id), Move.DEEPEN)
    return None


def _went_deeper(view: RoundView) -> bool:
    return any(turn.move is Move.DEEPEN for turn in view.transcript.turns)


def _probe_move(view: RoundView, allowed: Allowed) -> Reply | None:
    """What retrieval is sure of; else what it finds likely; else something that fits any answer; else what the question
    still has."""
    if view.message not in ANSWERS:
        return _elsewhere(view)  # nothing was said that could be followed up
    sure = _sure(allowed) or _on_code(view, allowed) or [f for f in _own(view, allowed) if f.score >= LIKELY]
    if sure:
        best = max(sure, key=lambda f: (worth(f, view), f.id))
        return _ask(view, best, Move.PROBE)
    general = _preferred(view, allowed) or _least_seen(view, view.general_probes)
    if general is not None:
        known = next((f for f in allowed.follow_ups if f.id == general.id), None)
        return _ask(view, known or _as_follow_up(general, view.spec.id), Move.PROBE)
    found = _askable(allowed)
    if found:
        return _ask(view, max(found, key=lambda f: (f.score, f.id)), Move.PROBE)
    return _elsewhere(view)


def _preferred(view: RoundView, allowed: Allowed) -> Probe | None:
    """Of what fits any answer one of the two that readers would ask most gladly now, None where nobody knows."""
    known = {probe.id: probe for probe in view.general_probes}
    left = [known[id] for id in allowed.preferred if id in known and id not in view.asked]
    return _least_seen(view, left[:2])


def _elsewhere(view: RoundView) -> Reply | None:
    """Another subject of the question, when what was said calls for nothing."""
    left = view.open_follow_up
    probes = [p for p in view.question.probes if left is None or p.signal != left.signal]
    unasked = _least_seen(view, probes) or _least_seen(view, view.question.probes)
    if unasked is None:
        return None
    lead = "" if view.message in ANSWERS else fresh_in(phrases.LEAVE_IT, view) + " "
    return Reply(lead + unasked.ask, Move.PROBE, unasked.id, (view.question.id,), signal=unasked.signal)


def _twist(view: RoundView, allowed: Allowed) -> Reply | None:
    return Reply(view.question.twist, Move.TWIST, f"{view.question.id}.twist", (view.question.id,))


def _question(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.next_question is None:
        return None
    lead = phrases.LEAVE_IT if view.message is MessageKind.SKIP else phrases.NEXT_QUESTION
    put = [fresh_in(lead, view), view.next_question.statement, run_talk.call_of(view, view.next_problem)]
    return Reply("\n\n".join(filter(None, put)), Move.QUESTION)


def _hint(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.hints_given >= 3:
        return None
    rung = view.hints_given + 1
    return Reply(view.question.hints[rung - 1], Move.HINT, sources=(view.question.id,), hint_rung=rung)


def _redirect(view: RoundView, allowed: Allowed) -> Reply | None:
    leads = {
        MessageKind.STOP: phrases.CONFIRM_STOP,
        MessageKind.HINT: phrases.NO_MORE_HINTS,
    }
    if view.message is MessageKind.STOP and view.round_only:
        return Reply(fresh_in(phrases.CONFIRM_ROUND, view), Move.REDIRECT)
    if view.message in leads:
        return Reply(fresh_in(leads[view.message], view), Move.REDIRECT)
    if view.message is MessageKind.SAID_BEFORE:
        lead = _has_it(view)
    else:
        pressing = manner.pressing(view) if view.message is MessageKind.DODGE else ""
        lead = pressing or fresh_in(_lead_again(view.message), view)
    return Reply(f"{lead} {asking_again.narrowed(view)}", Move.REDIRECT, sources=(view.question.id,))


def _has_it(view: RoundView) -> str:
    """That this was said before, with a few words of it where some can be quoted."""
    quote = quoting.short_quote(without_lead(view.transcript.turns[-1].text))
    lead = manner.unsaid(phrases.SAID_BEFORE, view) if quote else ""
    return lead.format(said=quote) if lead else fresh_in(phrases.SAID_BEFORE_UNQUOTED, view)


def _lead_again(message: MessageKind) -> tuple[str, ...]:
    return {
        MessageKind.NOTHING: phrases.NOTHING_HEARD,
        MessageKind.OFF_TOPIC: phrases.BACK_TO_WORK,
        MessageKind.STUCK: phrases.SMALLER,
    }.get(message, phrases.ANOTHER_WAY)


def _small_wish(view: RoundView, allowed: Allowed) -> Reply | None:
    if view.message is MessageKind.MINUTE:
        return Reply(fresh_in(phrases.TAKE_A_MINUTE, view), Move.CLARIFY)
    if view.message is MessageKind.CORRECTION:
        return Reply(f"{fresh_in(phrases.NOTED, view)} {asking_again.reminded(view)}", Move.CLARIFY)
    return Reply(f"{fresh_in(phrases.REPEATS, view)} {asking_again.repeated(view)}", Move.CLARIFY)


def close(view: RoundView, allowed: Allowed) -> Reply:
    """Hand the floor over, or say the last word where the candidate stopped."""
    if view.message is MessageKind.STOP:
        return Reply(view.spec.farewells[view.seed % len(view.spec.farewells)], Move.CLOSE)
    return Reply(view.spec.handovers[view.seed % len(view.spec.handovers)], Move.CLOSE)


def _ask(view: RoundView, follow_up: FollowUp, move: Move) -> Reply:
    assert follow_up.ask is not None
    text = follow_up.ask
    back = asking_again.is_twist(view) and follow_up.source == view.question.id
    lead = (
        fresh_in(phrases.AS_IT_WAS, view)
        if back
        else manner.interruption(view, follow_up) or _about_what(view, follow_up)
    )
    stays = view.open_follow_up is not None and view.open_follow_up.signal == follow_up.signal
    lead = lead or manner.lead_in(view, follow_up.id, text, stays=stays)
    if follow_up.kind == "failure_mode" and cases.is_another(text, view):
        lead = f"{lead} {fresh_in(phrases.ANOTHER_CASE, view)}"
    text = f"{lead} {text}".strip()
    return Reply(text, move, follow_up.id, (follow_up.source,), signal=follow_up.signal)


def _about_what(view: RoundView, follow_up: FollowUp) -> str:
    """The words of the answer that a follow-up points back to; '' where it stands by itself or means all of it.

    Not each time: that would be a parrot.
    """
    if follow_up.kind == UNTRUTH:  # what is not so is named, or the question would seem to come from nowhere
        quote = quoting.short_quote(follow_up.said)
        return manner.unsaid(phrases.STAYING_WITH, view).format(said=quote) if quote else ""
    if follow_up.kind == "source" or not _points_at_one_thing(follow_up.ask or ""):
        return ""
    newest = talk(view.transcript.turns[-1].text)
    quote = quoting.short_quote(follow_up.said) if follow_up.score >= SURE else ""
    quote = quote or _weightiest(follow_up.near or newest, view)
    needed = len(newest.split()) >= _LONG_ANSWER or not quoting.quoted_in(manner.last_said(view))
    return manner.unsaid(phrases.STAYING_WITH, view).format(said=quote) if quote and needed else ""


def _points_at_one_thing(ask: str) -> bool:
    """Whether a question points back in its first sentence; later ones point at what it has said itself."""
    first = sentences(ask)[0]
    return _POINTS_BACK.search(_RELATIVE.sub("", first)) is not None and _WHOLE_ANSWER.search(ask) is None


def _weightiest(answer: str, view: RoundView) -> str:
    """The statement that says most, was not quoted yet and needs no other; what "that" is taken to mean. Of an answer,
    or of that sentence of it which a question is likeliest to be about: another one would be the wrong one."""
    heard = spoken(view.transcript.turns)
    new = [quote for quote in quoting.clauses(answer) if not any(quote in text for text in heard)]
    says = [quote for quote in new if _STATES.search(quote) and not _HANGS_ON_ANOTHER.match(quote)]
    best = max(reversed(says), key=lambda quote: len(content_words(quote)), default="")
    return best if len(content_words(best)) >= _SAYS_ENOUGH else ""


def _askable(allowed: Allowed) -> list[FollowUp]:
    return [f for f in allowed.follow_ups if f.ask is not None]


def _sure(allowed: Allowed) -> list[FollowUp]:
    return [f for f in _askable(allowed) if f.score >= SURE]


def _on_code(view: RoundView, allowed: Allowed) -> list[FollowUp]:
    """What the question itself has to ask where code was handed in, the talk around which says little."""
    handed_in = view.spec.code and has_code(view.transcript.turns[-1].text)
    return _own(view, allowed) if handed_in else []


def _own(view: RoundView, allowed: Allowed) -> list[FollowUp]:
    """What the question itself has to ask."""
    return [f for f in _askable(allowed) if f.kind == "probe" and f.source == view.question.id]


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


def _as_follow_up(probe: Probe, source: str) -> FollowUp:
    return FollowUp(probe.id, "probe", probe.ask, probe.again, probe.about, 0.0, source, probe.signal, probe.rung)


BY_MOVE: dict[Move, Callable[[RoundView, Allowed], Reply | None]] = {
    Move.CHALLENGE: _challenge,
    Move.DEEPEN: _deepen,
    Move.PROBE: _probe_move,
    Move.TWIST: _twist,
    Move.QUESTION: _question,
    Move.HINT: _hint,
    Move.REDIRECT: _redirect,
    Move.CLARIFY: _small_wish,
    Move.CLOSE: close,
}
