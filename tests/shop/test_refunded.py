"""A refund begun in Stripe's dashboard ends access, once, and tells the buyer; a part of it changes nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL
from tests.shop.books import Books
from tests.shop.conftest import Deliver

KINDS = ("refund.created", "refund.updated", "charge.refunded")


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_refund_ends_access(
    paid: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver, kind: str
) -> None:
    stripe.refund_in_dashboard(paid)
    assert deliver(stripe.make_payment_event(event_type=kind)).json == {"outcome": "received"}
    assert cal.get("/dashboard").location == "/checkout"


def test_the_buyer_is_told_once(paid: str, stripe: LocalStripe, deliver: Deliver, books: Books) -> None:
    stripe.refund_in_dashboard(paid)
    for kind in KINDS:
        deliver(stripe.make_payment_event(event_type=kind))
    told = [letter for letter in letters_to(books.engine, CAL) if letter.key.startswith("refund:")]
    assert [letter.key for letter in told] == [f"refund:{books.refunds[0].public_id}"]
    assert "$79" in told[0].text


def test_a_part_given_back_keeps_access(paid: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver) -> None:
    stripe.refund_in_dashboard(paid, cents=2000)
    deliver(stripe.make_payment_event())
    assert cal.get("/checkout").location == "/dashboard"


def test_the_order_page_says_where_the_money_is(
    paid: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refund_in_dashboard(paid)
    deliver(stripe.make_payment_event())
    assert "on its way back" in cal.get(f"/orders/{books.order.public_id}").text


def test_a_late_paid_event_does_not_bring_access_back(
    paid: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refund_in_dashboard(paid)
    deliver(stripe.make_payment_event())
    deliver(stripe.make_event())
    assert books.order.state == "refunded"


def test_a_refund_we_hear_of_first_still_keeps_the_payment(
    opened: str, cal: FlaskClient, stripe: LocalStripe, books: Books
) -> None:
    stripe.pay(opened)
    stripe.refund_in_dashboard(opened)
    cal.get(f"/checkout/return?session_id={opened}")
    assert (books.order.state, [payment.amount_cents for payment in books.payments]) == ("refunded", [7900])


def test_giving_back_a_second_payment_leaves_the_order_paid(
    two_pages: list[str], stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    for page in two_pages:
        stripe.pay(page)
        deliver(stripe.make_event(session_id=page))
    stripe.refund_in_dashboard(two_pages[1])
    deliver(stripe.make_payment_event(two_pages[1]))
    assert books.order.state == "paid"


def test_a_refund_of_a_payment_we_do_not_hold_is_kept_aside(
    opened: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    event = stripe.make_payment_event(opened)
    deliver(event)
    assert books.events == {event["id"]: "quarantined"}
    assert "it speaks of a payment we do not hold" in books.alerts[0]


def test_a_refund_that_fails_after_all_is_undone_and_raises_an_alert(
    paid: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refund_in_dashboard(paid)
    deliver(stripe.make_payment_event())
    stripe.fail_refund(paid)
    deliver(stripe.make_payment_event(event_type="refund.failed"))
    [refund] = books.refunds
    assert (refund.state, refund.failure) == ("failed", "expired_or_canceled_card")
    assert f"the refund {refund.stripe_id} failed" in books.alerts[0]
    assert sum(entry.amount_cents for entry in books.entries) == 7900


def test_an_order_under_review_ends_when_its_money_went_back(
    opened: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.pay(opened, unit_amount=100)
    deliver(stripe.make_event())
    assert books.order.state == "needs_review"
    stripe.refund_in_dashboard(opened, cents=100)
    attempt = {"attempt": books.checkouts[0].idempotency_key}
    thing = {"id": "re_1", "object": "refund", "payment_intent": "pi_unknown", "metadata": attempt}
    assert deliver(stripe.make_event("refund.created", opened, data={"object": thing})).json == {"outcome": "received"}
    assert books.order.state == "refunded"


def test_money_for_a_deleted_account_raises_an_alert_and_nobody_is_written_to(
    opened: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    books.rewrite_order(email="deleted")
    stripe.pay(opened)
    deliver(stripe.make_event())
    assert "after the account was deleted" in books.alerts[0]
    assert books.receipts == []
