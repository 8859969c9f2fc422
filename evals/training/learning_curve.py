"""What more transcripts would bring to the offline grader, and what each group of its features brings now.

    python -m evals.training.learning_curve

Reads the transcripts of evals/datasets/grader_agreement.jsonl that are for training; those for testing are left alone.
Everything is predicted by models that never saw the question, cross-validated over questions, and seeded. Levels of
rounds are cut into decisions by the level's bar, without the grader's flags: the figures are of the trained model.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agent.catalog.loader import Catalog
from agent.grading.decision import LADDER, decision_for, score_for
from agent.grading.traits import NAMES, Yardsticks
from agent.retrieval.embedder import MiniLM
from evals.scorers.agreement import pairwise_order, quadratic_kappa
from evals.training.fit_answer_model import fit, predicted, scaled
from evals.training.rated_answers import Answer, Graded, training_rows, yardsticks_of

FOLDS, SEEDS, DRAWS = 4, 3, 400
SHARES = (0.25, 0.5, 0.75, 1.0)
Change = Callable[[Answer], Answer]


@dataclass(frozen=True, slots=True)
class Held:
    """A held-out transcript: the decision (1 to 6) and score (0 to 1) given, its label and its question."""

    given: int
    score: float
    label: float
    question: str


@dataclass(frozen=True, slots=True)
class Study:
    """Transcripts, each with the bar of its level, and what their answers are held against."""

    rows: Sequence[Graded]
    bars: Sequence[float]
    yardsticks: Yardsticks

    def held_out(self, share: float = 1.0, seed: int = 0) -> list[Held]:
        """Every transcript by a model that saw `share` of the other folds' questions, drawn by `seed`."""
        questions = sorted({row.transcript.question for row in self.rows})
        order = np.random.default_rng(0).permutation(len(questions))
        fold = {questions[place]: number % FOLDS for number, place in enumerate(order)}
        found: list[Held] = []
        for own in range(FOLDS):
            others = [question for question in questions if fold[question] != own]
            chosen = np.random.default_rng(seed).permutation(len(others))[: round(share * len(others))]
            seen = {others[place] for place in chosen}
            training = [row for row in self.rows if row.transcript.question in seen]
            model = scaled(fit(training, self.yardsticks), predicted(training, self.yardsticks), training)
            for row, bar in zip(self.rows, self.bars, strict=True):
                if fold[row.transcript.question] == own:
                    level = model.rounds.level([a.worth(model.rating(a.traits)) for a in row.answers])
                    given = LADDER.index(decision_for(level, bar)) + 1
                    found.append(Held(given, score_for(level, bar), row.label, row.transcript.question))
        return found

    def without(self, change: Change) -> Study:
        """The same with every answer changed."""
        return replace(self, rows=[replace(row, answers=tuple(map(change, row.answers))) for row in self.rows])


def qwk(found: Sequence[Held]) -> float:
    """Agreement of decisions with labels; 0 where there is none to compute."""
    return quadratic_kappa([one.given for one in found], [one.label for one in found]) or 0.0


def pairs(found: Sequence[Held]) -> float:
    """Pairs inside a question, labels two or more apart, in the right order; 0 where there is no pair."""
    columns = [one.score for one in found], [one.label for one in found], [one.question for one in found]
    return pairwise_order(*columns, 2.0) or 0.0


def lost(whole: Sequence[Held], less: Sequence[Held], of: Callable[[Sequence[Held]], float]) -> tuple[float, ...]:
    """What a figure loses from `whole` to `less` (the same transcripts in the same order): the loss, and the lower and
    the upper bound of its 95% interval, from DRAWS resamples of questions."""
    members: dict[str, list[int]] = {}
    for place, one in enumerate(whole):
        members.setdefault(one.question, []).append(place)
    groups, chance = list(members.values()), np.random.default_rng(0)
    drawn = []
    for _ in range(DRAWS):
        places = [place for group in chance.integers(0, len(groups), len(groups)) for place in groups[group]]
        drawn.append(of([whole[place] for place in places]) - of([less[place] for place in places]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return of(whole) - of(less), float(low), float(high)


def _flat(*names: str) -> Change:
    """Numbers that say nothing: the same for every answer."""
    columns = [NAMES.index(name) for name in names]

    def change(answer: Answer) -> Answer:
        numbers = answer.traits.numbers.copy()
        numbers[columns] = 0.0
        return replace(answer, traits=replace(answer.traits, numbers=numbers))

    return change


def _no_vectors(answer: Answer) -> Answer:
    same = np.full_like(answer.traits.whole, len(answer.traits.whole) ** -0.5)
    return replace(answer, traits=replace(answer.traits, whole=same, mean=same))


def _no_wording(answer: Answer) -> Answer:
    return replace(answer, traits=replace(answer.traits, wording=np.zeros_like(answer.traits.wording)))


def _no_layers(answer: Answer) -> Answer:
    return replace(answer, traits=replace(answer.traits, layers=np.zeros_like(answer.traits.layers)))


def _no_table(answer: Answer) -> Answer:
    return replace(answer, plain=2.5)


GROUPS: Mapping[str, Change] = {
    "vectors of the words": _no_vectors,
    "everyday words": _no_wording,
    "inner layers": _no_layers,
    "examples of the round": _flat("near_best", "near_mean", "hollow"),
    "examples of all rounds": _flat("sound", "sound_mean", "sound_best", "sound_worst"),
    "ask and question": _flat(
        "echo", "astray", "to_ask", "to_question", "more_than_to_others", "best_to_question", "best_to_ask"
    ),
    "figures and sums": _flat("figures", "figures_counted", "units", "wrong_sums"),
    "own acts, limits, minds": _flat(
        "own", "acts", "acts_counted", "we", "changed_minds", "owned_limits", "failure", "bounds"
    ),
    "reasons and conditions": _flat("reasons", "conditions", "trades", "negations"),
    "empty words": _flat(
        "overclaim", "deferred", "unknown", "generic", "buzz", "lecture", "handed_on", "not_known", "overclaims",
        "abstract", "asks_back",
    ),
    "the plain table": _no_table,
}  # fmt: skip
"""What is left out, one at a time, and learned anew without."""


def report(study: Study) -> Iterator[str]:
    """The curve, then the groups, a line each."""
    questions = {row.transcript.question for row in study.rows}
    yield f"{len(study.rows)} transcripts, {len(questions)} questions, {FOLDS} folds over questions"
    yield "share of the training questions, QWK and pairs two apart on the others (mean of seeds, least to most):"
    for share in SHARES:
        drawn = [study.held_out(share, seed) for seed in range(SEEDS if share < 1 else 1)]
        cells = [[of(found) for found in drawn] for of in (qwk, pairs)]
        yield f"  {share:4.0%}  " + "   ".join(f"{np.mean(c):.3f} ({min(c):.3f} to {max(c):.3f})" for c in cells)
    whole = study.held_out()
    yield "left out: what is lost of QWK and of pairs (95% over questions)"
    for name, change in GROUPS.items():
        less = study.without(change).held_out()
        losses = [lost(whole, less, of) for of in (qwk, pairs)]
        yield f"  {name:24}" + "   ".join(f"{loss:+.3f} [{low:+.3f}, {high:+.3f}]" for loss, low, high in losses)


async def main() -> None:
    """Measure the transcripts and print the report."""
    catalog, embeds = Catalog(), MiniLM()
    yardsticks = await yardsticks_of(catalog, embeds)
    rows = await training_rows(catalog, embeds, yardsticks)
    for line in report(Study(rows, bars_of(rows, catalog), yardsticks)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def bars_of(rows: Sequence[Graded], catalog: Catalog) -> list[float]:
    """The bar that each transcript is held to."""
    return [catalog.rubric(row.transcript.round).bars[row.transcript.level] for row in rows]


if __name__ == "__main__":
    asyncio.run(main())
