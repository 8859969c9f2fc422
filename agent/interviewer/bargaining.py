"""An offer call without a model: what is asked for is met by what is open, or carried up; a yes ends the call."""

from __future__ import annotations

from dataclasses import replace

from agent.domain.interview import Allowed, Reply, RoundView
from agent.domain.knowledge import Fact
from agent.domain.terms import ANSWERS, Move, RoundKind
from agent.interviewer import asking_again, own_words, phrases
from agent.interviewer.variants import fresh_in, spoken
from agent.listening.bargaining import accepts, presses, proposes

_ROOM = "room"
"""The topic of the fact that says what of an offer can still be changed."""
_ANSWERS_BEFORE_A_YES = 3
"""Answers that show something of how he bargains; a yes before them is talked over."""
_ASKS_ON = frozenset({Move.PROBE, Move.DEEPEN, Move.REDIRECT})


def is_wanted(view: RoundView) -> bool:
    """Whether the newest message asks for something else than the offer, or for a yes or no to that."""
    newest = view.transcript.turns[-1].text
    return view.question.round is RoundKind.NEGOTIATION and (proposes(newest) or presses(newest))


def known_facts(view: RoundView) -> tuple[Fact, ...]:
    """What a question in passing is answered from: on an offer call also what is known of the company."""
    of_case = tuple(view.question.facts)
    return (*of_case, *view.spec.company) if view.question.round is RoundKind.NEGOTIATION else of_case


def asked_back(view: RoundView) -> list[str]:
    """The question with which an answer on an offer call ends: it is put to the other side, and waits for an answer."""
    newest = view.transcript.turns[-1].text.rstrip()
    if view.question.round is not RoundKind.NEGOTIATION or not newest.endswith("?"):
        return []
    last = own_words.asked_in(newest)[-1].rpartition(": ")[2]
    return [last] if own_words.wants_a_fact(last) else []


def taken(view: RoundView, allowed: Allowed) -> Reply | None:
    """The end of the call once the offer is taken as it stands and enough was said to judge how; else None."""
    answered = len(view.transcript.candidate_turns()) > _ANSWERS_BEFORE_A_YES
    if view.question.round is not RoundKind.NEGOTIATION or Move.CLOSE not in allowed.moves or not answered:
        return None
    if view.message not in ANSWERS or not accepts(view.transcript.turns[-1].text):
        return None
    return Reply(fresh_in(phrases.TAKEN, view), Move.CLOSE)


def last_word(view: RoundView) -> str:
    """What the call ends with: what becomes of what was asked for, or of a yes."""
    heard = spoken(view.transcript.turns)
    if any(text.startswith(phrases.TAKEN) for text in heard):
        return fresh_in(phrases.AGREED, view)
    return view.spec.farewells[view.seed % len(view.spec.farewells)]


def met(view: RoundView, reply: Reply) -> Reply:
    """What is asked next, behind what is said to a proposal."""
    if reply.move not in _ASKS_ON or view.message not in ANSWERS or not is_wanted(view):
        return reply
    lead, fact = _said_to_it(view)
    sources = tuple(dict.fromkeys((view.question.id, *reply.sources)))
    if fact is None:
        return replace(reply, text=f"{lead}\n\n{reply.text}")
    if reply.stated_fact is not None and fact in reply.stated_fact:
        return reply
    stated = " ".join(filter(None, (reply.stated_fact, fact)))
    return replace(reply, text=f"{lead}\n\n{reply.text}", sources=sources, stated_fact=stated)


def what_is_open(view: RoundView) -> Reply:
    """What is said to somebody who only asks for a yes or a no."""
    lead, fact = _said_to_it(view)
    return Reply(lead, Move.CLARIFY, sources=(view.question.id,), stated_fact=fact)


def _said_to_it(view: RoundView) -> tuple[str, str | None]:
    """What can be changed, once; after that that it is carried up. With the fact that it states."""
    room = _room(view)
    if room is not None and not asking_again.was_said(room.say, view):
        return room.say, room.say
    return fresh_in(phrases.CARRIED_UP, view), None


def _room(view: RoundView) -> Fact | None:
    return next((fact for fact in view.question.facts if fact.topic == _ROOM), None)
