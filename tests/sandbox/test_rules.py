"""The small pure rules of the sandbox."""

from datetime import date

import pytest

from saas.sandbox.cards import CARDS, is_past, passes_luhn, spaced
from saas.sandbox.money import price_text
from saas.sandbox.objects.balance import fee_cents
from saas.sandbox.parameters import grow


@pytest.mark.parametrize(("amount", "fee"), [(7900, 259), (0, 30), (50, 31), (10000, 320), (31600, 946)])
def test_the_fee_is_2_9_percent_and_30_cents(amount, fee):
    assert fee_cents(amount) == fee


@pytest.mark.parametrize("number", CARDS)
def test_every_test_card_has_a_good_check_digit(number):
    assert passes_luhn(number)
    assert not passes_luhn(str(int(number) + 1))


@pytest.mark.parametrize(
    ("month", "year", "past"), [(10, 2026, True), (11, 2026, False), (1, 2027, False), (12, 2025, True)]
)
def test_a_card_is_good_through_its_month(month, year, past):
    assert is_past(month, year, date(2026, 11, 23)) is past


@pytest.mark.parametrize(
    ("cents", "currency", "text"),
    [(7900, "usd", "$79.00"), (123456, "usd", "$1,234.56"), (5, "eur", "0.05 EUR")],
)
def test_prices_read_as_people_write_them(cents, currency, text):
    assert price_text(cents, currency) == text


def test_numbers_are_shown_in_fours():
    assert spaced("4242424242424242") == "4242 4242 4242 4242"


def test_brackets_grow_into_a_tree():
    pairs = [("a[0][b]", "1"), ("a[0][c]", "2"), ("d", "3"), ("e[]", "x"), ("e[]", "y")]
    assert grow(pairs) == {"a": {"0": {"b": "1", "c": "2"}}, "d": "3", "e": {"0": "x", "1": "y"}}
