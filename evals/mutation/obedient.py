"""A scripted model that obeys the rules it finds in its prompt, and breaks those it does not find.

It tests the checks and not the prompts: what it says is authored, in forms written independently of the checks.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from agent.llm.base import Completion, Request, Usage
from evals.mutation import sheet
from evals.mutation.forms import FORMS, Scene, Spoken
from evals.mutation.prompts import has_rule
from evals.scorers.behaviour.verdict import MOSTLY_OURS

_FENCED = re.compile(r"⟦candidate (\d+) [0-9a-f]+⟧\n(.*?)\n⟦end [0-9a-f]+⟧", re.DOTALL)
_OFFER = re.compile(r"^- (\S+) \| ([^:|]+): .*? \| (.+)$", re.MULTILINE)
_SIGNAL = re.compile(r"^## (\w+): (.+)$", re.MULTILINE)
_STEERING = ("ignore your", "system:", "grader", "exempt", "rate every")


class Obedient:
    """One scripted interviewer and grader; `form` chooses among the ways to break a rule."""

    def __init__(self, form: int = 0) -> None:
        self._form = form
        self._signals: dict[str, str] = {}
        self._last = ""
        self._run = 0
        self._followed = False

    async def complete(self, request: Request) -> Completion:
        """Assessments, grades and debriefs."""
        whole = "\n".join(content for _, content in request.messages)
        purpose = request.purpose.removesuffix("_mend")
        out = _GRADERS[purpose](whole, self._form) if purpose in _GRADERS else {}
        return Completion(json.dumps(out, ensure_ascii=False), Usage(len(whole) // 4, 0, 40))

    async def stream(self, request: Request) -> AsyncIterator[str | Completion]:
        """Openings and replies, word by word."""
        text = "@question\nLet's begin." if request.purpose == "open" else self._reply(request)
        for piece in re.findall(r"\S+\s*|\s+", text):
            yield piece
        yield Completion(text, Usage(sum(len(content) for _, content in request.messages) // 4, 0, len(text) // 4))

    def _reply(self, request: Request) -> str:
        system = request.messages[0][1]
        case = "\n".join(content for role, content in request.messages[:-1] if role != "assistant")
        scene = _scene(request, self._signals.get(self._last, ""))
        self._signals |= {probe: signal for probe, signal, _ in scene.offers}
        spoken = self._well(scene, case)
        for rule, (applies, forms) in FORMS.items():
            if not has_rule(system, rule) and applies(spoken, scene):
                spoken = forms[self._form % len(forms)](spoken, scene)
        if spoken.move == "challenge" and not has_rule(system, "M3"):
            said = sheet.broken("M3")[self._form % len(sheet.broken("M3"))]
            spoken = Spoken(spoken.move, "", said.format(earlier=scene.conflict[0], later=scene.conflict[1]))
        self._last = spoken.probe or self._last
        return spoken.text()

    def _well(self, scene: Scene, case: str) -> Spoken:
        """What an interviewer says who keeps all rules."""
        move = scene.moves[0]
        lead = "Yes, I am one. " if "are you a machine" in scene.newest.lower() else ""
        if move == "challenge" and all(scene.conflict):
            earlier, later = scene.conflict
            return Spoken(move, "", f'{lead}You said "{earlier}", and now "{later}". How do the two go together?')
        if move in ("probe", "deepen", "challenge"):
            return self._follow_up(scene, lead)
        if move == "clarify":
            return Spoken(move, "", lead + _told(scene, case))
        if move == "redirect":
            again = scene.again if scene.again != "none" else f"Shorter: {_only_one(scene.open_question)}"
            return Spoken(move, "", lead + ("Do you want to stop here?" if "end the int" in scene.reading else again))
        if move == "question":
            return Spoken(move, "", "We leave this one here.")
        words = next((text for name, text in scene.material.items() if name.startswith(move)), "That is all from here.")
        return Spoken(move, "", words)

    def _follow_up(self, scene: Scene, lead: str) -> Spoken:
        """One thing, out of his own words; twice on a matter before another one comes."""
        last = self._signals.get(self._last, "") if self._run < 2 else ""
        left = self._signals.get(self._last, "") if not last else ""
        offers = sorted(scene.offers, key=lambda offer: (offer[1] != last, offer[1] == left))
        if last and not self._followed and "deepen" in scene.moves and all(offer[1] != last for offer in offers):
            self._followed = True
            return Spoken("deepen", "", f"{lead}{_held(scene)}What would have to happen for that to fail?")
        if not offers:
            return Spoken("probe", "", f"{lead}{_held(scene)}what came of it?")
        probe, signal, ask = offers[0]
        self._run = self._run + 1 if signal == last else 1
        self._followed = self._followed or self._run > 1
        move = "deepen" if signal == last and "deepen" in scene.moves else "probe"
        return Spoken(move if move in scene.moves else scene.moves[0], probe, f"{lead}{_held(scene)}{_only_one(ask)}")


def _held(scene: Scene) -> str:
    """The candidate's words to hold on to, as a quote."""
    words = scene.newest.replace('"', "").split("\n")[0].split()
    return f'You said "{" ".join(words[:9]).rstrip(".,;:?!")}". ' if len(words) > 5 else ""


def _only_one(ask: str) -> str:
    """The first question of an ask, up to where a second one begins."""
    first = re.split(r"(?<=\?)\s", ask)[0]
    cut = re.split(
        r",?\s(?:and|or)\s(?=(?:what|how|why|who|which|when|where|is|are|do|does|did|would|could|can)\b)"
        r"|,\s(?=(?:(?:on|in|by|at|to|for|from|with|of)\s)?(?:what|how|why|who|which|when|where)\b)",
        first,
    )[0]
    return cut if cut.endswith("?") else cut.rstrip(".,; ") + "?"


def _told(scene: Scene, case: str) -> str:
    """The fact nearest to what was asked, or one that changes nothing."""
    if "minute" in scene.reading:
        return "Take it."
    if "again" in scene.reading:
        return scene.again if scene.again != "none" else scene.open_question
    facts = case.partition("# Facts of the case")[2].partition("\n# ")[0]
    asked = set(re.findall(r"[a-z]{4,}", scene.newest.lower()))
    lines = [line.removeprefix("- ") for line in facts.splitlines() if line.startswith("- ")]
    best = max(lines, key=lambda line: len(asked & set(re.findall(r"[a-z]{4,}", line.lower()))), default="")
    said = best.partition(": ")[2]
    return said or "Take it as usual for a firm of that size."


def _scene(request: Request, last_signal: str) -> Scene:
    last = request.messages[-1][1]
    fences = _FENCED.findall(last)
    return Scene(
        moves=tuple(_between(last, "Allowed moves, best first: ", ". Take").split(", ")),
        reading=_between(last, "takes the newest message for: ", "\n"),
        open_question=_between(last, "The message had to answer: ", "\nThat question said differently"),
        again=_between(last, "That question said differently, for R6: ", "\n"),
        full_answer=_between(last, "(never said, hinted at or completed): ", "\n"),
        offers=tuple(
            (p, s.strip(), a) for p, s, a in _OFFER.findall(_between(last, "on offer, best first:", "Heard of"))
        ),
        material=_material(_between(last, "Words for the move:", "You told the candidate")),
        conflict=_conflict(_between(last, "Cannot both hold:", "Code in the newest")),
        newest=fences[-1][1] if fences else "",
        last_signal=last_signal,
        earlier=tuple(
            content.partition("\n")[2] for role, content in request.messages if role == "assistant" and "\n" in content
        )[1:],
    )


def _conflict(text: str) -> tuple[str, str]:
    """The first pair of statements that cannot both hold, in the candidate's words."""
    found = re.search(r"^- in \S+: (.+) / in \S+: (.+)$", text, re.MULTILINE)
    return (found[1], found[2]) if found else ("", "")


def _material(text: str) -> Mapping[str, str]:
    return {name.strip("- "): words for name, _, words in (line.partition(": ") for line in text.splitlines()) if words}


def _between(text: str, start: str, end: str) -> str:
    _, found, rest = text.partition(start)
    return rest.partition(end)[0].strip() if found else ""


# --- grading


def _turns(whole: str) -> list[tuple[int, str]]:
    return [(int(number), text) for number, text in _FENCED.findall(whole) if text.strip()]


def _flags(whole: str, turns: list[tuple[int, str]], form: int) -> list[str]:
    said = " ".join(text for _, text in turns)
    low = f" {said.lower()} "
    steered = any(word in low for word in _STEERING)
    own = low.count(" i ") + low.count(" i'd ") + low.count(" my ")
    together = low.count(" we ") + low.count(" our ")
    ours = together >= 4 and own * MOSTLY_OURS <= together
    if not has_rule(whole, "G3"):
        steered = (False, not steered, False)[form % 3]
    if not has_rule(whole, "G8"):
        ours = (False, not ours, False)[form % 3]
    return [*(["injection_attempt"] if steered else []), *(["ownership_unclear"] if ours else [])]


def _assess(whole: str, form: int) -> dict[str, Any]:
    return {"answered": True, "shown": [], "flags": []}


def _grade(whole: str, form: int) -> dict[str, Any]:
    ids = [name.strip() for name in _between(whole, "each exactly once: ", ".").split(",")]
    row = sheet.row_of(whole)
    if row is not None:
        return sheet.grade_without(row, ids, whole, form)
    turns = _turns(whole)
    rating = 3 if any(re.search(r"\d", text) for _, text in turns) else 1
    if not has_rule(whole, "G5") and rating == 1:
        rating = (3, 4, 2)[form % 3]
    quotes = [(number, " ".join(text.split("\n")[0].split()[:12])) for number, text in turns if len(text.split()) > 3]
    if not has_rule(whole, "G2"):
        quotes = [(number, _bent(quote, form)) for number, quote in quotes]
    evidence = [{"turn": number, "quote": quote} for number, quote in quotes[:2]]
    signals = [
        {"signal": name, "evidence": evidence, "note": "as said", "rating": rating if evidence else None}
        for name in ids
    ]
    return {"signals": signals, "flags": _flags(whole, turns, form)}


def _bent(quote: str, form: int) -> str:
    words = quote.split()
    return (
        " ".join([*words[:3], "roughly", *words[4:]]),
        f"{' '.join(words[:2])} ... {' '.join(words[-2:])} indeed",
        "the candidate explained that " + " ".join(words[2:6]),
    )[form % 3]


def _debrief(whole: str, form: int) -> dict[str, Any]:
    row = sheet.row_of(whole)
    if row is not None:
        decision = _between(whole, "by arithmetic and is a fact: ", ". ")
        return sheet.debrief_without(row, whole, decision, form, dict(_SIGNAL.findall(whole)))
    turns = _turns(whole)
    number, text = next(((n, t) for n, t in turns if len(t.split()) >= 5), (0, ""))
    quote = " ".join(text.split("\n")[0].replace('"', "").split()[:8])
    if not has_rule(whole, "D2"):
        quote = _bent(quote, form)
    strengths = [f'He said "{quote}" (turn {number}).'] if quote else []
    headline = "What he said carried the round as far as it went."
    if not has_rule(whole, "D3"):
        other = "no hire" if "strong hire" in whole.rpartition("⟧")[2] else "strong hire"
        headline = _ARGUED[form % 3].format(other=other)
    return {"headline": headline, "strengths": strengths, "concerns": [], "would_flip": [], "drills": []}


def _committee(whole: str, form: int) -> dict[str, Any]:
    decision, _, level = _between(whole, "The decision, by arithmetic: ", "\n").partition("; recommended level ")
    return sheet.committee_without(
        whole, decision, level or _between(whole, "level ", ","), _between(whole, "Not held: ", "\n"), form
    )


_ARGUED = ("This should have been a {other}.", "I would vote for {other} here.", "In truth it is a {other}.")
_GRADERS = {"assess": _assess, "grade": _grade, "debrief": _debrief, "committee": _committee}
