"""Refreshing an order from Stripe: any number of times, in any order, by many at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.shop.orders import letters
from saas.shop.orders.models import Order
from tests.local_stripe import LocalStripe
from tests.people import CAL, Person
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords
from tests.threads import run_at_once

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"unit_amount": 100}, "the amount is 100 and should be 7900"),
    ({"quantity": 2}, "the quantity is 2"),
    ({"amount_total": 100}, "the total is 100 and should be 7900"),
    ({"currency": "eur"}, "the currency is eur and should be usd"),
    ({"livemode": True}, "it was made in the other mode of Stripe"),
]


@pytest.mark.parametrize(("changes", "why"), WRONG)
def test_a_mismatched_payment_is_kept_for_review_without_access(
    changes: dict[str, Any],
    why: str,
    cal: FlaskClient,
    open_session: str,
    stripe: LocalStripe,
    records: ShopRecords,
    deliver: Deliver,
) -> None:
    stripe.pay(**changes)
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    assert records.order.state == "needs_review"
    assert why in records.alerts[-1]
    assert (len(records.payments), records.receipts) == (1, [])  # the money is here, and is not lost sight of
    assert cal.get("/intake").location == "/checkout"


def test_an_alert_is_raised_once(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay(currency="eur")
    for _ in range(3):
        deliver(stripe.make_event())
    assert records.alerts == ["the currency is eur and should be usd"]


def test_a_bank_debit_gives_access_when_it_arrives(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    assert (records.order.state, records.payments, cal.get("/intake").location) == ("processing", [], "/checkout")
    stripe.pay()
    deliver(stripe.make_event("checkout.session.async_payment_succeeded"))
    assert (records.order.state, len(records.payments), len(records.receipts)) == ("paid", 1, 1)


def test_a_failed_bank_debit_leaves_the_order_payable(
    cal: FlaskClient, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.fail_bank_debit()
    deliver(stripe.make_event("checkout.session.async_payment_failed"))
    assert (records.order.state, records.payments) == ("pending", [])
    assert cal.post("/checkout").location.startswith("https://checkout.test/")


def test_the_event_payload_is_not_trusted(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    deliver(stripe.make_event("checkout.session.async_payment_succeeded"))
    assert (records.order.state, records.payments) == ("pending", [])


@pytest.mark.parametrize(
    "kind",
    [
        f"checkout.session.{name}"
        for name in ("completed", "async_payment_failed", "async_payment_succeeded", "expired")
    ],
)
def test_late_news_about_a_paid_order_changes_nothing(
    kind: str, open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.pay()
    deliver(stripe.make_event())
    paid_at = records.order.paid_at
    stripe.overwrite(open_session, payment_status="unpaid")
    stripe.overwrite(stripe.sessions[open_session].payment_intent_id, status="requires_payment_method")
    assert deliver(stripe.make_event(kind)).json == {"outcome": "received"}
    assert (records.order.state, records.order.paid_at, len(records.payments)) == ("paid", paid_at, 1)


def test_an_expired_session_leaves_the_order_payable(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.expire()
    deliver(stripe.make_event("checkout.session.expired"))
    assert (records.order.state, records.checkouts[0].state) == ("pending", "expired")


def test_a_second_payment_is_recorded_as_duplicate_and_raises_an_alert(
    two_sessions: list[str], stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
        deliver(stripe.make_event(session_id=session_id))
    assert [payment.is_duplicate for payment in records.payments] == [False, True]
    assert f"paid a second time through {two_sessions[1]}" in records.alerts[-1]
    assert (records.order.state, len(records.receipts)) == ("paid", 1)


def test_of_two_payments_at_once_one_is_the_duplicate(
    two_sessions: list[str], stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
    events = [stripe.make_event(session_id=session_id) for session_id in two_sessions]
    run_at_once(*[partial(deliver, event) for event in events])
    assert sorted(payment.is_duplicate for payment in records.payments) == [False, True]
    assert len(records.receipts) == 1


def test_a_free_order_records_a_payment_of_zero(
    open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver
) -> None:
    stripe.create_code("FREE")
    stripe.pay(code="FREE")
    deliver(stripe.make_event())
    [payment] = records.payments
    assert (records.order.state, payment.amount_cents, payment.stripe_id) == ("paid", 0, open_session)


def test_eight_refreshes_at_once_make_one_payment_and_one_change(
    as_: Callable[[Person], FlaskClient],
    open_session: str,
    stripe: LocalStripe,
    records: ShopRecords,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changes: list[str] = []
    queue = letters.queue_receipt

    def count(session: Session, order: Order) -> None:
        changes.append(order.public_id)
        queue(session, order)

    monkeypatch.setattr(letters, "queue_receipt", count)
    stripe.pay()
    same = stripe.make_event()
    events = [same, same, same, stripe.make_event(), stripe.make_event("checkout.session.async_payment_succeeded")]
    knocks = [partial(deliver, event) for event in events]
    returns = [partial(as_(CAL).get, f"/checkout/return?session_id={open_session}") for _ in range(3)]
    answers = run_at_once(*knocks, *returns)
    assert {answer.status_code for answer in answers} == {200, 303}
    assert changes == [records.order.public_id]
    assert (records.order.state, len(records.payments), len(records.receipts), len(records.events)) == ("paid", 1, 1, 3)


def test_a_paid_order_says_when(open_session: str, stripe: LocalStripe, records: ShopRecords, deliver: Deliver) -> None:
    before = clock.now()
    stripe.pay()
    deliver(stripe.make_event())
    assert records.order.paid_at is not None
    assert before <= records.order.paid_at <= clock.now()
    assert re.fullmatch("[0-9a-hj-kmnp-tv-z]{12}", records.order.public_id)
