"""How a character colours a round without a model, and what he never changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tram_round import QUESTION, SPEC, asked, candidate, hears_nothing, view

from agent.catalog.loader import Catalog
from agent.domain.interview import Allowed, FollowUp, Reply, RoundView
from agent.domain.knowledge import Probe
from agent.domain.people import BackgroundProfile, Character
from agent.domain.terms import MessageKind, Move, RoundKind
from agent.interviewer.offline import OfflineInterviewer

LONG = candidate(
    "I would look at the timetable first, because the bunching starts at the depot, and the drivers wait there for "
    "each other. " + "Then I would count how many trams leave late on each line of the network. " * 8
)


def character(**changes: Any) -> Character:
    base = Character(
        id="boss", title="Boss", about="-", who="boss of trams", rounds=(RoundKind.FOUNDER,), presses_on=("judgment",),
        openings=("Boss here, {minutes} minutes.",), lead_ins=("Lead one.", "Lead two."),
        pressing=("Press one.", "Press two."), manner="Blunt.",
        interruptions=("Stop at “{said}”.", "Halt, “{said}”.", "Cut: “{said}”."), interrupts_after=40,
    )  # fmt: skip
    return replace(base, **changes)


class NoFacts:
    async def nearest_fact(self, text: str, facts: Any) -> None:
        return None


def offline() -> OfflineInterviewer:
    return OfflineInterviewer(NoFacts(), hears_nothing)


def follow_up(id: str, signal: str, score: float) -> FollowUp:
    return FollowUp(id, "probe", f"What of {id}?", None, id, score, "s", signal)


async def said(seen: RoundView, *moves: Move, found: tuple[FollowUp, ...] = ()) -> Reply:
    pieces = [piece async for piece in offline().reply(seen, Allowed(moves, found))]
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]


async def opened(seen: RoundView) -> str:
    return "".join([piece async for piece in offline().open(seen) if isinstance(piece, str)])


async def test_who_stands_in_greets_for_himself_and_who_holds_such_rounds_lets_the_round_greet() -> None:
    assert "Boss here, 20 minutes." in await opened(view(character=character()))
    own = await opened(view(character=character(rounds=(SPEC.id,))))
    assert "Boss here" not in own
    assert any(line in own for line in SPEC.openings)


async def test_a_short_form_of_a_minute_is_one_minute() -> None:
    assert "Boss here, 1 minute." in await opened(view(character=character(), minutes=0.7))


DEPOT = replace(follow_up("a", "numbers", 0.9), about="where the bunching begins")


async def test_a_long_answer_is_cut_into_at_words_that_lead_to_what_is_asked() -> None:
    text = (await said(view(LONG, character=character()), Move.PROBE, found=(DEPOT,))).text
    start, _, rest = text.partition("“")
    quote, _, after = rest.partition("”")
    assert start in ("Stop at ", "Halt, ", "Cut: ")
    assert quote in LONG.text
    assert 3 <= len(quote.split()) <= 8
    assert after.endswith("What of a?")
    assert text.count("?") == 1
    assert quote == "because the bunching starts at the depot"
    found_by = replace(
        DEPOT, about="", said="Then I would count how many trams leave late on each line of the network."
    )
    spoken = (await said(view(LONG, character=character()), Move.PROBE, found=(found_by,))).text
    assert "“" not in spoken  # that sentence has no clause short enough
    first = LONG.text[: LONG.text.index(".") + 1]
    brief = (await said(view(LONG, character=character()), Move.PROBE, found=(replace(found_by, said=first),))).text
    assert "“" in brief
    assert brief.partition("“")[2].partition("”")[0] in first


async def test_a_long_answer_of_which_nothing_leads_to_what_is_asked_is_not_cut_into() -> None:
    found = (replace(DEPOT, about="the price of a ticket"),)
    reply = await said(view(LONG, character=character()), Move.PROBE, found=found)
    assert "“" not in reply.text
    assert reply.text.endswith("What of a?")


async def test_a_short_answer_is_not_cut_into_and_nobody_is_twice_in_a_row() -> None:
    short = candidate("I would count the trams that leave late.")
    found = (DEPOT,)
    assert "“" not in (await said(view(short, character=character()), Move.PROBE, found=found)).text
    again = view(LONG, asked("Halt, “the drivers wait”. What of b?", "b"), LONG, character=character())
    assert not (await said(again, Move.PROBE, found=found)).text.startswith(("Stop", "Halt", "Cut"))


async def test_he_presses_in_his_own_words_until_they_are_used_up() -> None:
    dodge = {"message": MessageKind.DODGE, "character": character()}
    first = await said(view(candidate("It depends."), **dodge), Move.REDIRECT)
    assert first.text.startswith("Press ")
    assert QUESTION.again in first.text
    used = (candidate("It depends."), asked("Press one. a?"), candidate("Hm."), asked("Press two. b?"))
    last = await said(view(*used, candidate("It depends."), **dodge), Move.REDIRECT)
    assert not last.text.startswith("Press ")


async def test_among_those_that_fit_he_prefers_what_he_presses_on_and_not_among_those_that_do_not() -> None:
    answer = candidate("I would look at the headway.")
    near = (follow_up("a", "numbers", 0.80), follow_up("b", "judgment", 0.76))
    seen = {"numbers": 1, "judgment": 1}
    assert (await said(view(answer, signals_seen=seen), Move.PROBE, found=near)).probe_id == "a"
    with_him = view(answer, signals_seen=seen, character=character())
    assert (await said(with_him, Move.PROBE, found=near)).probe_id == "b"
    far = (near[0], follow_up("b", "judgment", 0.60))
    assert (await said(with_him, Move.PROBE, found=far)).probe_id == "a"


@pytest.mark.parametrize(("opened_by", "pressed"), [("probe", True), ("failure_mode", False)])
async def test_a_mistake_is_pressed_on_before_the_next_question_and_not_twice_in_a_row(
    opened_by: str, pressed: bool
) -> None:
    opened = replace(follow_up("o", "numbers", 0.8), kind=opened_by)
    found = (
        replace(follow_up("wrong", "judgment", 0.66), kind="failure_mode"),
        follow_up("deeper", "numbers", 0.70),
        follow_up("other", "judgment", 0.70),
    )
    seen = view(
        candidate("I would look at the headway."), signals_seen={"numbers": 1, "judgment": 1}, open_follow_up=opened
    )
    reply = await said(seen, Move.DEEPEN, Move.PROBE, found=found)
    assert reply.probe_id == ("wrong" if pressed else "deeper")


async def test_a_background_brings_its_signals_sooner() -> None:
    profile = BackgroundProfile("phd", "-", "-", ("judgment",), (), (), "-")
    probes = tuple(
        Probe(f"ml_depth.{name}", 1, name, name, ("x",), f"Why {name}?", "again?", "good", fits_any=True)
        for name in ("numbers", "judgment")
    )
    for seed in range(6):  # whatever the seed would draw
        bare = view(candidate("I would look at the headway."), general_probes=probes, seed=seed)
        reply = await said(replace(bare, profile=profile), Move.PROBE)
        assert reply.probe_id == "ml_depth.judgment"
    drawn = {(await said(replace(bare, seed=seed), Move.PROBE)).probe_id for seed in range(12)}
    assert drawn == {"ml_depth.numbers", "ml_depth.judgment"}


async def test_lead_ins_come_now_and_then_and_none_twice() -> None:
    answer = candidate("I would look at the headway.")
    texts = [
        (await said(view(answer, character=character()), Move.PROBE, found=(follow_up(f"p{n}", "numbers", 0.9),))).text
        for n in range(12)
    ]
    led = [text for text in texts if text.startswith("Lead")]
    assert 2 <= len(led) <= 10
    used = (answer, asked("Lead one. a?", "x"), answer, asked("Lead two. b?", "y"), answer)
    for n in range(12):
        text = (await said(view(*used, character=character()), Move.PROBE, found=(follow_up(f"p{n}", "n", 0.9),))).text
        assert not text.startswith("Lead")


async def test_an_assistant_is_spoken_of_where_it_is_allowed_and_only_there() -> None:
    assert "assistant" in await opened(view(ai_assisted=True))
    assert "any line" in await opened(view(ai_assisted=True))
    assert "assistant" not in await opened(view())


def test_every_kind_has_its_holder_and_all_that_is_said_asks_nothing() -> None:
    catalog = Catalog()
    held = [kind for who in catalog.characters() for kind in who.rounds]
    assert sorted(held) == sorted(RoundKind)
    assert catalog.character("product_manager").interrupts_after
