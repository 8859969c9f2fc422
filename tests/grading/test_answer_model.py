"""The trained part of the offline grader: loads or says why not, and is moved by substance and not by form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from graded_rounds import catalog, grader

from agent.domain.terms import Role, RoundKind
from agent.domain.transcript import Transcript, Turn
from agent.errors import KnowledgeError
from agent.grading.answer_model import AnswerModel, Worth, likeness, load_model, packed, unpacked
from agent.grading.answers import measure
from agent.grading.exchanges import read_exchanges
from agent.grading.traits import NAMES, Embedded, Traits, Yardsticks, off_topic, traits
from agent.grading.wording import plain_words, wording
from agent.retrieval.embedder import embedder as own_embedder

ASK = "Our labels were redefined twice last month. What do you do first?"
SOUND = (
    "I'd freeze the definition of the 1st and relabel 400 rows of each month by hand. If the two definitions disagree on "
    "more than 5 percent of them I would not train on both, I'd keep the old model and tell sales why."
)
HOLLOW = (
    "Labels are super important, so I'd align with all stakeholders and make sure that we follow best practices for data "
    "quality, and then the model would take care of the rest automatically."
)


async def worth(text: str, ask: str = ASK) -> float:
    reference = await grader().prepare(catalog().rubric(RoundKind.ML_DEPTH))
    turns = (Turn(Role.INTERVIEWER, ask), Turn(Role.CANDIDATE, text))
    (exchange,) = read_exchanges(Transcript(RoundKind.ML_DEPTH, turns, question=ask))
    measured = await measure(own_embedder(), reference, exchange)
    model = load_model()
    return model.rating(traits(text, measured.features, measured.seen, model.yardsticks))


async def test_a_decision_with_its_condition_is_worth_more_than_fluent_generalities() -> None:
    assert await worth(SOUND) > await worth(HOLLOW) + 1


@pytest.mark.xfail(
    strict=True, reason="the trained part doesn't hear whether it is this that was asked: evals/README.md"
)
async def test_the_same_answer_to_another_question_is_worth_less() -> None:
    other = "What base salary and how much equity would make you accept by Friday?"
    assert await worth(SOUND, other) < await worth(SOUND)


async def test_a_small_slip_of_the_keyboard_hardly_moves_it() -> None:
    assert (
        abs(await worth(SOUND.replace("definition", "defintion").replace("relabel", "re-label")) - await worth(SOUND))
        < 0.35
    )


def test_what_was_learned_is_given_back_and_unlike_answers_get_the_middle() -> None:
    axes = np.eye(4, 384, dtype=np.float32)
    numbers = np.zeros((2, len(NAMES)), dtype=np.float32)
    numbers[1] = 9
    yard = Yardsticks(axes[3], 0.0, axes, {"word": 0, "other": 1})
    alike = likeness(numbers, axes[:2], axes[:2], numbers, axes[:2], axes[:2])
    assert alike.diagonal() == pytest.approx(3, abs=1e-5)
    shares = np.linalg.solve(alike + 1e-4 * np.eye(2), np.array([1.0, -1.0])).astype(np.float32)
    width = np.ones(len(NAMES), dtype=np.float32)
    words, said = np.array([0.5, 0.0], np.float32), np.eye(2, dtype=np.float32)
    rounds = load_model().rounds
    layers, unseen = np.array([0.0, -0.25, 0.0], np.float32), np.zeros(3, np.float32)
    usual = (unseen, np.ones(3, np.float32))
    vectors = (axes[:2], axes[:2])
    model = AnswerModel(0 * width, width, numbers, *vectors, shares, words, layers, *usual, 2.5, 0.0, 1.0, yard, rounds)
    assert model.rating(Traits(numbers[0], axes[0], axes[0], said[1], unseen)) == pytest.approx(3.5, abs=0.01)
    assert model.rating(Traits(numbers[1], axes[1], axes[1], said[1], unseen)) == pytest.approx(1.5, abs=0.01)
    assert model.rating(Traits(numbers[1] * -9, axes[2], axes[2], said[1], unseen)) == pytest.approx(2.5, abs=0.1)
    assert model.rating(Traits(numbers[0], axes[0], axes[0], said[0], unseen)) == pytest.approx(4.0, abs=0.01)
    deep = Traits(numbers[0], axes[0], axes[0], said[1], np.array([0.0, 9.0, 0.0], np.float32))
    assert model.rating(deep) == pytest.approx(3.25, abs=0.01), "a layer, no more for being far off"


def test_a_vector_loses_what_it_owes_to_its_round_and_its_question() -> None:
    manner, question, centre = np.eye(3, 384, dtype=np.float32)
    seen = Embedded(manner[None], manner, question, centre + 2 * question, centre, manner[None])
    assert off_topic(0.3 * manner + 0.8 * question + centre, seen) == pytest.approx(manner)
    assert off_topic(0.3 * manner - 0.2 * question + centre, seen) == pytest.approx(manner), "another question"
    assert not off_topic(centre, seen).any(), "no more than the round: like nothing"


def test_everyday_words_are_the_same_in_every_manner_of_saying_them() -> None:
    full = "I would not ask them, it was 40 rows and they are his, we cannot."
    short = "I wouldn’t ask 'em, it was 41 rows and they're hers, we can't."
    assert plain_words(short.replace("'em", "them")) == plain_words(full)
    assert plain_words("He asked her mother's friend.") == plain_words("She asked him, mother friend")
    assert plain_words("'s 5 n't") == ["s", "n't"] and plain_words("") == []


def test_what_is_said_again_adds_little_and_length_nothing() -> None:
    places = {"because": 0, "never": 1}
    assert 0 < wording("Because.", places)[0] < 0.5 and not wording("nothing of it", places).any(), (
        "a word is no manner"
    )
    said = [f"w{chr(97 + place)}" for place in range(20)]
    everyday = {word: place for place, word in enumerate(said)}
    once = wording(" ".join(said), everyday)
    assert float(once @ once) == pytest.approx(1) and wording(" ".join(said * 9), everyday) == pytest.approx(once)
    assert wording(" ".join([said[0]] * 9 + said), everyday)[0] < 4 * once[0]


def answers(*values: float | None) -> list[Worth]:
    return [Worth(value or 1.0, value is None, 0.0, 0.0) for value in values]


def test_a_round_is_more_than_the_mean_of_its_answers() -> None:
    level = load_model().rounds.level
    assert level(answers(None, None, None)) == 1.0, "nothing was said"
    assert 1.0 <= level(answers(1.2, 0.4, -1.0)) <= level(answers(2.0, 2.5, 2.2)) < level(answers(3.8, 4.4, 5.0)) <= 4.0
    assert level(answers(2.0, 2.0, 3.5, 3.5)) > level(answers(3.5, 3.5, 2.0, 2.0)), "a slow start, a collapse"


def test_packing_keeps_a_direction() -> None:
    vectors = np.random.default_rng(0).standard_normal((5, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert (unpacked(packed(vectors)) * vectors).sum(axis=1).min() > 0.9998


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_a_missing_or_damaged_model_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "m.npz").write_bytes(content)
    with pytest.raises(KnowledgeError, match="Install mockloop again") as error:
        load_model(tmp_path / "m.npz")
    assert "\n" not in str(error.value)
