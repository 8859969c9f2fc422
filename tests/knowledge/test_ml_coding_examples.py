"""What the ML coding questions claim, recomputed: worked examples, figures, and that bad code is bad as it says."""

# ruff: noqa: N806 - matrices have capitals, as in the questions
from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest
from ml_coding_code import CATALOG, NAN, blocks, run, says

from agent.domain.terms import RoundKind


@pytest.mark.parametrize("name", [i.partition("-")[2] for i in CATALOG.question_ids(RoundKind.ML_CODING)])
@pytest.mark.parametrize("quality", ["good", "bad"])
def test_every_question_holds_one_block_of_good_and_one_of_wrong_code(name: str, quality: str) -> None:
    assert len(blocks(name, quality)) == 1


class TestDepotClusters:
    X = np.array([[0, 0], [0, 1], [10, 0], [10, 1]], np.float32)
    C = np.array([[0, 0], [10, 0], [100, 100]], np.float32)

    def test_the_four_points_end_at_one_half_with_three_depots_in_use(self) -> None:
        centres, labels, inertia = run("depot-clusters")["kmeans"](self.X, self.C)
        assert inertia == pytest.approx(0.5)
        assert set(labels) == {0, 1, 2}
        assert sorted(map(tuple, centres)) == [(0, 0), (0, 1), (10, 0.5)]
        two = run("depot-clusters")["kmeans"](self.X, self.C[:2])[2]
        assert two == pytest.approx(1.0)
        says("depot-clusters", "can end at 0.5", "with two it is 1.0")

    def test_a_missing_point_moves_nothing_and_a_shift_changes_no_label(self) -> None:
        kmeans = run("depot-clusters")["kmeans"]
        rng = np.random.default_rng(1)
        X = rng.uniform(-50, 50, (60, 2)).round().astype(np.float32)
        centres, labels, inertia = kmeans(X, X[:4])
        with_nan = np.vstack([X, [[NAN, 3]]])
        again, more, same = kmeans(with_nan, X[:4], block=7)
        np.testing.assert_allclose(again, centres)
        assert more[-1] == -1 and same == pytest.approx(inertia)
        shift = np.array([450_000, 5_500_000], np.float32)
        np.testing.assert_array_equal(kmeans(X + shift, X[:4] + shift)[1], labels)

    def test_one_single_address_ends_and_uses_one_label(self) -> None:
        centres, labels, inertia = run("depot-clusters")["kmeans"](np.ones((30, 2)), np.arange(10).reshape(5, 2))
        assert set(labels) == {0} and inertia == 0 and np.all(centres == 1)

    def test_the_careless_mean_of_nobody_is_not_a_number(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scope = run("depot-clusters", "bad", X=self.X, lab=np.array([0, 0, 1, 1]), k=3)
        assert np.isnan(scope["C"][2]).all()
        assert np.argmin([np.nan, np.nan]) == 0

    def test_bytes_and_the_steps_of_single_precision(self) -> None:
        n, k = 2_000_000, 300
        assert (n * k * 8, n * k * 2 * 8, 10_000 * k * 8) == (4.8e9, 9.6e9, 24e6)
        step = float(np.spacing(np.float32(5.5e6**2)))
        assert step == 2_097_152 and round(step**0.5 / 1000, 1) == 1.4
        assert round(float(np.spacing(5.5e6**2)), 3) == 0.004
        says("depot-clusters", "4.8 GB", "9.6 GB", "24 megabytes", "2,097,152", "1.4 km", "0.004")


class TestLiftDoors:
    z = np.array([2.0, -1.0, 800.0])
    y = np.array([1, 0, 0])

    def loss(self, z: np.ndarray, y: np.ndarray) -> float:
        return float(run("lift-doors")["loss_grad"](np.ones(1), 0.0, z[:, None], y, 0.0)[0])

    def test_three_logits(self) -> None:
        each = [self.loss(self.z[i : i + 1], self.y[i : i + 1]) for i in range(3)]
        assert [round(v, 4) for v in each] == [0.1269, 0.3133, 800]
        assert round(self.loss(self.z, self.y), 2) == 266.81
        says("lift-doors", "0.1269, 0.3133 and 800", "266.81")

    def test_the_gradient_is_that_of_the_loss_and_a_column_of_labels_changes_nothing(self) -> None:
        loss_grad = run("lift-doors")["loss_grad"]
        rng = np.random.default_rng(0)
        X, y, w, b = rng.normal(size=(40, 5)), rng.integers(0, 2, 40), rng.normal(size=5), 0.3
        loss, gw, gb = loss_grad(w, b, X, y, 0.1)
        e = 1e-5
        for j in range(5):
            step = e * np.eye(5)[j]
            slope = (loss_grad(w + step, b, X, y, 0.1)[0] - loss_grad(w - step, b, X, y, 0.1)[0]) / (2 * e)
            assert slope == pytest.approx(gw[j], rel=1e-6)
        slope = (loss_grad(w, b + e, X, y, 0.1)[0] - loss_grad(w, b - e, X, y, 0.1)[0]) / (2 * e)
        assert slope == pytest.approx(gb, rel=1e-6)
        assert loss_grad(w, b, X, y[:, None], 0.1)[0] == loss
        assert loss_grad(0 * w, 0.0, X, y, 0.1)[0] == pytest.approx(0.6931, abs=5e-5)

    def test_the_naive_loss_ends_at_infinity(self) -> None:
        with np.errstate(all="ignore"):
            assert run("lift-doors", "bad", z=self.z, y=self.y)["loss"] == np.inf
        one = np.float32(1)
        assert one / (one + np.exp(-np.float32(17))) == one
        assert one / (one + np.exp(-np.float32(16))) < one
        says("lift-doors", "already from about 17")

    def test_figures_of_clipping_weights_and_the_square_of_differences(self) -> None:
        assert np.float32(1) - np.float32(1e-8) == np.float32(1)
        assert round(-np.log(1e-7), 1) == 16.1
        assert round(np.log(0.988 / 0.012), 2) == 4.41 and round(0.988 / 0.012) == 82
        assert 40_000**2 * 8 == 12.8e9 and 0.012 * 40_000 == 480
        p, y = np.array([0.1, 0.2, 0.6]), np.array([[1], [0], [1]])
        assert (p - y).shape == (3, 3)
        assert (p - y).mean() == pytest.approx(p.mean() - y.mean())
        says("lift-doors", "16.1 at 1e-7", "subtract 4.41", "12.8 GB", "480 rows")


class TestNewbornScreening:
    s = np.array([0.9, 0.8, 0.6, 0.6, 0.6, 0.2])
    y = np.array([1, 0, 1, 1, 0, 0])

    @staticmethod
    def slow(s: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        pos, neg = s[y == 1], s[y == 0]
        area = np.mean([(p > q) + 0.5 * (p == q) for p in pos for q in neg])
        ap, before = 0.0, 0.0
        for t in sorted(set(s), reverse=True):
            called = s >= t
            recall = y[called].sum() / y.sum()
            ap += (recall - before) * y[called].mean()
            before = recall
        return float(area), float(ap)

    def test_six_rows(self) -> None:
        auc, ap = run("newborn-screening")["auc_ap"](self.s, self.y)
        assert (round(auc, 4), round(ap, 4)) == (0.6667, 0.7333)
        says("newborn-screening", "0.6667 and 0.7333")

    def test_against_the_slow_version_with_ties_and_in_any_order(self) -> None:
        auc_ap = run("newborn-screening")["auc_ap"]
        rng = np.random.default_rng(2)
        for _ in range(60):
            s, y = rng.random(30).round(1), rng.integers(0, 2, 30)
            np.testing.assert_allclose(auc_ap(s, y), self.slow(s, y), atol=1e-12)
            order = rng.permutation(30)
            np.testing.assert_allclose(auc_ap(s[order], y[order]), auc_ap(s, y), atol=1e-12)

    def test_constant_scores_one_class_and_missing_scores(self) -> None:
        auc_ap = run("newborn-screening")["auc_ap"]
        y = np.arange(250) == 7
        np.testing.assert_allclose(auc_ap(np.zeros(250), y), (0.5, 0.004))
        assert np.isnan(auc_ap(self.s, np.zeros(6))).all()
        missing = np.where(self.s == 0.2, np.nan, self.s)
        assert auc_ap(missing, self.y) == auc_ap(self.s, self.y)

    def test_row_by_row_the_answer_depends_on_the_order_of_the_table(self) -> None:
        rng = np.random.default_rng(0)
        orders = [rng.permutation(6) for _ in range(30)]
        values = {round(run("newborn-screening", "bad", s=self.s[o], y=self.y[o])["ap"], 4) for o in orders}
        assert len(values) > 1 and min(values) >= 0.7 and max(values) <= 0.8056
        best, worst = np.mean([1, 2 / 3, 3 / 4]), np.mean([1, 2 / 4, 3 / 5])
        assert [round(v, 4) for v in (best, worst)] == [0.8056, 0.7]
        assert [(3 + 2 + 2) / 9, (3 + 1 + 1) / 9] == [7 / 9, 5 / 9]
        says("newborn-screening", "between 0.70 and 0.8056", "between 5/9 and 7/9")

    def test_counts(self) -> None:
        pairs = 12_000 * (3_000_000 - 12_000)
        assert round(pairs / 1e9) == 36 and pairs > np.iinfo(np.int32).max
        assert round(100 * (0.85 * 0.15 / 12_000) ** 0.5, 1) == 0.3
        says("newborn-screening", "36 billion", "36 GB", "3.6e10")


class TestDairySplit:
    cow = np.array(list("AABBCCDD"))
    day = np.array([1, 20, 3, 25, 5, 30, 22, 28])

    def test_eight_rows(self) -> None:
        split = run("dairy-split")["split"]
        train, valid = split(self.cow, self.day, 21, 7, held=["C", "D"])
        assert (train.tolist(), valid.tolist()) == ([0, 2], [5, 6, 7])
        says("dairy-split", "Training is rows 0 and 2, validation rows 5, 6 and 7")

    def test_no_cow_twice_a_gap_and_new_cows_move_nobody(self) -> None:
        split = run("dairy-split")["split"]
        rng = np.random.default_rng(3)
        cow = rng.integers(0, 300, 5000).astype(str)
        day = rng.integers(0, 180, 5000)
        train, valid = split(cow, day, 150, 7, 0.2)
        assert not set(cow[train]) & set(cow[valid])
        assert day[train].max() + 7 <= 150 <= day[valid].min()
        more = np.concatenate([[f"new{i}" for i in range(50)], cow])
        later = split(more, np.concatenate([np.full(50, 160), day]), 150, 7, 0.2)[1]
        assert set((later[later >= 50] - 50).tolist()) == set(valid.tolist())

    def test_a_plain_cut_trains_on_a_label_of_the_future(self) -> None:
        scope = run("dairy-split", "bad", day=self.day, cutoff=21)
        assert 1 in scope["train"] and self.day[1] + 7 > 21
        assert set(self.cow[scope["train"]]) & set(self.cow[scope["valid"]])

    def test_shares(self) -> None:
        train, valid = 0.8 * 143 / 180, 0.2 * 30 / 180
        assert (round(100 * train), round(100 * valid, 1)) == (64, 3.3)
        assert round(400_000 * valid, -2) == 13_300 and round(0.02 * 400_000 * valid) == 267
        assert round(1 - train - valid, 2) == 0.33
        says("dairy-split", "64 percent", "3.3 percent", "13,300 rows, 267 positive")


class FakeModel:
    """Its weight is the number of the epoch just trained; its validation losses are given."""

    def __init__(self, losses: Sequence[float]) -> None:
        self.w = np.full(1, -1.0)
        self.losses = losses

    def step(self, batch: object) -> None:
        self.w += 1

    def validate(self) -> float:
        return self.losses[int(self.w[0])]


class TestPowerLoadLoop:
    losses = (0.50, 0.41, 0.38, 0.39, 0.37, 0.40, 0.42, 0.41, 9.0, 9.0)

    @pytest.mark.parametrize(("minimum", "best", "looks"), [(0.0, 4, 8), (0.02, 2, 6)])
    def test_eight_losses(self, minimum: float, best: int, looks: int) -> None:
        model, seen = FakeModel(self.losses), []

        def validate(m: FakeModel) -> float:
            seen.append(m.validate())
            return seen[-1]

        fit = run("power-load-loop")["fit"]
        assert fit(model, lambda epoch: [0], validate, min_delta=minimum) == (best, self.losses[best])
        assert model.w[0] == best and len(seen) == looks
        says("power-load-loop", "stops after epoch 7 and returns epoch 4", "stops after epoch 5 and returns epoch 2")

    def test_a_loss_that_is_no_number_is_said(self) -> None:
        model = FakeModel([0.5, NAN])
        with pytest.raises(FloatingPointError, match="epoch 1"):
            run("power-load-loop")["fit"](model, lambda epoch: [0], FakeModel.validate)
        assert not NAN < 0.37 and not NAN >= 0.37

    def test_without_a_copy_the_kept_weights_go_on_changing(self) -> None:
        model = FakeModel(self.losses)
        model.step(0)
        kept = run("power-load-loop", "bad", model=model, loss=0.5, best=1.0)["best_w"]
        model.step(0)
        assert kept[0] == 1

    def test_the_smallest_of_sixty_looks(self) -> None:
        smallest = np.random.default_rng(0).standard_normal((20_000, 60)).min(axis=1).mean()
        assert round(-smallest, 1) == 2.3
        says("power-load-loop", "2.3 sd", "About 2.3 standard deviations")
