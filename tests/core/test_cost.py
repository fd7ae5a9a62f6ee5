"""What a request cost."""

import pytest

from conductor.core.cost import FREE, Price, cost_usd
from conductor.core.entities import Usage


def test_cached_tokens_have_their_own_price() -> None:
    price = Price(2e-6, 10e-6, 0.5e-6, 2.5e-6)

    cost = cost_usd(Usage(1000, 400, 200, 100, 50), price)

    assert cost == pytest.approx(1000 * 2e-6 + 400 * 0.5e-6 + 200 * 2.5e-6 + 100 * 10e-6)


def test_a_cache_without_a_price_counts_as_fresh_input() -> None:
    assert cost_usd(Usage(0, 100, 0, 0), Price(1e-6, 2e-6)) == pytest.approx(1e-4)


@pytest.mark.parametrize("usage", [None, Usage(), Usage(input_uncached=5), Usage(output_total=5)])
def test_what_is_not_reported_has_no_price(usage: Usage | None) -> None:
    assert cost_usd(usage, FREE) is None


def test_an_unknown_price_stays_unknown() -> None:
    assert cost_usd(Usage(1, 0, 0, 1), None) is None
