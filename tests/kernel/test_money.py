"""Money in words."""

from __future__ import annotations

import pytest

from saas.kernel.money import format_cents, format_usd


@pytest.mark.parametrize(
    ("dollars", "words"),
    [(0, "$0"), (79, "$79"), (97550, "$97,550"), (1234567, "$1,234,567"), (-300, "-$300"), (99.6, "$100")],
)
def test_dollars_are_rounded_and_grouped(dollars: float, words: str) -> None:
    assert format_usd(dollars) == words


@pytest.mark.parametrize(
    ("cents", "words"),
    [(7900, "$79"), (7950, "$79.50"), (5, "$0.05"), (0, "$0"), (-7905, "-$79.05"), (123456789, "$1,234,567.89")],
)
def test_cents_are_shown_only_where_there_are_some(cents: int, words: str) -> None:
    assert format_cents(cents) == words
