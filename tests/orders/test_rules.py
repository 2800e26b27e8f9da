"""The business of an order, as tables: no clock, no database, no Stripe."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from saas.orders.rules import OFFER, CheckoutSeen, Expected, Fact, State, after, fact_of, gives_access, mismatch

PENDING, PROCESSING, PAID, REVIEW = State.PENDING, State.PROCESSING, State.PAID, State.NEEDS_REVIEW
REFUNDED = State.REFUNDED
AFTER = {
    PENDING: {
        Fact.PAID_IN_FULL: PAID, Fact.REFUNDED_IN_FULL: REFUNDED, Fact.STARTED: PROCESSING, Fact.FAILED: PENDING,
        Fact.MISMATCH: REVIEW, Fact.NOTHING: PENDING,
    },
    PROCESSING: {
        Fact.PAID_IN_FULL: PAID, Fact.REFUNDED_IN_FULL: REFUNDED, Fact.STARTED: PROCESSING, Fact.FAILED: PENDING,
        Fact.MISMATCH: REVIEW, Fact.NOTHING: PROCESSING,
    },
    PAID: dict.fromkeys(Fact, PAID) | {Fact.REFUNDED_IN_FULL: REFUNDED},
    REFUNDED: dict.fromkeys(Fact, REFUNDED),
    REVIEW: dict.fromkeys(Fact, REVIEW) | {Fact.REFUNDED_IN_FULL: REFUNDED},
}  # fmt: skip
EXPECTED = Expected(7900, "usd", livemode=False)
OPEN = CheckoutSeen("cs_1", "open", "unpaid", 7900, 7900, "usd", False, "order", "key")
PAID_NOW: dict[str, Any] = {"status": "complete", "payment_status": "paid"}
UNPAID: dict[str, Any] = {"status": "complete", "payment_status": "unpaid"}
FREE: dict[str, Any] = {"status": "complete", "payment_status": "no_payment_required", "amount_total": 0}


@pytest.mark.parametrize(("state", "fact"), list(product(State, Fact)))
def test_every_state_meets_every_fact(state: State, fact: Fact) -> None:
    assert after(state, fact) is AFTER[state][fact]


@pytest.mark.parametrize("state", State)
def test_only_a_paid_order_gives_access(state: State) -> None:
    assert gives_access(state) is (state is State.PAID)


@pytest.mark.parametrize(
    ("seen", "fact"),
    [
        ({}, Fact.NOTHING),
        ({"status": "expired"}, Fact.NOTHING),
        ({"status": "expired", "amount_subtotal": 1}, Fact.NOTHING),
        ({"payment_failed": True}, Fact.NOTHING),
        (PAID_NOW, Fact.PAID_IN_FULL),
        (FREE, Fact.PAID_IN_FULL),
        (PAID_NOW | {"amount_refunded": 7900}, Fact.REFUNDED_IN_FULL),
        (PAID_NOW | {"amount_refunded": 7899}, Fact.PAID_IN_FULL),
        (UNPAID, Fact.STARTED),
        (UNPAID | {"payment_failed": True}, Fact.FAILED),
        (PAID_NOW | {"amount_total": 100}, Fact.MISMATCH),
        (UNPAID | {"currency": "eur"}, Fact.MISMATCH),
        (FREE | {"amount_subtotal": 100}, Fact.MISMATCH),
        (PAID_NOW | {"livemode": True}, Fact.MISMATCH),
    ],
)
def test_what_a_session_says_about_its_order(seen: dict[str, Any], fact: Fact) -> None:
    assert fact_of(replace(OPEN, **seen), EXPECTED) is fact


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ({}, None),
        (PAID_NOW, None),
        (FREE, None),
        ({"amount_total": 5900}, None),
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
def test_what_does_not_agree_is_said_in_words(seen: dict[str, Any], words: str | None) -> None:
    assert mismatch(replace(OPEN, **seen), EXPECTED) == words


def test_the_offer_is_one_plan_for_79_dollars_with_30_days_to_change_ones_mind() -> None:
    assert (OFFER.amount_cents, OFFER.currency, OFFER.refund_days) == (7900, "usd", 30)
