"""Hints on a follow-up: each says more than the one before, and none says what a good answer has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from test_asking_again import CASE, DEPOT, ByTopic
from test_asking_again import wishing as wishing_for
from tram_round import QUESTION, asked, candidate

from agent.domain.interview import FollowUp, RoundView
from agent.domain.terms import MessageKind, Move
from agent.domain.transcript import Role, Turn
from agent.interviewer import phrases
from agent.interviewer.helping import A_NUMBER, ONE_SENTENCE, SEVERAL_PARTS, help_with

ABOUT = "the interval a line can hold"
PROBE = replace(QUESTION.probes[0], about=ABOUT, good="Six minutes, by dividing the volume; seven with a reserve.")
HINT = "Take one tram and follow it to the depot."


def wishing(*turns: Any, probe: Any = PROBE, **more: Any) -> RoundView:
    opened = FollowUp(probe.id, "probe", probe.ask, probe.again, probe.about, 1.0, QUESTION.id, probe.signal)
    question = replace(CASE, probes=(probe, *QUESTION.probes[1:]), hints=(HINT, "hint two", "hint three"))
    return wishing_for(*turns, **{"question": question, "open_follow_up": opened, **more})


def hinted(text: str) -> Turn:
    return Turn(Role.INTERVIEWER, text, move=Move.HINT)


async def three(seen: RoundView) -> list[str]:
    """Three hints on one follow-up, one after the other."""
    texts: list[str] = []
    for given in range(3):
        turns = [turn for text in texts for turn in (hinted(text), candidate("A hint, please."))]
        transcript = replace(seen.transcript, turns=(*seen.transcript.turns, *turns))
        at = replace(seen, transcript=transcript, hints_given=given)
        texts.append((await help_with(at, Move.HINT, ByTopic())).text)
    return texts


async def test_each_hint_says_more_than_the_one_before() -> None:
    first, second, third = await three(wishing())
    assert first.endswith(PROBE.again)
    assert ABOUT in second
    assert "two" in third and any(third.startswith(kind.split("{")[0]) for kind in SEVERAL_PARTS)
    assert all(text.endswith("?") for text in (first, second, third))


async def test_none_of_them_is_the_answer() -> None:
    said = " ".join(await three(wishing()))
    assert not any(word in said for word in ("Six", "dividing", "reserve"))
    told = replace(PROBE, about="dividing the volume", good="Dividing the volume by the hours.")
    assert "dividing" not in " ".join(await three(wishing(probe=told)))


async def test_what_is_written_about_the_candidate_is_not_said_to_him() -> None:
    of_him = replace(PROBE, about="what he gave up for it")
    assert "he gave up" not in " ".join(await three(wishing(probe=of_him)))


async def test_the_last_one_holds_a_hint_of_the_question_or_a_fact_that_is_near() -> None:
    seen = wishing(asked(PROBE.again), asked(f"What I'm after is {ABOUT}."), hints_given=2)
    bare = replace(seen, question=replace(seen.question, facts=()), open_ask="Follow the tram: take one.")
    assert HINT in (await help_with(bare, Move.HINT, Nearest())).text
    near = await help_with(replace(seen, open_ask="Who calls the depot?"), Move.HINT, ByTopic())
    assert DEPOT.say in near.text and near.stated_fact == DEPOT.say


class Nearest(ByTopic):
    """Finds the fact that shares two words with the text."""

    async def nearest_fact(self, text: str, facts: Any) -> Any:
        words = set(text.lower().replace(":", "").rstrip(".").split())
        shared = [(len(words & set(fact.say.lower().rstrip(".").split())), fact) for fact in facts]
        best = max(shared, key=lambda one: one[0], default=(0, None))
        return (best[1], 0.45) if best[0] >= 2 else None


async def test_whether_a_figure_is_wanted_is_said_and_how_much_once() -> None:
    seen = wishing(asked(PROBE.again), asked(f"What I'm after is {ABOUT}."), hints_given=1)
    figures = replace(PROBE, good="About 90 a day, so one in six minutes.")
    question = replace(seen.question, probes=(figures, *QUESTION.probes[1:]))
    text = (await help_with(replace(seen, question=question), Move.HINT, ByTopic())).text
    assert text.startswith(A_NUMBER)
    turns = (*seen.transcript.turns, hinted(text), candidate("A hint, please."))
    more = replace(seen, question=question, transcript=replace(seen.transcript, turns=turns), hints_given=2)
    again = (await help_with(more, Move.HINT, ByTopic())).text
    assert not any(kind in again for kind in (*A_NUMBER, *ONE_SENTENCE))


async def test_who_is_only_stuck_is_not_told_where_it_points() -> None:
    seen = wishing(asked(PROBE.again), message=MessageKind.STUCK)
    text = (await help_with(seen, Move.REDIRECT, ByTopic())).text
    assert ABOUT not in text
    assert text.endswith(tuple(phrases.FIRST_STEP))


async def test_a_claim_that_is_not_so_is_no_direction() -> None:
    seen = wishing(asked(PROBE.again))
    assert seen.open_follow_up is not None
    untrue = replace(seen, open_follow_up=replace(seen.open_follow_up, kind="untruth", about="Trams never bunch"))
    assert "Trams never bunch" not in (await help_with(untrue, Move.HINT, ByTopic())).text
