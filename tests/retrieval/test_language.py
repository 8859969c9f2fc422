"""English or not: said only where it is plain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.retrieval.language import is_english

DATA = Path(__file__).parents[1] / "data"
OTHER = (
    "Ich habe zwei Jahre lang das Empfehlungssystem gebaut und betreut, und wir haben die Latenz um die Hälfte gesenkt.",
    "我在上一家公司负责推荐系统的在线服务，把延迟降低了一半，并且重新设计了标签定义。",
    "J'ai construit le pipeline de données pour les modèles de prévision et j'ai réduit le coût de moitié en trois mois.",
    "He trabajado tres años en modelos de riesgo y reduje las pérdidas en un doce por ciento con un modelo sencillo.",
    "Eu trabalhei com um time de três pessoas e nós colocamos o modelo em produção em duas semanas.",
    "Ik heb het model met twee collega's gebouwd en het draait nu al een jaar zonder problemen.",
    "Я два года отвечал за рекомендательную систему и сам решал, что выкатывать в продакшн.",
)
ENGLISH = (
    "Senior ML engineer. Built ranking pipeline, Python, PyTorch, Kafka. Cut p99 latency 40 percent. Led team of three.",
    "we froze label, then I compare old and new on same week, is different 8 percent",
    "El Niño data from La Paz and São Paulo broke the forecast in March, and de Finetti didn't help.",
    "```python\nfor der in die: das(der)\n``` That's the loop.",
    "no",
    "ok",
    "",
)


@pytest.mark.parametrize("text", OTHER)
def test_another_language_is_recognised(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_left_alone_in_note_form_with_names_and_with_code(text: str) -> None:
    assert is_english(text)


def test_no_message_that_was_written_in_english_is_taken_for_another_language() -> None:
    rows = [json.loads(line) for line in (DATA / "messages.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows if not is_english(row["text"])] == []
