"""What readers would ask next: how it is read, and what it does to the order of follow-ups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agent.catalog.loader import Catalog
from agent.domain.interview import Sought
from agent.domain.terms import Level, RoundKind
from agent.errors import KnowledgeError
from agent.retrieval import documents
from agent.retrieval.asked_next import AskedNext, direction, load_asked_next
from agent.retrieval.base import DIMENSIONS
from agent.retrieval.embedder import embedder
from agent.retrieval.inner_layers import INNER
from agent.retrieval.ranking import Tuning, lifted
from agent.retrieval.search import ProbeSearch

QUESTION = "ml_depth-battery-paper"


def one_way(probes: dict[str, float]) -> AskedNext:
    """Readers who would ask the same next whatever is said."""
    size = len(INNER) * DIMENSIONS
    mean, sd = np.zeros((len(INNER), DIMENSIONS), np.float32), np.ones((len(INNER), DIMENSIONS), np.float32)
    places = {id: at for at, id in enumerate(probes)}
    steps, scale = np.zeros((len(probes), size), np.int8), np.ones(len(probes), np.float32)
    return AskedNext(mean, sd, steps, scale, np.array([*probes.values()], np.float32), places)


def test_what_ships_knows_our_follow_ups_and_no_others():
    learned = load_asked_next()
    ours = {target.id for target in documents.targets(Catalog()) if target.kind == "probe"}
    known = set(learned.places)
    assert known <= ours, sorted(known - ours)[:5]
    assert len(known) > 0.95 * len(ours)
    assert np.abs(learned.steps).max(axis=1).min() == 127
    assert np.isfinite([*learned.scale, *learned.usual]).all()


def test_a_direction_has_length_one_whatever_the_answer():
    layers = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    said = direction(layers, layers.mean(axis=0, keepdims=True), np.ones((6, 4), np.float32))
    assert said.shape == (24,)
    assert np.linalg.norm(said) == pytest.approx(1.0, abs=1e-5)
    assert not direction(layers, layers, np.ones((6, 4), np.float32)).any()


def test_only_what_is_known_is_graded():
    learned = one_way({"a": 0.5, "b": -0.25})
    layers = np.zeros((len(INNER), DIMENSIONS), np.float32)
    assert learned.gladly(layers, ["b", "c"]) == {"b": -0.25}
    assert learned.gladly(layers, ["c"]) == {}


def test_a_share_of_it_is_added_and_ties_go_by_id():
    order = [("b", 0.4), ("a", 0.3), ("c", 0.2)]
    assert lifted(order, {"c": 1.0}, 0.3) == [("c", 0.5), ("b", 0.4), ("a", 0.3)]
    assert [name for name, _ in lifted(order, {"a": 1.0, "b": 0.5, "c": 1.0}, 0.1)] == ["b", "a", "c"]
    assert lifted(order, {}, 0.3) == order


def test_the_way_an_answer_is_said_moves_the_grade():
    plain = one_way({"a": 0.5, "b": 0.5})
    steps = plain.steps.copy()
    steps[0, :DIMENSIONS] = 127
    leaning = replace(plain, steps=steps, scale=np.full(2, 1 / 127, np.float32))
    layers = np.zeros((len(INNER), DIMENSIONS), np.float32)
    layers[0] = 1 / np.sqrt(DIMENSIONS)
    found = leaning.gladly(layers, ["a", "b"])
    assert found["a"] == pytest.approx(0.5 + np.sqrt(DIMENSIONS), rel=1e-3)
    assert found["b"] == pytest.approx(0.5)


def test_a_damaged_file_is_named(tmp_path):
    file = tmp_path / "asked_next.npz"
    file.write_bytes(b"PK\x03\x04 half a file")
    with pytest.raises(KnowledgeError, match=r"asked_next\.npz:1: what is asked next can't be loaded"):
        load_asked_next(file)


async def test_the_search_asks_first_what_readers_would_by_the_answer_to_the_question_itself():
    own = [probe.id for probe in Catalog().question(QUESTION).probes]
    text = "I would retrain on the last month only and look at the calibration of the new model before it ships."
    sought = Sought(text, RoundKind.ML_DEPTH, QUESTION, Level.SENIOR, Catalog().statement(QUESTION))

    async def found(learned: AskedNext, sought: Sought) -> list[str]:
        search = ProbeSearch(Catalog(), embedder(), None, learned=learned)
        return [one.id for one in await search.candidates(sought)]

    plain = await found(one_way({"none": 0.0}), sought)
    last = next(id for id in reversed(plain) if id in own)
    liked = one_way({last: 50.0})
    assert plain[0] != last
    assert (await found(liked, sought))[0] == last
    short = replace(sought, opening="Look at the label.")
    assert await found(liked, short) == plain  # nothing is learned of a few words
    assert (await found(liked, replace(short, opening=text)))[0] == last


async def test_without_inner_layers_the_order_is_as_before():
    class Plain:
        name = embedder().name
        embed = staticmethod(embedder().embed)

    sought = Sought("We redefined the label twice.", RoundKind.ML_DEPTH, QUESTION, Level.SENIOR)
    learned = one_way({probe.id: 9.0 for probe in Catalog().question(QUESTION).probes[-1:]})
    plain = await ProbeSearch(Catalog(), Plain(), None, learned=learned).candidates(sought)
    off = await ProbeSearch(Catalog(), embedder(), None, replace(Tuning(), learned=0.0)).candidates(sought)
    assert plain == off


async def test_what_fits_any_question_is_put_in_the_order_that_readers_would_ask_it():
    ids = [probe.id for probe in Catalog().probe_set(RoundKind.ML_DEPTH).probes]
    search = ProbeSearch(Catalog(), embedder(), None, learned=one_way({ids[2]: 1.0, ids[0]: 0.5, ids[1]: 1.0}))
    text = "I would retrain on the last month only and look at the calibration of the new model before it ships."
    sought = Sought(text, RoundKind.ML_DEPTH, QUESTION, Level.SENIOR)
    first, second = sorted(ids[1:3])
    assert await search.preferred(sought, ids) == (first, second, ids[0])
    assert await search.preferred(replace(sought, text="Retrain it."), ids) == ()
    assert await search.preferred(replace(sought, text="Retrain it.", opening=text), ids) == (first, second, ids[0])
