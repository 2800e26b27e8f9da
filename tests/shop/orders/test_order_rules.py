"""The states of an order and what a session says about it, as tables: no clock, no database, no Stripe."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from saas.shop.orders.offer import OFFER, Kind
from saas.shop.orders.rules import (
    ExpectedCheckout,
    Fact,
    OrderState,
    checkout_fact,
    find_mismatch,
    gives_access,
    next_state,
)
from saas.shop.stripe.snapshots import CheckoutSnapshot

PENDING, PROCESSING, PAID, REVIEW = OrderState.PENDING, OrderState.PROCESSING, OrderState.PAID, OrderState.NEEDS_REVIEW
CANCELED, DISPUTED, REFUNDED, CHARGED_BACK = (
    OrderState.CANCELED,
    OrderState.DISPUTED,
    OrderState.REFUNDED,
    OrderState.CHARGED_BACK,
)
AFTER = {
    PENDING: dict.fromkeys(Fact, PENDING)
    | {Fact.PAID_IN_FULL: PAID, Fact.STARTED: PROCESSING, Fact.MISMATCH: REVIEW, Fact.CANCELED: CANCELED},
    PROCESSING: dict.fromkeys(Fact, PROCESSING)
    | {Fact.PAID_IN_FULL: PAID, Fact.FAILED: PENDING, Fact.MISMATCH: REVIEW},
    PAID: dict.fromkeys(Fact, PAID)
    | {Fact.REFUNDED_IN_FULL: REFUNDED, Fact.DISPUTED: DISPUTED, Fact.DISPUTE_LOST: CHARGED_BACK},
    CANCELED: dict.fromkeys(Fact, CANCELED) | {Fact.PAID_IN_FULL: REVIEW, Fact.STARTED: REVIEW, Fact.MISMATCH: REVIEW},
    DISPUTED: dict.fromkeys(Fact, DISPUTED)
    | {Fact.DISPUTE_WON: PAID, Fact.DISPUTE_LOST: CHARGED_BACK, Fact.REFUNDED_IN_FULL: REFUNDED},
    REFUNDED: dict.fromkeys(Fact, REFUNDED),
    CHARGED_BACK: dict.fromkeys(Fact, CHARGED_BACK) | {Fact.DISPUTE_WON: PAID},
    REVIEW: dict.fromkeys(Fact, REVIEW) | {Fact.REFUNDED_IN_FULL: REFUNDED, Fact.DISPUTE_LOST: CHARGED_BACK},
}
EXPECTED = ExpectedCheckout(7900, "usd", livemode=False)
OPEN = CheckoutSnapshot("cs_1", "open", "unpaid", 7900, 7900, "usd", False, "order", "key")
PAID_NOW: dict[str, Any] = {"status": "complete", "payment_status": "paid"}
UNPAID: dict[str, Any] = {"status": "complete", "payment_status": "unpaid"}
FREE: dict[str, Any] = {
    "status": "complete",
    "payment_status": "no_payment_required",
    "amount_total": 0,
    "amount_discount": 7900,
}


@pytest.mark.parametrize(("state", "fact"), list(product(OrderState, Fact)))
def test_every_state_and_fact_lead_to_the_expected_state(state: OrderState, fact: Fact) -> None:
    assert next_state(state, fact) is AFTER[state][fact]


@pytest.mark.parametrize("state", OrderState)
def test_only_a_paid_order_gives_access(state: OrderState) -> None:
    assert gives_access(state) is (state is OrderState.PAID)


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({}, Fact.NOTHING),
        ({"status": "expired"}, Fact.NOTHING),
        ({"status": "expired", "amount_subtotal": 1}, Fact.NOTHING),
        ({"payment_failed": True}, Fact.NOTHING),
        (PAID_NOW, Fact.PAID_IN_FULL),
        (FREE, Fact.PAID_IN_FULL),
        (PAID_NOW | {"amount_total": 5900, "amount_discount": 2000}, Fact.PAID_IN_FULL),
        (PAID_NOW | {"amount_total": 8295, "amount_tax": 395}, Fact.PAID_IN_FULL),
        (PAID_NOW | {"quantity": 2, "amount_subtotal": 15800, "amount_total": 15800}, Fact.MISMATCH),
        (PAID_NOW | {"amount_refunded": 7900}, Fact.PAID_IN_FULL),
        (UNPAID, Fact.STARTED),
        (UNPAID | {"payment_failed": True}, Fact.FAILED),
        (PAID_NOW | {"amount_total": 100}, Fact.MISMATCH),
        (UNPAID | {"currency": "eur"}, Fact.MISMATCH),
        (FREE | {"amount_subtotal": 100}, Fact.MISMATCH),
        (PAID_NOW | {"livemode": True}, Fact.MISMATCH),
    ],
)
def test_a_session_gives_the_expected_fact(changes: dict[str, Any], fact: Fact) -> None:
    assert checkout_fact(replace(OPEN, **changes), EXPECTED) is fact


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, None),
        (PAID_NOW, None),
        (FREE, None),
        ({"amount_total": 5900}, None),
        (PAID_NOW | {"amount_total": 5900, "amount_discount": 2000}, None),
        (PAID_NOW | {"amount_total": 5900}, "the total is 5900 and should be 7900"),
        ({"quantity": 0}, "the quantity is 0; the amount is 7900 and should be 0"),
        ({"amount_subtotal": 100}, "the amount is 100 and should be 7900"),
        (PAID_NOW | {"amount_total": 100}, "the total is 100 and should be 7900"),
        ({"currency": "eur"}, "the currency is eur and should be usd"),
        ({"livemode": True}, "it was made in the other mode of Stripe"),
        (
            {"amount_subtotal": 1, "currency": "eur"},
            "the amount is 1 and should be 7900; the currency is eur and should be usd",
        ),
    ],
)
def test_a_mismatch_is_described_in_words(changes: dict[str, Any], words: str | None) -> None:
    assert find_mismatch(replace(OPEN, **changes), EXPECTED) == words


@pytest.mark.parametrize(("quantity", "fits"), [(1, False), (2, True), (500, True), (501, False)])
def test_seats_are_sold_from_two_to_five_hundred(quantity: int, fits: bool) -> None:
    snapshot = replace(
        OPEN, **PAID_NOW, quantity=quantity, amount_subtotal=7900 * quantity, amount_total=7900 * quantity
    )
    assert (find_mismatch(snapshot, replace(EXPECTED, kind=Kind.SEATS)) is None) is fits


def test_the_offer_costs_79_dollars_with_a_30_day_refund() -> None:
    assert (OFFER.amount_cents, OFFER.currency, OFFER.refund_days) == (7900, "usd", 30)
