"""Token counts without a vocabulary: no network, no hang, and not too few."""

import hashlib
import random
import socket
from importlib import resources
from pathlib import Path

import pytest
import tiktoken
from tokenizers import Tokenizer

from agent.llm.tokens import MARGIN, estimate, token_counter

PROSE = """First I pin last Friday's model, that costs us two points of precision. Then I look at who is hurt: 66,000
trips a day at 0.3 percent is about 200, and we can read 1,500 of them. Don't ask me for the cause before Thursday.
I wouldn't recalibrate; heteroscedastic residuals and a misspecified counterfactual aren't fixed by isotonic
regression."""
CODE = '''def headway(arrivals: list[float], window: int = 15) -> dict[str, float]:
    """Mean and p95 in seconds."""
    gaps = np.diff(np.sort(arrivals))[-window:]
    return {"mean": float(gaps.mean()), "p95": float(np.quantile(gaps, 0.95))}  # TODO: NaN
SELECT clinic_id, AVG(CASE WHEN no_show = 1 THEN 1.0 ELSE 0.0 END) AS rate FROM visits WHERE ts >= '2026-01-01'
'''
CJK = "模型在新诊所上线的第一天应该输出什么？まず昨日のモデルに戻します。그 다음에 원인을 찾겠습니다."
EMOJI = "🙂🙃🚋👩🏽‍🔧👨‍👩‍👧‍👦🇩🇪✅⚠️"
TEXTS = {"prose": PROSE, "code": CODE, "cjk": CJK, "emoji": EMOJI, "mixed": PROSE + CODE + CJK + EMOJI}


@pytest.mark.parametrize("name", ["prose", "code", "cjk", "mixed"])
def test_a_real_vocabulary_of_30_000_pieces_counts_no_more_than_the_margin_allows(name):
    """A smaller vocabulary than any model's of today, so its count is no lower than theirs."""
    path = resources.files("knowledge").joinpath("embedder", "tokenizer.json")
    tokenizer = Tokenizer.from_str(path.read_text("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    real = len(tokenizer.encode(TEXTS[name], add_special_tokens=False).ids)
    assert real <= estimate(TEXTS[name]) * (1 + MARGIN)


def test_prose_is_not_over_counted_wildly():
    """About four characters a token is what models' vocabularies reach on English."""
    assert len(PROSE) / 5 < estimate(PROSE) < len(PROSE) / 2.8


@pytest.mark.parametrize("text", [EMOJI, "\x00\x01\x7f", "\U0001f9ff" * 50])
def test_symbols_cost_what_no_vocabulary_can_exceed(text):
    only_bytes = tiktoken.Encoding("bytes", pat_str=r"(?s).", mergeable_ranks={bytes([b]): b for b in range(256)},
                                   special_tokens={})  # fmt: skip
    assert estimate(text) >= len(only_bytes.encode(text, disallowed_special=())) * 0.99


def test_an_estimate_never_shrinks_when_text_is_added():
    letters = "abcXYZ 0189,.\n\té漢🙂"
    dice = random.Random(7)
    for _ in range(200):
        one, two = ("".join(dice.choices(letters, k=30)) for _ in range(2))
        assert estimate(one + " " + two) >= max(estimate(one), estimate(two))


def test_lone_surrogates_and_nothing_are_counted_too():
    assert estimate("") == 0
    assert estimate("\ud800") >= 1


@pytest.fixture
def no_sockets(monkeypatch):
    def refuse(*_):
        raise AssertionError("tiktoken went to the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(tiktoken, "get_encoding", refuse)


def cache_file(folder: Path) -> Path:
    url = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    return folder / hashlib.sha1(url.encode()).hexdigest()


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4", "qwen3:8b", "davinci", ""])
def test_without_a_cached_vocabulary_nothing_is_fetched(model, tmp_path, no_sockets):
    counter = token_counter(model, {}, tmp_path)
    assert not counter.exact
    assert counter.count is estimate
    assert "estimated" in counter.says
    assert counter.usable(11_000) == 10_000


@pytest.mark.parametrize("environ", [{"TIKTOKEN_CACHE_DIR": ""}, {"TIKTOKEN_CACHE_DIR": "/no/such/folder"}])
def test_a_cache_that_is_off_or_away_is_no_cache(environ, tmp_path, no_sockets):
    assert not token_counter("gpt-4o", environ, tmp_path).exact


def test_a_damaged_vocabulary_is_not_used_since_tiktoken_would_fetch_it_anew(tmp_path, no_sockets):
    cache_file(tmp_path).write_bytes(b"IQ== 0\n")
    assert not token_counter("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)}, tmp_path).exact


def test_a_whole_vocabulary_in_the_cache_is_used_and_special_tokens_are_text(tmp_path, monkeypatch):
    file = cache_file(tmp_path)
    file.write_bytes(b"a vocabulary")
    monkeypatch.setitem(token_counter.__globals__["_SHA256"], "o200k_base", hashlib.sha256(b"a vocabulary").hexdigest())
    tiny = tiktoken.Encoding("tiny", pat_str=r"(?s).", mergeable_ranks={bytes([b]): b for b in range(256)},
                             special_tokens={"<|endoftext|>": 256})  # fmt: skip
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: tiny)
    counter = token_counter("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)}, tmp_path)
    assert counter.exact
    assert counter.count("<|endoftext|>") == len("<|endoftext|>")
    assert counter.usable(11_000) == 11_000
