"""Prices come from a table or not at all, and the most a request can cost is never less than what it does."""

import pytest

from agent.errors import UsageError
from agent.llm.base import Usage
from agent.llm.prices import Price, load_prices

OWN = """
prices:
  - {model: gpt-4.1, input: 7, output: 9}
  - {model: "llama*", host: "127.0.0.1:8000", input: 0, output: 0}
"""


def test_our_own_table_is_sound_and_says_where_its_figures_come_from(tmp_path) -> None:
    for price in load_prices(tmp_path / "none.yaml").prices:
        assert price.source
        assert price.checked
        assert price.host, "a price holds at the provider's own host"
        assert price.cached <= price.input < price.output


def test_a_table_of_the_users_comes_first(tmp_path) -> None:
    (tmp_path / "prices.yaml").write_text(OWN)
    table = load_prices(tmp_path / "prices.yaml")
    mine = table.find("gpt-4.1", "api.openai.com")
    assert mine is not None
    assert (mine.input, mine.cached, mine.output) == (7, 7, 9), (
        "without a price of its own, cached input costs as other"
    )
    assert table.find("gpt-4o", "api.openai.com") is not None
    assert table.find("llama3.3:70b", "127.0.0.1:8000") is not None
    assert table.find("llama3.3:70b", "example.com") is None


@pytest.mark.parametrize("model", ["gpt-4.1-2025-04-14", "gpt", "GPT-4.1", ""])
def test_a_name_that_does_not_stand_in_the_table_has_no_price(tmp_path, model) -> None:
    assert load_prices(tmp_path / "none").find(model, "api.openai.com") is None


def test_a_provider_elsewhere_may_charge_something_else(tmp_path) -> None:
    assert load_prices(tmp_path / "none").find("gpt-4.1", "proxy.example.com") is None


def test_cached_input_is_charged_at_its_own_price() -> None:
    price = Price("m", "", 2.0, 0.5, 8.0)
    assert price.of(Usage(1_000_000, 400_000, 500_000)) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 0.5 * 8)
    assert price.most(1_000_000, 500_000) == pytest.approx(6.0)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "prices: 3", "prices: [{model: m}]", "prices: [{model: m, input: -1, output: 1}]",
     "prices: [{model: m, input: true, output: 1}]", "prices: [{model: m, input: 1, output: 1, per: day}]",
     "prices: [", "prices: [{model: m, input: nan-ish, output: 1}]"],
)  # fmt: skip
def test_a_table_that_breaks_its_form_is_named(tmp_path, text) -> None:
    (tmp_path / "prices.yaml").write_text(text)
    with pytest.raises(UsageError, match=r"The price table .*prices\.yaml can't be read"):
        load_prices(tmp_path / "prices.yaml")
