"""Functions without a sandbox: fees, cards, formatting, form keys, timers, list filters."""

from datetime import date

import pytest

from saas.sandbox.api.lists import filter_objects
from saas.sandbox.api.parameters import parse_form
from saas.sandbox.cards import CARD_OUTCOMES, format_card_number, is_expired, passes_luhn
from saas.sandbox.formatting import format_amount
from saas.sandbox.resources.balance_transactions import fee_cents
from saas.sandbox.state import TimerHeap
from saas.sandbox.store import Store


@pytest.mark.parametrize(("amount", "fee"), [(7900, 259), (0, 30), (50, 31), (10000, 320), (31600, 946)])
def test_the_fee_is_2_9_percent_and_30_cents(amount, fee):
    assert fee_cents(amount) == fee


@pytest.mark.parametrize("number", CARD_OUTCOMES)
def test_every_test_card_has_a_good_check_digit(number):
    assert passes_luhn(number)
    assert not passes_luhn(str(int(number) + 1))


@pytest.mark.parametrize(
    ("month", "year", "past"), [(10, 2026, True), (11, 2026, False), (1, 2027, False), (12, 2025, True)]
)
def test_a_card_is_good_through_its_month(month, year, past):
    assert is_expired(month, year, date(2026, 11, 23)) is past


@pytest.mark.parametrize(
    ("cents", "currency", "text"),
    [(7900, "usd", "$79.00"), (123456, "usd", "$1,234.56"), (5, "eur", "0.05 EUR")],
)
def test_amounts_are_formatted(cents, currency, text):
    assert format_amount(cents, currency) == text


def test_card_numbers_are_shown_in_groups_of_four():
    assert format_card_number("4242424242424242") == "4242 4242 4242 4242"


def test_form_keys_with_brackets_become_a_tree():
    pairs = [("a[0][b]", "1"), ("a[0][c]", "2"), ("d", "3"), ("e[]", "x"), ("e[]", "y")]
    assert parse_form(pairs) == {"a": {"0": {"b": "1", "c": "2"}}, "d": "3", "e": {"0": "x", "1": "y"}}


def test_timers_are_due_by_time_and_then_in_the_order_they_were_set():
    timers = TimerHeap(Store())
    for key, due in (("late", 3.0), ("b", 1.0), ("a", 1.0)):
        timers.add({"id": key, "due": due})
    taken = [timers.pop_due(2.0), timers.pop_due(2.0), timers.pop_due(2.0)]
    assert [timer and timer["id"] for timer in taken] == ["b", "a", None]


def test_a_list_in_time_order_is_read_no_further_than_it_must():
    read = []

    def rows():
        for created in (9, 8, 7, 6, 5):
            read.append(created)
            yield {"created": created}

    assert len(list(filter_objects(rows(), {"created": {"gt": 7}}, is_ordered=True))) == 2
    assert read == [9, 8, 7]


def test_a_list_with_a_forged_time_is_read_to_its_end():
    store = Store()
    for key, created in (("a", 5), ("b", 6), ("forged", 1), ("c", 7)):
        store.put("event", key, {"id": key, "created": created})
    assert not store.is_in_time_order("event")
    rows = filter_objects(
        store.newest_first("event"), {"created": {"gte": 5, "lte": 6}}, is_ordered=store.is_in_time_order("event")
    )
    assert [row["id"] for row in rows] == ["b", "a"]
