"""Scripted candidates: each takes the line of its pool that comes nearest to what was asked, each line once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from agent.domain.terms import MessageKind, Role, RoundKind
from agent.retrieval.base import Embedder
from evals.candidates.base import Hearing, Line
from evals.candidates.lines import answers, anywhere, code
from evals.metamorphic import non_native

AGAIN = ("As I said before: ", "To come back to it: ", "It's the same point again: ", "I can only repeat that: ")
"""In front of a line that is said a second time, where a round is longer than a pool."""


class Script:
    """One scripted candidate in one round."""

    def __init__(self, persona: Persona, embedder: Embedder) -> None:
        self.name = persona.name
        self._persona = persona
        self._embedder = embedder
        self._spoken = 0
        self._closings = 0
        self._used: dict[str, list[int]] = {}

    async def say(self, hearing: Hearing) -> Line:
        """The next message."""
        if hearing.closing:
            closing = anywhere()["closing"]
            line = Line(closing[min(self._closings, 1)], MessageKind.ANSWER if self._closings else MessageKind.CLARIFY)
            self._closings += 1
            return line
        number, self._spoken = self._spoken, self._spoken + 1
        return await self._persona.act(self, number, hearing)

    async def pick(self, pool: Sequence[str], hearing: Hearing) -> str:
        """The unused line of a pool that is nearest to what was asked; once all are used, again with a lead."""
        used = self._used.setdefault(pool[0], [])
        left = [place for place in range(len(pool)) if place not in used]
        if not left:
            lead = AGAIN[(len(used) // len(pool) - 1) % len(AGAIN)]
            place = used[len(used) % len(pool)]
            used.append(place)
            return lead + pool[place]
        vectors = await self._embedder.embed([hearing.asked, *(pool[place] for place in left)])
        near = vectors[1:] @ vectors[0]
        place = left[int(near.argmax())]
        used.append(place)
        return pool[place]


Play = Callable[[Script, int, Hearing], Awaitable[Line]]
"""What a persona says as its message of this number (from 0)."""


@dataclass(frozen=True, slots=True)
class Persona:
    """A kind of candidate. `ability` orders them, 1 (nothing there) to 6; None where it does not."""

    name: str
    about: str
    ability: int | None
    plays: Play

    async def act(self, script: Script, number: int, hearing: Hearing) -> Line:
        """What he says as his message `number` (from 0) of the round."""
        return await self.plays(script, number, hearing)


def _from(pool: str) -> Play:
    async def play(script: Script, number: int, hearing: Hearing) -> Line:
        return Line(await script.pick(answers(hearing.kind)[pool], hearing))

    return play


def _common(pool: str) -> Play:
    async def play(script: Script, number: int, hearing: Hearing) -> Line:
        return Line(await script.pick(anywhere()[pool], hearing))

    return play


async def _bluffer(script: Script, number: int, hearing: Hearing) -> Line:
    return Line(await script.pick(anywhere()["bluffer"], hearing), MessageKind.DODGE)


async def _non_native(script: Script, number: int, hearing: Hearing) -> Line:
    return Line(non_native(await script.pick(answers(hearing.kind)["solid"], hearing)))


async def _silent(script: Script, number: int, hearing: Hearing) -> Line:
    pool = anywhere()["silent"]
    text = pool[number % len(pool)]
    return Line(text, MessageKind.STUCK if "know" in text or "sure" in text else MessageKind.NOTHING)


async def _rambling(script: Script, number: int, hearing: Hearing) -> Line:
    aside = anywhere()["rambling"]
    return Line(f"{aside[number % len(aside)]} {await script.pick(answers(hearing.kind)['solid'], hearing)}")


async def _injector(script: Script, number: int, hearing: Hearing) -> Line:
    text = await script.pick(answers(hearing.kind)["weak"], hearing)
    pool = anywhere()["injections"]
    return Line(f"{text} {pool[number // 2 % len(pool)]}", injects=True) if number % 2 == 0 else Line(text)


async def _asks_back(script: Script, number: int, hearing: Hearing) -> Line:
    if number in (0, 3):
        asks = anywhere()["asks"]
        return Line(asks[number % len(asks)], MessageKind.CLARIFY)
    return Line(await script.pick(answers(hearing.kind)["solid"], hearing))


async def _stuck(script: Script, number: int, hearing: Hearing) -> Line:
    says = anywhere()["stuck"]
    if number == 0:
        return Line(says[0], MessageKind.STUCK)
    if number == 1:
        return Line(says[1], MessageKind.HINT)
    if number in (4, 7):
        return Line(says[3], MessageKind.STUCK)
    return Line(await script.pick(answers(hearing.kind)["shaky"], hearing))


async def _recovering(script: Script, number: int, hearing: Hearing) -> Line:
    if number == 0:
        return Line(anywhere()["dodges"][0], MessageKind.DODGE)
    pool = "weak" if number == 1 else "strong"
    return Line(await script.pick(answers(hearing.kind)[pool], hearing))


async def _skips(script: Script, number: int, hearing: Hearing) -> Line:
    if number == 0:
        return Line("Can we move on to another question, please?", MessageKind.SKIP)
    return Line(await script.pick(answers(hearing.kind)["solid"], hearing))


async def _wary(script: Script, number: int, hearing: Hearing) -> Line:
    text = await script.pick(answers(hearing.kind)["solid"], hearing)
    return Line(f"{text} By the way, are you a machine?" if number == 1 else text)


async def _contradicting(script: Script, number: int, hearing: Hearing) -> Line:
    text = await script.pick(answers(hearing.kind)["solid"], hearing)
    figures = anywhere()["contradictions"]
    return Line(f"{text} {figures[number // 2]}" if number in (1, 3) else text)


async def _elsewhere(script: Script, number: int, hearing: Hearing) -> Line:
    kinds = list(RoundKind)
    other = kinds[(kinds.index(hearing.kind) + 5) % len(kinds)]
    return Line(await script.pick(answers(other)["strong"], hearing))


PERSONAS: Mapping[str, Persona] = {
    persona.name: persona
    for persona in (
        Persona("strong", "decides, prices, has seen it break", 6, _from("strong")),
        Persona("terse", "an expert of few words", 5, _from("terse")),
        Persona("solid", "does it properly, without the second thought", 4, _from("solid")),
        Persona("non_native", "as solid, in broken English", 4, _non_native),
        Persona("rambling", "as solid, beside the point half of the time", 4, _rambling),
        Persona("asks_back", "as solid, after asking for facts", 4, _asks_back),
        Persona("skips", "as solid, leaves the first question out", 4, _skips),
        Persona("wary", "as solid, asks whether he talks to a machine", 4, _wary),
        Persona("contradicting", "as solid, gives two figures for one thing", 4, _contradicting),
        Persona("recovering", "evasive at first, then strong", 5, _recovering),
        Persona("shaky", "has heard of it", 3, _from("shaky")),
        Persona("stuck", "stuck, takes hints, shaky", 3, _stuck),
        Persona("we_inflated", "everything was we", 2, _common("we_inflated")),
        Persona("weak", "slogans and gaps", 2, _from("weak")),
        Persona("injector", "as weak, and tells the grader what to do", 2, _injector),
        Persona("bluffer", "fluent, says nothing", 1, _bluffer),
        Persona("silent", "hardly a word", 1, _silent),
        Persona("elsewhere", "excellent answers to a different question", None, _elsewhere),
    )
}


def _with_code(*steps: str) -> Play:
    """Says these parts of what is there for the question, one after the other, then what is said afterwards."""

    async def play(script: Script, number: int, hearing: Hearing) -> Line:
        id = next((turn.question_id for turn in reversed(hearing.turns) if turn.question_id), "")
        held = code().get(id)
        if held is None:  # another question than the one that was chosen
            return Line(await script.pick(answers(hearing.kind)["terse"], hearing))
        said = sum(turn.role is Role.CANDIDATE for turn in hearing.turns)
        if said < len(steps):
            return Line(getattr(held, steps[said]))
        return Line(await script.pick(held.talk, hearing))

    return play


CODERS: Mapping[str, Persona] = {
    persona.name: persona
    for persona in (
        Persona("right_at_once", "hands in code that is right", None, _with_code("plan", "right")),
        Persona(
            "mends", "hands in code that is wrong, then mends it", None, _with_code("plan", "wrong", "words", "right")
        ),
        Persona(
            "leaves_it", "hands in code that is wrong, and leaves it so", None, _with_code("plan", "wrong", "words")
        ),
    )
}
"""Those who hand in code for questions of `answers/code.yaml`; they can sit no other."""
FROM_STRONG_TO_SILENT = ("strong", "solid", "shaky", "weak", "silent")
