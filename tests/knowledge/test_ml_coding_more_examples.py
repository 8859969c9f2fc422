"""What the ML coding questions claim, recomputed, continued: networks, encodings, streams and boxes."""

# ruff: noqa: N806 - matrices have capitals, as in the questions
from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from ml_coding_code import NAN, run, says


class TestClaimsTwoLayers:
    @staticmethod
    def net(n: int = 6) -> tuple[Any, ...]:
        rng = np.random.default_rng(4)
        d, h, k = 5, 7, 3
        weights = [rng.normal(size=(d, h)), rng.normal(size=h), rng.normal(size=(h, k)), rng.normal(size=k)]
        return rng.normal(size=(n, d)), rng.integers(0, k, n), weights

    def test_three_logits(self) -> None:
        logits = np.array([[2.0, 1, 0]])
        loss, grads = run("claims-two-layers")["loss_grads"](
            np.ones((1, 1)), np.array([0]), np.ones((1, 1)), np.zeros(1), logits, np.zeros(3)
        )
        assert round(loss, 4) == 0.4076
        np.testing.assert_allclose(grads[3], [-0.3348, 0.2447, 0.0900], atol=5e-5)
        says("claims-two-layers", "0.6652, 0.2447, 0.0900", "0.4076", "-0.3348, 0.2447, 0.0900")

    def test_the_gradients_are_those_of_the_loss(self) -> None:
        loss_grads = run("claims-two-layers")["loss_grads"]
        X, y, weights = self.net()
        grads = loss_grads(X, y, *weights)[1]
        for which, grad in enumerate(grads):
            assert grad.shape == weights[which].shape
            for place in np.ndindex(grad.shape):
                sides = []
                for step in (1e-5, -1e-5):
                    moved = [w.copy() for w in weights]
                    moved[which][place] += step
                    sides.append(loss_grads(X, y, *moved)[0])
                assert (sides[0] - sides[1]) / 2e-5 == pytest.approx(grad[place], rel=1e-5, abs=1e-8)

    def test_zero_weights_and_logits_of_a_thousand(self) -> None:
        loss_grads = run("claims-two-layers")["loss_grads"]
        zeros = [np.zeros((300, 64)), np.zeros(64), np.zeros((64, 12)), np.zeros(12)]
        X, y = np.ones((8, 300)), np.arange(8)
        loss, grads = loss_grads(X, y, *zeros)
        assert round(loss, 4) == 2.4849
        assert [bool(np.any(g)) for g in grads] == [False, False, False, True]
        assert sum(w.size for w in zeros) == 20_044
        big = np.array([[1000.0, 0, -1000]])
        ones = np.ones((1, 1))
        assert loss_grads(ones, np.array([1]), ones, np.zeros(1), big, np.zeros(3))[0] == 1000
        says("claims-two-layers", "2.4849", "20,044", "40,088", "1000 with log-sum-exp")

    def test_without_the_maximum_it_is_not_a_number(self) -> None:
        L = np.array([[1000, 0, -1000]], np.float32)
        with np.errstate(all="ignore"):
            assert np.isnan(run("claims-two-layers", "bad", L=L, n=1, y=np.array([0]))["loss"])

    def test_a_maximum_over_the_batch_starves_the_others(self) -> None:
        L = np.array([[1000.0, 0], [1, 0]])
        assert np.exp(L - L.max())[1].sum() == 0
        loss_grads = run("claims-two-layers")["loss_grads"]
        loss = loss_grads(
            np.array([[1000.0], [0]]), np.array([0, 1]), np.ones((1, 1)), np.zeros(1), L[:1] / 1000, -L[1]
        )[0]
        assert loss == pytest.approx(np.log1p(np.exp(-1)) / 2)
        assert np.arange(12)[-1] == 11


class TestMusicAttention:
    Q = np.array([[[1.0, 0], [0, 0], [0, 0]]])
    K = np.array([[[1.0, 0], [0, 1], [5, 5]]])
    V = np.array([[[10.0], [20], [99]]])
    real = np.array([[True, True, False]])

    def test_one_query(self) -> None:
        attention = run("music-attention")["attention"]
        assert attention(self.Q, self.K, self.V, self.real, causal=False)[0, 0, 0] == pytest.approx(13.302, abs=5e-4)
        every = np.ones_like(self.real)
        unmasked = attention(self.Q, self.K, self.V, every, causal=False)[0, 0, 0]
        assert round(unmasked, 2) == 92.05
        e = np.exp(np.array([1, 0, 5]) / 2**0.5)
        assert [round(w, 3) for w in (e / e.sum())[:2]] == [0.054, 0.027]
        says("music-attention", "13.302", "92.05", "0.6698, 0.3302", "0.054 and 0.027")

    def test_padding_and_the_future_change_nothing_and_empty_sessions_give_zeros(self) -> None:
        attention = run("music-attention")["attention"]
        rng = np.random.default_rng(5)
        Q, K, V = rng.normal(size=(3, 4, 6, 2))[:, :, :, :]
        real = np.arange(6) < np.array([6, 3, 1, 0])[:, None]
        out = attention(Q, K, V, real)
        hole = np.where(real[:, :, None], 0, NAN)
        np.testing.assert_array_equal(attention(Q, K + hole, V + hole, real), out)
        later = V.copy()
        later[:, 4:] = 7
        np.testing.assert_array_equal(attention(Q, K, later, real)[:, :4], out[:, :4])
        assert not out[3].any() and np.isnan(0 * NAN)

    def test_the_mask_without_an_axis_runs_when_batch_and_length_are_equal(self) -> None:
        scores, mask = np.zeros((3, 3, 3)), np.ones((3, 3), bool)
        assert np.where(mask, scores, 1).shape == (3, 3, 3)
        with pytest.raises(ValueError, match="broadcast"):
            np.where(np.ones((2, 3), bool), np.zeros((2, 4, 3)), 1)

    def test_the_wrong_axis_leaves_rows_that_are_not_one(self) -> None:
        scope = run("music-attention", "bad", Q=self.Q + 1, K=self.K, d=2)
        assert not np.allclose(scope["W"].sum(axis=2), 1)

    def test_figures(self) -> None:
        assert round(64 * 8 * 200**2 * 4 / 1e6) == 82 and round(64 * 8 * 4000**2 * 4 / 1e9, 1) == 32.8
        assert round(32**0.5, 2) == 5.66 and round(32**0.5 / 32, 2) == 0.18
        with np.errstate(over="ignore"):
            assert np.float16(-1e9) == -np.inf
        assert np.finfo(np.float16).max == 65_504
        says("music-attention", "32.8 GB against 82 MB", "5.66", "0.18", "65,504")


def auc(s: np.ndarray, y: np.ndarray) -> float:
    return float(run("newborn-screening")["auc_ap"](s, y)[0])


class TestUsedCarsEncoding:
    cat = np.array(list("AAABBC"))
    y = np.array([1, 0, 1, 0, 0, 1])
    fold = np.array([0, 1, 2, 0, 1, 2])

    def test_six_cars(self) -> None:
        values, table, unseen = run("used-cars-encoding")["encode"](self.cat, self.y, self.fold, 2)
        np.testing.assert_allclose(values, [0.5, 0.875, 0.375, 1 / 3, 0.5, 0.25])
        assert table["A"] == pytest.approx((2 + 2 * 0.5) / 5) and unseen == 0.5
        says("used-cars-encoding", "0.5, 0.875, 0.375, 0.333, 0.5, 0.25")

    def test_a_label_moves_other_folds_and_never_its_own_value(self) -> None:
        encode = run("used-cars-encoding")["encode"]
        before = encode(self.cat, self.y, self.fold, 2)[0]
        for i in range(6):
            flipped = self.y.copy()
            flipped[i] ^= 1
            moved = encode(self.cat, flipped, self.fold, 2)[0] != before
            assert not moved[self.fold == self.fold[i]].any() and moved.any()

    def test_on_coin_flips_the_average_over_all_rows_looks_good(self) -> None:
        rng = np.random.default_rng(0)
        cat, y, fold = (rng.integers(0, k, 20_000) for k in (5000, 2, 5))
        naive = (np.bincount(cat, y, 5000) / np.maximum(np.bincount(cat, minlength=5000), 1))[cat]
        honest = run("used-cars-encoding")["encode"](cat, y, fold, 10)[0]
        assert round(auc(naive, y), 2) == 0.78
        assert abs(auc(honest, y) - 0.5) < 0.02
        says("used-cars-encoding", "AUC 0.78 on training", "about 0.78")

    def test_the_average_per_name_holds_the_own_label(self) -> None:
        scope = run("used-cars-encoding", "bad", cat=self.cat, y=self.y)
        assert scope["enc"][5] == self.y[5]

    def test_leaving_one_out_turns_the_order_round(self) -> None:
        y = np.array([1, 1, 0, 0])
        np.testing.assert_allclose((y.sum() - y) / 3, [1 / 3, 1 / 3, 2 / 3, 2 / 3])

    def test_the_prior_moves_against_the_fold(self) -> None:
        rng = np.random.default_rng(1)
        y, fold = rng.integers(0, 2, 500), np.repeat(np.arange(5), 100)
        for f in range(5):
            shift = y[fold != f].mean() - y.mean()
            assert shift == pytest.approx(-(y[fold == f].mean() - y.mean()) / 4)
        assert round(0.5 / 4000**0.5 / 4, 3) == 0.002


class TestWaterPressureStream:
    readings = (4, 7, 13, 16)

    def summary(self, values: Any) -> Any:
        moments = run("water-pressure-stream")["Moments"](1)
        for value in values:
            moments.update(np.array([value]))
        return moments

    @pytest.mark.parametrize("shift", [0, 1e9])
    def test_four_readings_far_from_zero_too(self, shift: float) -> None:
        moments = self.summary([r + shift for r in self.readings])
        assert moments.M2[0] == 90 and moments.variance()[0] == 30 and moments.mean[0] == 10 + shift
        says("water-pressure-stream", "sum of squared deviations 90, sample variance 30")

    def test_any_cut_merged_is_the_same(self) -> None:
        values = np.random.default_rng(6).normal(500_000, 20, 30)
        whole = self.summary(values)
        for cut in range(31):
            left = self.summary(values[:cut])
            left.merge(self.summary(values[cut:]))
            np.testing.assert_allclose(left.variance(), whole.variance(), rtol=1e-9)
            np.testing.assert_allclose(left.mean, whole.mean, rtol=1e-12)
        np.testing.assert_allclose(whole.variance(), values.var(ddof=1), rtol=1e-9)

    def test_missing_single_and_stuck_readings(self) -> None:
        assert self.summary([4, NAN, 7, NAN, 13, 16]).variance()[0] == 30
        assert np.isnan(self.summary([5]).variance()[0]) and np.isnan(self.summary([NAN]).variance()[0])
        assert self.summary([3.3] * 50).variance()[0] == 0

    def test_sums_of_squares_cancel(self) -> None:
        x = np.array(self.readings) + 1e9
        assert round(((x**2).sum() - x.sum() ** 2 / 4) / 3) == -171
        assert np.spacing(np.float32(500_000**2)) == 16_384
        assert float(np.spacing(np.float32(500_000))) == 0.03125
        says("water-pressure-stream", "minus 171", "16,384", "0.03 at 500,000")

    def test_the_same_deviation_twice_is_too_much(self) -> None:
        mean, total = 4.0, 0.0
        for n, x in enumerate(self.readings[1:], start=2):
            scope = run("water-pressure-stream", "bad", x=x, mean=mean, n=n, M2=total)
            mean, total = scope["mean"], scope["M2"]
        assert (mean, total) == (10, 129.25)
        says("water-pressure-stream", "129.25")

    def test_counters_and_alarms(self) -> None:
        last = np.float32(2**24)
        assert last + np.float32(1) == last and 2**24 == 16_777_216 and round(2**24 / 86_400) == 194
        assert 40_000 * 3 * 8 == 960_000
        assert round(40_000 * math.erfc(4 / 2**0.5), 1) == 2.5
        says("water-pressure-stream", "16,777,216", "194 days", "960 kilobytes", "about 2.5 a second")


class TestShelfPhotos:
    boxes = np.array([[0, 0, 10, 10], [3, 0, 13, 10], [6, 0, 16, 10]], np.uint16)
    scores = np.array([0.9, 0.8, 0.7], np.float32)

    def test_the_chain_of_three(self) -> None:
        scope = run("shelf-photos-nms")
        assert scope["nms"](self.boxes, self.scores).tolist() == [0, 2]
        overlaps = scope["iou"](self.boxes[0].astype(float), self.boxes.astype(float))
        assert [round(v, 3) for v in overlaps] == [1, 0.538, 0.25]
        says("shelf-photos-nms", "Neighbours overlap by 0.538, the outer two by 0.25. Rows 0 and 2 stay.")

    def test_greedy_by_its_definition_on_random_boxes(self) -> None:
        scope = run("shelf-photos-nms")
        rng = np.random.default_rng(8)
        for _ in range(40):
            corner = rng.integers(0, 20, (12, 2))
            boxes = np.hstack([corner, corner + rng.integers(0, 15, (12, 2))]).astype(np.uint16)
            scores = rng.random(12).round(1).astype(np.float32)
            kept = scope["nms"](boxes, scores)
            real = {i for i in range(12) if boxes[i, 2] > boxes[i, 0] and boxes[i, 3] > boxes[i, 1]}
            rank = {row: place for place, row in enumerate(sorted(real, key=lambda i: (-scores[i], i)))}
            for i in real:
                over = {j for j in kept if scope["iou"](boxes[i].astype(float), boxes[[j]].astype(float))[0] > 0.5}
                better = {j for j in over - {i} if rank[j] < rank[i]}
                assert (i in kept) == (not better)
            assert set(kept) <= real

    def test_apart_in_both_directions_and_a_missing_score(self) -> None:
        scope = run("shelf-photos-nms")
        apart = scope["iou"](np.array([0.0, 0, 10, 10]), np.array([[20.0, 30, 25, 40]]))
        assert apart[0] == 0 and (10 - 20) * (10 - 30) == 200
        assert scope["nms"](self.boxes, np.array([NAN, 0.8, 0.7])).tolist() == [1]
        assert scope["nms"](self.boxes, np.array([0.9, 0.8, NAN])).tolist() == [0]
        assert scope["nms"](self.boxes[:0], self.scores[:0]).tolist() == []

    def test_the_pairwise_rule_keeps_one_only(self) -> None:
        def pairwise_iou(boxes: np.ndarray) -> np.ndarray:
            return np.array([run("shelf-photos-nms")["iou"](b, boxes) for b in boxes])

        scope = run(
            "shelf-photos-nms",
            "bad",
            pairwise_iou=pairwise_iou,
            boxes=self.boxes.astype(float),
            scores=self.scores,
            n=3,
            thr=0.5,
        )
        assert scope["keep"] == [0]

    def test_unsigned_and_bytes(self) -> None:
        three, thirteen, side = (np.array([v], np.uint16) for v in (3, 13, 300))
        assert (three - thirteen)[0] == 65_526 and (side * side)[0] != 90_000
        assert 20_000**2 * 4 == 1.6e9 and 300 * 20_000 == 6_000_000
        assert not NAN > 0.5
        says("shelf-photos-nms", "65,526", "90,000", "1.6 GB", "6 million")
