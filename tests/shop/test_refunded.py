"""A refund begun in Stripe's dashboard ends access, once, and tells the buyer; a part of it changes nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.fake_stripe import FakeStripe
from tests.letters import letters_to
from tests.people import CAL
from tests.shop.books import Books
from tests.shop.conftest import Deliver

KINDS = ("refund.created", "refund.updated", "charge.refunded")


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_refund_ends_access(
    paid: str, cal: FlaskClient, stripe: FakeStripe, deliver: Deliver, kind: str
) -> None:
    stripe.refunds(paid)
    assert deliver(stripe.refund_event(kind=kind)).json == {"outcome": "received"}
    assert cal.get("/dashboard").location == "/checkout"


def test_the_buyer_is_told_once(paid: str, stripe: FakeStripe, deliver: Deliver, books: Books) -> None:
    stripe.refunds(paid)
    for kind in KINDS:
        deliver(stripe.refund_event(kind=kind))
    told = [letter for letter in letters_to(books.engine, CAL) if letter.key.startswith("refund:")]
    assert [letter.key for letter in told] == [f"refund:{books.refunds[0].public_id}"]
    assert "$79" in told[0].text


def test_a_part_given_back_keeps_access(paid: str, cal: FlaskClient, stripe: FakeStripe, deliver: Deliver) -> None:
    stripe.refunds(paid, cents=2000)
    deliver(stripe.refund_event())
    assert cal.get("/checkout").location == "/dashboard"


def test_the_order_page_says_where_the_money_is(
    paid: str, cal: FlaskClient, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refunds(paid)
    deliver(stripe.refund_event())
    assert "on its way back" in cal.get(f"/orders/{books.order.public_id}").text


def test_a_late_paid_event_does_not_bring_access_back(
    paid: str, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refunds(paid)
    deliver(stripe.refund_event())
    deliver(stripe.event())
    assert books.order.state == "refunded"


def test_a_refund_we_hear_of_first_still_keeps_the_payment(
    opened: str, cal: FlaskClient, stripe: FakeStripe, books: Books
) -> None:
    stripe.pays(opened)
    stripe.refunds(opened)
    cal.get(f"/checkout/return?session_id={opened}")
    assert (books.order.state, [payment.amount_cents for payment in books.payments]) == ("refunded", [7900])


def test_giving_back_a_second_payment_leaves_the_order_paid(
    two_pages: list[str], stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    for page in two_pages:
        stripe.pays(page)
        deliver(stripe.event(session_id=page))
    stripe.refunds(two_pages[1])
    deliver(stripe.refund_event(two_pages[1]))
    assert books.order.state == "paid"


def test_a_refund_of_a_payment_we_do_not_hold_is_kept_aside(
    opened: str, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    event = stripe.refund_event(opened)
    deliver(event)
    assert books.events == {event["id"]: "quarantined"}
    assert "it speaks of a payment we do not hold" in books.alerts[0]


def test_a_refund_that_fails_after_all_is_undone_and_raises_an_alert(
    paid: str, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    stripe.refunds(paid)
    deliver(stripe.refund_event())
    stripe.undoes_refund(paid)
    deliver(stripe.refund_event(kind="refund.failed"))
    [refund] = books.refunds
    assert (refund.state, refund.failure) == ("failed", "expired_or_canceled_card")
    assert f"the refund {refund.stripe_id} failed" in books.alerts[0]
    assert sum(entry.amount_cents for entry in books.entries) == 7900


def test_an_order_under_review_ends_when_its_money_went_back(
    opened: str, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    stripe.pays(opened, amount_subtotal=100, amount_total=100)
    deliver(stripe.event())
    assert books.order.state == "needs_review"
    stripe.refunds(opened, cents=100)
    attempt = {"attempt": books.checkouts[0].idempotency_key}
    thing = {"id": "re_1", "object": "refund", "payment_intent": "pi_unknown", "metadata": attempt}
    assert deliver(stripe.event("refund.created", opened, data={"object": thing})).json == {"outcome": "received"}
    assert books.order.state == "refunded"


def test_money_for_a_deleted_account_raises_an_alert_and_nobody_is_written_to(
    opened: str, stripe: FakeStripe, deliver: Deliver, books: Books
) -> None:
    books.rewrite_order(email="deleted")
    stripe.pays(opened)
    deliver(stripe.event())
    assert "after the account was deleted" in books.alerts[0]
    assert books.receipts == []
