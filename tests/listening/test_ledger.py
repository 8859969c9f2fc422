"""What counts as a claim, and which claims contradict each other. A false contradiction is worse than a missed one."""

from __future__ import annotations

import pytest

from agent.domain.claims import Claim
from agent.listening.ledger import ClaimLedger

LEDGER = ClaimLedger()

STATED = [
    ("p99 is 12 ms", ("p99 latency", 12, "ms")),
    ("Our p99 was about 40 ms.", ("p99 latency", 40, "ms")),
    ("the ranker had a p99 latency of 0.2 seconds", ("p99 latency", 200, "ms")),
    ("p99: 12ms", ("p99 latency", 12, "ms")),
    ("We served it at 12 ms p99 all year.", ("p99 latency", 12, "ms")),
    ("The 95th percentile sits at 1.5 s.", ("p95 latency", 1500, "ms")),
    ("Median latency is 8 ms", ("p50 latency", 8, "ms")),
    ("It ran at 3k qps on two boxes", ("requests per second", 3000, "")),
    ("1,200 requests per second", ("requests per second", 1200, "")),
    ("AUC is 0.82", ("AUC", 0.82, "share")),
    ("We got an AUC of 82%.", ("AUC", 0.82, "share")),
    ("recall of 0,7 on the holdout", ("recall", 0.7, "share")),
    ("recall@10 is 0.6", ("recall", 0.6, "share")),
    ("recall at 10 was 0.6", ("recall", 0.6, "share")),
    ("precision 91 percent", ("precision", 0.91, "share")),
    ("The CTR is 3%", ("click-through rate", 0.03, "share")),
    ("a base rate of 4%", ("positive rate", 0.04, "share")),
    ("We're a team of six.", ("team size", 6, "")),
    ("I led four engineers.", ("reports", 4, "")),
    ("My base is 95k.", ("base salary", 95_000, "money")),
    ("I'm at 95 base", ("base salary", 95_000, "money")),
    ("my current salary is €82,000", ("base salary", 82_000, "€")),
    ("I make a base salary of 140k dollars", ("base salary", 140_000, "$")),
    ("The other offer is 115k", ("competing offer", 115_000, "money")),
    ("My notice period is three months", ("notice period", 90, "days")),
    ("I have four weeks' notice", ("notice period", 28, "days")),
    ("I've 7 years of experience", ("years of experience", 7, "")),
    ("our p99 is 40 ms and the budget is 50", ("p99 latency", 40, "ms")),
    ("We switched off the cache, since p99 was 40 ms, and nobody had asked for it", ("p99 latency", 40, "ms")),
    ("p99 is 12 ms, I think.", ("p99 latency", 12, "ms")),
]

NOT_STATED = [
    # suppositions, wishes, targets
    "Say p99 is 40 ms.",
    "If p99 is 40 ms we page somebody.",
    "p99 is 40 ms, if the cache is cold",
    "Suppose we have a cache. Then p99 is 5 ms.",
    "Let's assume an AUC of 0.9.",
    "I'd want a base of 120k",
    "I'm looking at roughly 190 base, and equity on top",
    "I'd ask for base 190",
    "The p99 target is 50 ms",
    "our SLO says p99 of 100 ms",
    "we need a recall of 0.9 here",
    "With two more people we could be a team of six",
    # bounds, ranges, changes, differences
    "p99 is under 50 ms",
    "p99 < 50 ms",
    "p99 is between 10 and 40 ms",
    "p99 is 10-15 ms",
    "p99 of 10 to 15 ms",
    "notice is 4 or 6 weeks",
    "p99 went from 40 to 12 ms",
    "We cut p99 by 12 ms.",
    "We brought p99 down to 12 ms",
    "AUC is 2 points better",
    "recall improved 5%",
    "precision dropped to 0.6 overnight",
    # denials, questions, other people's figures
    "p99 isn't 40 ms",
    "p99 was never 40 ms",
    "Is p99 12 ms?",
    "You said p99 is 12 ms.",
    "Their p99 is 12 ms.",
    "The vendor promises a p99 of 12 ms",
    "The paper has an AUC of 0.93",
    "You offered a base of 95k",
    "I gave notice 2 weeks ago",
    # code and citations
    "```python\np99 = 12  # p99 is 12 ms\n```",
    "`p99 is 12 ms`",
    '"p99 is 12 ms" is what the slide has',
    "> p99 is 12 ms",
    # numbers of other things
    "For p99 we looked at 12 dashboards",
    "p99.9 is 80 ms",
    "I moved the cutoff for precision on Monday, 12 people complained",
    "Our team has 3 GPUs",
    "I led 3 projects",
    "base case: 3 weeks",
    "precision matters, 40 ms does not",
    "my salary is 6k base a month",
    "",
]

CONTRADICTIONS = [
    ("I've got another offer, 165 thousand base, and till Friday to answer.", "The other offer is 178 thousand, so."),
    ("I have an offer of 165 thousand from another company.", "My other offer says 178 thousand."),
    ("I have a competing offer of $165k from a fintech.", "As I said, my competing offer stands at $178k."),
    ("The offer I have elsewhere is 165k.", "Another company offered me 178."),
    ("My competing offer is 340.", "The other offer is 320, so you are close."),
    ("I have an offer from Databricks at 340k.", "The offer from Databricks is 320k, I can wait."),
    ("I have 165 from another company in writing.", "Well, they offered me 178 at the other place, so it's hard."),
    ("The other offer is 165 thousand.", "They've just offered me 178."),
    ("My current base is 180.", "My base is 172 today."),
    ("p99 is 12 ms", "the p99 was 40 ms"),
    ("I own a service, p99 is 12 ms.", "The p99 was 40 ms back then."),
    ("The ranker's p99 is 12 ms.", "p99 of the ranker was 40 ms."),
    ("In production our p99 is 12 ms", "we saw a p99 of 0.04 s"),
    ("My notice period is two weeks", "my notice is three months"),
    ("My base is 95k", "I'm on a base of 120k euros"),
    ("The other offer is 115k", "the other offer is 90k"),
    ("I have 7 years of experience", "I've 3 years of experience"),
    ("recall on cats is 0.9", "On cats, recall is 0.5"),
    ("Our ranking API had a p99 of 12 ms at 3k qps.", "When it broke, the ranking API's p99 was 40 ms."),
    ("p99 latency was 12ms in production", "Honestly our p99 was around 40 ms, so the fetch was the bottleneck."),
    ("we measured 12 ms at p99", "p99 came out at 40 ms"),
    ("The p99 on the checkout path is 12 ms", "On the checkout path the p99 is 40 ms"),
    ("AUC on the churn model is 0.91", "the churn model has an AUC of 0.72"),
]

NO_CONTRADICTION = [
    ("other companies", "I have an offer from Meta at 340.", "I have an offer from Google at 320."),
    ("what others were offered", "The other offer is 165.", "They offered my colleague 178."),
    ("the base of it", "The other offer is 340.", "My other offer has a base of 210."),
    ("a total after a base", "My other offer has a base of 210.", "The other offer is 340."),
    ("said twice", "My other offer is 340.", "The other offer is 342, to be exact."),
    ("an offer is no base of mine", "My current base is 180.", "My other offer is 340k base."),
    ("the same figure", "p99 is 12 ms", "p99 is about 13 ms"),
    ("the same in other units", "p99 is 200 ms", "p99 is 0.2 s"),
    ("the same as share and percentage", "AUC is 0.82", "AUC of 82%"),
    ("weeks and a month", "my notice is four weeks", "notice period: one month"),
    ("two systems", "the ranker's p99 is 12 ms", "p99 of the search page is 40 ms"),
    ("one named, one not", "retrieval p99 is 12 ms", "p99 is 40 ms"),
    ("another company", "At Nortal, p99 was 12 ms", "p99 is 40 ms"),
    ("the last job and this one", "In my last job p99 was 12 ms", "our p99 is 40 ms"),
    ("a pronoun for something", "p99 is 12 ms", "it has a p99 of 40 ms"),
    ("old and new", "on the old stack p99 was 40 ms", "p99 is 12 ms"),
    ("before and after", "Before the cache, p99 was 40 ms", "After the cache, p99 was 12 ms"),
    ("peak and average", "at peak p99 is 40 ms", "p99 is 12 ms"),
    ("a change told", "p99 went from 40 to 12 ms", "p99 is 40 ms"),
    ("explained in one message", "p99 is 12 ms", "p99 was 40 ms in spring. p99 is 12 ms."),
    ("two figures before", "p99 is 12 ms on GPU. On CPU p99 is 40 ms.", "p99 is 25 ms"),
    ("another percentile", "p95 is 12 ms", "p99 is 40 ms"),
    ("another cut-off", "recall@10 is 0.4", "recall@100 is 0.8"),
    ("another class", "precision for cats is 0.9", "precision for dogs is 0.6"),
    ("train and test", "training AUC is 0.95", "test AUC is 0.8"),
    ("offline and online", "offline precision is 0.9", "online precision is 0.7"),
    ("a target", "p99 is 40 ms", "the target for p99 is 12 ms"),
    ("a wish", "my base is 95k", "I'd need a base of 120k"),
    ("a counter-offer", "my base is 95k", "can you do 110 base?"),
    ("the interviewer's figure", "my base is 95k", "you said 80 base"),
    ("two currencies", "my base is $140k", "my base is 95k euros"),
    ("the team has grown", "we were a team of three", "we're a team of nine"),
    ("an earlier salary", "my base was 70k", "my base is 95k"),
    ("years with one tool", "I've 7 years of experience", "I have 3 years of experience with Spark"),
    ("a supposition", "p99 is 12 ms", "if p99 is 40 ms, we shed load"),
    ("quoted code", "p99 is 12 ms", "```\n# p99 is 40 ms\n```"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figure"), STATED)
def test_stated_figures(text: str, figure: tuple[str, float, str]) -> None:
    claims = [claim for claim in LEDGER.extract(text, round_id="ml_depth", seq=3) if claim.kind == "figure"]
    assert [(claim.subject, claim.value, claim.unit) for claim in claims] == [
        (figure[0], pytest.approx(figure[1]), figure[2])
    ]
    assert claims[0].quote in text


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_no_claim(text: str) -> None:
    assert [claim for claim in LEDGER.extract(text, round_id="ml_depth", seq=3) if claim.kind == "figure"] == []


@pytest.mark.parametrize(("earlier", "later"), CONTRADICTIONS)
def test_contradictions_are_found_with_both_quotes(earlier: str, later: str) -> None:
    (found,) = _conflicts(earlier, later)
    assert found.earlier.quote in earlier
    assert found.later.quote in later


@pytest.mark.parametrize(("why", "earlier", "later"), NO_CONTRADICTION)
def test_what_is_no_contradiction(why: str, earlier: str, later: str) -> None:
    assert _conflicts(earlier, later) == []


def test_figures_of_a_model_are_compared_across_rounds_only_where_they_name_it() -> None:
    assert _conflicts("AUC is 0.91", "AUC is 0.72", rounds=("ml_depth", "behavioral")) == []
    assert len(_conflicts("AUC is 0.91", "AUC is 0.72", rounds=("ml_depth", "ml_depth"))) == 1
    named = ("AUC of the fraud model is 0.91", "the fraud model has an AUC of 0.72")
    assert len(_conflicts(*named, rounds=("ml_depth", "behavioral"))) == 1


def test_a_quote_keeps_what_limits_it() -> None:
    (claim,) = LEDGER.extract("At Nortal, p99 was 40 ms, and we lived with it.", round_id="ml_depth", seq=1)
    assert claim.quote == "At Nortal, p99 was 40 ms"


def test_a_figure_repeated_once_settles_it() -> None:
    claims = _claims("p99 is 12 ms", "p99 was 40 ms", "p99 is 41 ms")
    assert LEDGER.conflicts(claims, 3) == []
    assert [conflict.id for conflict in LEDGER.conflicts(claims, 2)] == ["claims.p99-latency"]


def test_a_change_told_in_one_message_is_no_contradiction_neither_then_nor_later() -> None:
    told = "our p99 was 40 ms, now our p99 is 12 ms"
    assert _conflicts("our p99 is 90 ms", told) == []
    assert _conflicts(told, "our p99 is 90 ms") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I owned the calibration layer end to end.", "ownership"),
        ("I've built the feature store alone", "ownership"),
        ("I was solely responsible for serving", "ownership"),
        ("I rolled back at nine.", "decision"),
        ("In the end I decided to stop the launch!", "decision"),
        ("I told him no", "decision"),
    ],
)
def test_ownership_and_decisions(text: str, kind: str) -> None:
    (claim,) = LEDGER.extract(text, round_id="behavioral", seq=1)
    assert (claim.kind, claim.subject) == (kind, None)
    assert claim.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "If I owned it, I'd delete it.",
        "I ran into a timezone bug.",
        "I wrote to the customer.",
        "I wrote him an email",
        "I never owned it",
        "We decided to stop.",
        "He said the team built it.",
        "Should I have stopped it, had I decided earlier?",
        "```\n# I decided to use a dict\n```",
        "I picked up the phone.",
        "I told him about the number.",
        "I'd have rolled back.",
    ],
)
def test_what_is_neither_ownership_nor_decision(text: str) -> None:
    assert LEDGER.extract(text, round_id="behavioral", seq=1) == []


def test_every_quote_is_part_of_the_message() -> None:
    text = (
        "So — at Nortal I owned serving (p99 was 12 ms), 3k qps, and “recall” of 0.7…\n"
        "I decided to keep it;\tAUC: 0.82. "
        "My notice period is 4 weeks\u00a0and my base is 95k €."
    )
    claims = LEDGER.extract(text, round_id="ml_depth", seq=2)
    assert {claim.kind for claim in claims} == {"figure", "ownership", "decision"}
    assert all(claim.quote and claim.quote in text for claim in claims)


def _claims(*messages: str, rounds: tuple[str, ...] = ()) -> list[Claim]:
    found: list[Claim] = []
    for seq, message in enumerate(messages, start=1):
        found += LEDGER.extract(message, round_id=rounds[seq - 1] if rounds else "ml_depth", seq=seq)
    return found


def _conflicts(earlier: str, later: str, rounds: tuple[str, ...] = ()) -> list:
    return LEDGER.conflicts(_claims(earlier, later, rounds=rounds), 2)
