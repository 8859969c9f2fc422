"""What the debugging questions show is run: the fault is there, it does what the statement and the facts say, and no more."""

from __future__ import annotations

import io
import multiprocessing
import random
import subprocess
import sys
import zlib
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from debugging_code import (
    CATALOG,
    Encoder,
    Softmax,
    Stay,
    archive,
    books,
    facts,
    meters,
    numbers,
    printed,
    run,
    shown,
)

from agent.domain.terms import RoundKind


def test_every_statement_shows_code_and_what_it_printed() -> None:
    questions = CATALOG.questions(RoundKind.DEBUGGING)
    assert len(questions) == 10
    for question in questions:
        code, _ = shown(question.id.removeprefix("debugging-"))
        compile(code, question.id, "exec")
        assert 10 <= len(code.splitlines()) <= 40


def test_the_loss_breaks_at_312_with_two_rates_and_hides_with_the_third() -> None:
    code, log = shown("nan-at-step-312")
    scope = run(code)
    rows, target = meters()
    columns = [[line[:23].strip(), line[23:].strip()] for line in log.splitlines()]
    for column, rate in enumerate((0.05, 0.01)):
        assert printed(scope["train"], rows, target, rate) == [line[column] for line in columns[1:]]
    slow = printed(scope["train"], rows, target, 0.001)
    assert slow[-1] == "312 inf skipped"
    assert not any("nan" in line for line in slow)


def test_log1p_trains_through_the_rows_of_zeros() -> None:
    code, _ = shown("nan-at-step-312")
    train = run(code.replace("np.log(", "np.log1p("))["train"]
    rows = np.array([[0.4, 0.5, 0.6, 0.7, 9.0], [0.4, 0.0, 0.6, 0.7, 9.0], [0, 0, 0, 0, 7.0]])
    assert np.isfinite(train(rows, np.ones(3), 0.05)).all()
    assert min(1.0, 1.0 / float("nan")) == 1.0


class Timeout(Exception):  # noqa: N818
    """Named as in the code shown."""


class Store:
    """Applies every write; the reply to the slow ones comes too late."""

    def __init__(self, slow: tuple[str, ...]) -> None:
        self.slow = slow
        self.values: dict[str, int] = defaultdict(int)

    def incr(self, key: str, amount: int, timeout: float) -> None:
        name = key.split(":")[0]
        self.values[name] += amount
        if name in self.slow:
            raise Timeout


@pytest.mark.parametrize(
    ("slow", "number", "amount"), [((), 1, 10), (("number",), 3, 0), (("amount",), 3, 30), (("number", "amount"), 3, 0)]
)
def test_a_late_reply_counts_a_payment_again(slow: tuple[str, ...], number: int, amount: int) -> None:
    code, _ = shown("counts-that-grow-at-night")
    store = Store(slow)
    quiet = SimpleNamespace(sleep=lambda _: None), SimpleNamespace(warning=lambda *_: None)
    scope = run(code, store=store, Timeout=Timeout, time=quiet[0], log=quiet[1])
    scope["on_payment"](SimpleNamespace(card="c", hour=20, amount=10, id="e"))
    assert (store.values["number"], store.values["amount"]) == (number, amount)


def test_the_ratios_of_the_table_follow_from_the_share_of_late_writes() -> None:
    _, table = shown("counts-that-grow-at-night")
    for line, late in zip(table.splitlines()[1:], (0.001, 0.02, 0.05, 0.15), strict=True):
        fails = 1 - (1 - late) ** 2
        attempts = 1 + fails + fails**2
        assert numbers(line)[3:] == [round(attempts, 3), round((1 - late) * attempts, 3)]
    assert fails**3 == pytest.approx(0.02, abs=0.002)


def test_since_last_knows_the_label_and_a_later_stay_changes_an_earlier_row() -> None:
    code, _ = shown("stays-that-know-the-future")
    stays = archive()
    scope = run(code, defaultdict=defaultdict, random=random, load=lambda _: stays)
    groups = defaultdict(list)
    for row in scope["rows"]:
        groups[0 if row["since_last"] >= 0 else 1 if row["since_last"] >= -30 else 2].append(row["label"])
    shares = [round(100 * len(groups[k]) / len(stays)) for k in range(3)]
    rates = [round(100 * sum(groups[k]) / len(groups[k])) for k in range(3)]
    assert (shares, rates) == ([40, 6, 54], [0, 100, 18])
    first, later = Stay(1, 10, 15, 5, 70), Stay(1, 40, 44, 4, 70)
    alone, again = scope["build"]([first])[0], scope["build"]([first, later])[0]
    assert {name for name in alone if alone[name] != again[name]} == {"n_stays", "days_total", "since_last", "label"}


def test_camel_case_names_leave_only_hour_and_weekday() -> None:
    code, _ = shown("always-the-same-minutes")
    model = SimpleNamespace(predict=lambda rows: [sum(rows[0])])
    scope = run(code, defaultdict=defaultdict, datetime=datetime, model=model)
    moment = datetime.fromtimestamp(1_750_000_000)
    old = {"distance_km": 4.0, "stops_before": 12.0, "van_load": 0.5, "rain_mm": 1.0}
    new = {"distanceKm": 4.0, "stopsBefore": 12.0, "vanLoad": 0.5, "rainMm": 1.0}
    ask = lambda features: scope["vector"]({"ts": 1_750_000_000, "features": features})  # noqa: E731
    assert ask(new) == ask({}) == [0.0, 0.0, moment.hour, moment.weekday(), 0.0, 0.0]
    assert ask(old) == [4.0, 12.0, moment.hour, moment.weekday(), 0.5, 1.0]
    depot = datetime.fromtimestamp(1_750_000_000, timezone(timedelta(hours=2)))
    assert (depot.hour - datetime.fromtimestamp(1_750_000_000, UTC).hour) % 24 == 2


def left_merge(left: list[Any], right: list[Any]) -> list[Any]:
    """The keys after a left merge by pandas' rule: a missing key matches a missing key."""
    return [key for key in left for _ in range(max(1, right.count(key)))]


def test_prices_and_empty_contracts_account_for_every_row() -> None:
    code, _ = shown("join-that-adds-boxes")
    loaded, priced, merged = (int(numbers(line.split("#")[1])[0]) for line in code.splitlines() if "print" in line)
    said = facts("join-that-adds-boxes")
    assert "402,118" in said
    assert "360,540" in said
    assert priced - loaded == 162_873
    assert merged - priced == 402_118
    assert 0 < 402_118 - 360_540 < 162_873
    assert merged / loaded == pytest.approx(8.84 / 6.02, abs=0.001)
    assert len(left_merge(left_merge(["p"], ["p", "p"]), ["q"])) == 2
    assert left_merge([None, None], [None, None]) == [None] * 4


DRAWS = """
import multiprocessing, sys
import numpy as np
np.load = lambda _: np.arange(100000.0)
load = lambda _: np.zeros(3)
{code}
np.random.seed(13)
for workers in (4, 1, 0):
    epochs = [[tuple(clip) for clip in epoch(range(256), workers)] for _ in range(2)]
    print(*(len(set(clips)) for clips in (*epochs, epochs[0] + epochs[1])))
"""


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the question is about fork")
def test_forked_workers_repeat_each_other_and_every_epoch() -> None:
    code, _ = shown("augmentation-without-effect")
    program = DRAWS.format(code=code.partition("np.random.seed")[0])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    four, one, none = ([int(n) for n in line.split()] for line in done.stdout.splitlines())
    assert four[2] <= 256
    assert one == [256, 256, 256]
    assert none == [256, 256, 512]
    assert 24_000 * 30 / (24_000 / 8) == 240


def test_a_clause_changes_with_its_neighbour_and_reindexing_computes_nothing() -> None:
    code, _ = shown("short-clauses-get-lost")
    encoder = Encoder()
    scope = run(code, tokenizer=encoder.tokens, encoder=encoder)
    embed = scope["embed"]
    cosine = lambda texts, other: float(embed(texts)[0] @ embed(other)[0])  # noqa: E731
    assert cosine(["short"], ["short", "long"]) == pytest.approx(0.17, abs=0.005)
    assert cosine(["short"], ["other"]) == pytest.approx(0.43, abs=0.005)
    assert cosine(["short", "long"], ["other", "long"]) > 0.99
    assert cosine(["short"], ["short", "other"]) == pytest.approx(1)
    masked = "hidden.mean(axis=1)", "(hidden * tokens.mask[..., None]).sum(1) / tokens.mask.sum(1, keepdims=True)"
    embed = run(code.replace(*masked), tokenizer=encoder.tokens, encoder=encoder)["embed"]
    assert cosine(["short"], ["short", "long"]) == pytest.approx(1)
    clauses = [SimpleNamespace(id=1, text="short")]
    assert printed(scope["add_all"], {1: "old vector"}, clauses) == ["1 clauses, 0 new"]


def catalogue(lines: list[str], data: str = "rows") -> tuple[Softmax, list[str], list[Any]]:
    """The training program on these lines; with data="list" it may be read more than once."""
    code, _ = shown("one-epoch-of-books")
    model = Softmax(10, 200)
    hashed = lambda text: np.bincount([zlib.crc32(w.encode()) % 200 for w in text.split()], minlength=200)  # noqa: E731
    files = {"catalogue.tsv": lines, "valid.tsv": books(10, 20, seed=1)}
    given = {
        "open": lambda path: io.StringIO("".join(files[path])),
        "hashed": hashed,
        "SUBJECTS": {str(k): k for k in range(10)},
        "model": model,
    }
    code = (
        code if data == "rows" else code.replace('data = rows("catalogue.tsv")', 'data = list(rows("catalogue.tsv"))')
    )
    scope: dict[str, Any] = {}
    said = printed(lambda: scope.update(run(code, **given)))
    return model, said, scope["valid"]


def test_epochs_after_the_first_are_empty_and_the_order_costs_the_rest() -> None:
    lines = books(10, 60, seed=2)
    model, said, valid = catalogue(lines)
    assert [numbers(line)[0] for line in said] == [1, 2, 3, 4, 5]
    assert {line.split(" loss ")[1].split()[0] for line in said[1:]} == {"0.0000"}
    assert len({line.split()[-1] for line in said}) == 1
    assert model.saved == 2
    assert np.mean(model.predict(valid) >= 7) > 0.5
    mixed = random.Random(3).sample(lines, len(lines))
    listed = catalogue(lines, "list")[0].accuracy(valid)
    assert model.accuracy(valid) < listed < catalogue(mixed, "list")[0].accuracy(valid)


def test_a_crop_keeps_its_frame_and_a_stream_its_deque() -> None:
    code, table = shown("memory-of-the-cameras")
    recent = run(code, deque=deque)["Recent"]()
    frame = np.zeros((1080, 1920, 3), dtype=np.uint8)
    for stream in range(3):
        recent.add(stream, frame, (10, 74, 20, 84))
    crop = recent.by_stream[0][0]
    assert (crop.base is frame, crop.nbytes, crop.base.nbytes) == (True, 12_288, 6_220_800)
    assert (recent.held(), len(recent.by_stream)) == (3 * 12_288, 3)
    for line, hours in zip(table.splitlines()[1:5], (0, 0.5, 1, 1.5), strict=True):
        held, resident = numbers(line)[2:]
        assert held == round(2400 * hours * 12_288 / 1e6)
        assert resident == pytest.approx(2.1 + 2400 * hours * 6_220_800 / 1e9, abs=0.06)
    assert pytest.approx(32, abs=0.1) == 2.1 + 2400 * 2 * 6_220_800 / 1e9
    assert pytest.approx(30, abs=1) == 80 * 30 * 12_288 / 1e6
    assert pytest.approx(50, abs=0.5) == 40 * 200 * 6_220_800 / 1e9
    assert pytest.approx(5.5, abs=0.05) == 40 * 200 * 640 * 360 * 3 / 1e9


def added_up(count: int) -> float:
    """0.0021 added that often to a float32, one after the other."""
    total = np.float32(0)
    while count:
        part = np.full(min(count, 1_000_000) + 1, np.float32(0.0021))
        part[0] = total
        total = np.cumsum(part, dtype=np.float32)[-1]
        count -= len(part) - 1
    return float(total)


def test_a_float32_counter_stands_still_and_the_amount_goes_astray() -> None:
    code, table = shown("budget-never-reached")
    scope = run(code, campaigns=[0], price=[0.0021], budget=[20_000_000])
    scope["served"][0] = 2**24 - 1
    for _ in range(3):
        scope["on_impression"](0)
    assert float(scope["served"][0]) == 2**24
    assert scope["may_show"](0)
    by_hand = np.zeros(1, dtype=np.float32)
    for _ in range(5000):
        by_hand[0] += 0.0021
    assert float(by_hand[0]) == added_up(5000)
    for line in table.splitlines()[1:]:
        _, served, logged, spent, billed = numbers(line)
        assert served == min(logged, 2**24)
        assert spent == round(added_up(int(logged)), 2)
        assert billed == pytest.approx(logged * 0.0021)
    steps = [float(np.float32(v) + np.float32(0.0021) - np.float32(v)) for v in (20_000, 40_000, 70_000)]
    assert steps == [1 / 512, 1 / 256, 0]
