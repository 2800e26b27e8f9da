"""`settle`: one room behind two doors. It may be entered any number of times, in any order, by many at once."""

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
from tests.shop.books import Books, at_once
from tests.shop.conftest import Deliver

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"unit_amount": 100}, "the amount is 100 and should be 7900"),
    ({"quantity": 2}, "the quantity is 2"),
    ({"amount_total": 100}, "the total is 100 and should be 7900"),
    ({"currency": "eur"}, "the currency is eur and should be usd"),
    ({"livemode": True}, "it was made in the other mode of Stripe"),
]


@pytest.mark.parametrize(("different", "why"), WRONG)
def test_money_that_does_not_fit_waits_for_a_person_without_access(
    different: dict[str, Any],
    why: str,
    cal: FlaskClient,
    opened: str,
    stripe: LocalStripe,
    books: Books,
    deliver: Deliver,
) -> None:
    stripe.pay(**different)
    assert deliver(stripe.make_event()).json == {"outcome": "received"}
    assert books.order.state == "needs_review"
    assert why in books.alerts[-1]
    assert (len(books.payments), books.receipts) == (1, [])  # the money is here, and is not lost sight of
    assert cal.get("/intake").location == "/checkout"


def test_an_alert_is_raised_once(opened: str, stripe: LocalStripe, books: Books, deliver: Deliver) -> None:
    stripe.pay(currency="eur")
    for _ in range(3):
        deliver(stripe.make_event())
    assert books.alerts == ["the currency is eur and should be usd"]


def test_a_bank_payment_opens_the_plan_when_it_arrives(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    assert (books.order.state, books.payments, cal.get("/intake").location) == ("processing", [], "/checkout")
    stripe.pay()
    deliver(stripe.make_event("checkout.session.async_payment_succeeded"))
    assert (books.order.state, len(books.payments), len(books.receipts)) == ("paid", 1, 1)


def test_a_bank_payment_that_fails_leaves_the_order_to_be_paid(
    cal: FlaskClient, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.start_bank_debit()
    deliver(stripe.make_event())
    stripe.fail_bank_debit()
    deliver(stripe.make_event("checkout.session.async_payment_failed"))
    assert (books.order.state, books.payments) == ("pending", [])
    assert cal.post("/checkout").location.startswith("https://checkout.test/")


def test_the_payload_is_only_a_hint(opened: str, stripe: LocalStripe, books: Books, deliver: Deliver) -> None:
    deliver(stripe.make_event("checkout.session.async_payment_succeeded"))
    assert (books.order.state, books.payments) == ("pending", [])


@pytest.mark.parametrize(
    "kind",
    [
        f"checkout.session.{name}"
        for name in ("completed", "async_payment_failed", "async_payment_succeeded", "expired")
    ],
)
def test_late_news_about_a_paid_order_changes_nothing(
    kind: str, opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.pay()
    deliver(stripe.make_event())
    paid_at = books.order.paid_at
    stripe.overwrite(opened, payment_status="unpaid")
    stripe.overwrite(stripe.sessions[opened].payment_intent_id, status="requires_payment_method")
    assert deliver(stripe.make_event(kind)).json == {"outcome": "received"}
    assert (books.order.state, books.order.paid_at, len(books.payments)) == ("paid", paid_at, 1)


def test_an_expired_page_leaves_the_order_payable(
    opened: str, stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    stripe.expire()
    deliver(stripe.make_event("checkout.session.expired"))
    assert (books.order.state, books.checkouts[0].state) == ("pending", "expired")


def test_a_second_payment_of_an_order_is_kept_marked_and_raises_an_alert(
    two_pages: list[str], stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    for page in two_pages:
        stripe.pay(page)
        deliver(stripe.make_event(session_id=page))
    assert [payment.is_duplicate for payment in books.payments] == [False, True]
    assert f"paid a second time through {two_pages[1]}" in books.alerts[-1]
    assert (books.order.state, len(books.receipts)) == ("paid", 1)


def test_of_two_payments_at_once_one_is_the_duplicate(
    two_pages: list[str], stripe: LocalStripe, books: Books, deliver: Deliver
) -> None:
    for page in two_pages:
        stripe.pay(page)
    events = [stripe.make_event(session_id=page) for page in two_pages]
    at_once(*[partial(deliver, event) for event in events])
    assert sorted(payment.is_duplicate for payment in books.payments) == [False, True]
    assert len(books.receipts) == 1


def test_nothing_due_is_a_payment_of_nothing(opened: str, stripe: LocalStripe, books: Books, deliver: Deliver) -> None:
    stripe.create_code("FREE")
    stripe.pay(code="FREE")
    deliver(stripe.make_event())
    [payment] = books.payments
    assert (books.order.state, payment.amount_cents, payment.stripe_id) == ("paid", 0, opened)


def test_eight_knocks_at_both_doors_are_one_payment_and_one_change(
    as_: Callable[[Person], FlaskClient], opened: str, stripe: LocalStripe, books: Books, deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
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
    returns = [partial(as_(CAL).get, f"/checkout/return?session_id={opened}") for _ in range(3)]
    answers = at_once(*knocks, *returns)
    assert {answer.status_code for answer in answers} == {200, 303}
    assert changes == [books.order.public_id]
    assert (books.order.state, len(books.payments), len(books.receipts), len(books.events)) == ("paid", 1, 1, 3)


def test_a_paid_order_says_when(opened: str, stripe: LocalStripe, books: Books, deliver: Deliver) -> None:
    before = clock.now()
    stripe.pay()
    deliver(stripe.make_event())
    assert books.order.paid_at is not None
    assert before <= books.order.paid_at <= clock.now()
    assert re.fullmatch("[0-9a-hj-kmnp-tv-z]{12}", books.order.public_id)
