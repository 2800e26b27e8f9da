"""The small pure rules of the sandbox."""

from datetime import date

import pytest

from saas.sandbox.alarms import Alarms
from saas.sandbox.cards import CARDS, is_past, passes_luhn, spaced
from saas.sandbox.lists import chosen
from saas.sandbox.money import price_text
from saas.sandbox.objects.balance import fee_cents
from saas.sandbox.parameters import grow
from saas.sandbox.store import Store


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


def test_alarms_go_off_by_time_and_then_as_they_were_set():
    alarms = Alarms(Store())
    for key, due in (("late", 3.0), ("b", 1.0), ("a", 1.0)):
        alarms.keep({"id": key, "due": due})
    gone = [alarms.take(2.0), alarms.take(2.0), alarms.take(2.0)]
    assert [each and each["id"] for each in gone] == ["b", "a", None]


def test_a_list_in_time_order_is_read_no_further_than_it_must():
    read = []

    def rows():
        for created in (9, 8, 7, 6, 5):
            read.append(created)
            yield {"created": created}

    assert len(list(chosen(rows(), {"created": {"gt": 7}}, is_ordered=True))) == 2
    assert read == [9, 8, 7]


def test_a_list_with_a_forged_time_is_read_to_its_end():
    store = Store()
    for key, created in (("a", 5), ("b", 6), ("forged", 1), ("c", 7)):
        store.put("event", key, {"id": key, "created": created})
    assert not store.is_in_time_order("event")
    rows = chosen(store.newest("event"), {"created": {"gte": 5, "lte": 6}}, is_ordered=store.is_in_time_order("event"))
    assert [row["id"] for row in rows] == ["b", "a"]
