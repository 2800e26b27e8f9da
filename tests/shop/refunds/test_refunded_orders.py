"""A refund made in Stripe's dashboard: a full one ends access once and is announced; a partial one changes nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.letters import letters_to
from tests.local_stripe import LocalStripe
from tests.people import CAL
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords

KINDS = ("refund.created", "refund.updated", "charge.refunded")


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_refund_ends_access(
    paid_session: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver, kind: str
) -> None:
    stripe.refund_in_dashboard(paid_session)
    assert deliver(stripe.make_payment_event(event_type=kind)).json == {"outcome": "received"}
    assert cal.get("/dashboard").location == "/checkout"


def test_the_buyer_gets_one_letter(
    paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.refund_in_dashboard(paid_session)
    for kind in KINDS:
        deliver(stripe.make_payment_event(event_type=kind))
    sent = [letter for letter in letters_to(records.engine, CAL) if letter.key.startswith("refund:")]
    assert [letter.key for letter in sent] == [f"refund:{records.refunds[0].public_id}"]
    assert "$79" in sent[0].text


def test_a_partial_refund_keeps_access(
    paid_session: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard(paid_session, cents=2000)
    deliver(stripe.make_payment_event())
    assert cal.get("/checkout").location == "/dashboard"


def test_the_order_page_says_where_the_money_is(
    paid_session: str, cal: FlaskClient, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.refund_in_dashboard(paid_session)
    deliver(stripe.make_payment_event())
    assert "on its way back" in cal.get(f"/orders/{records.order.public_id}").text


def test_a_late_paid_event_does_not_bring_access_back(
    paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.refund_in_dashboard(paid_session)
    deliver(stripe.make_payment_event())
    deliver(stripe.make_event())
    assert records.order.state == "refunded"


def test_a_refund_known_before_the_payment_still_records_the_payment(
    open_session: str, cal: FlaskClient, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay(open_session)
    stripe.refund_in_dashboard(open_session)
    cal.get(f"/checkout/return?session_id={open_session}")
    assert (records.order.state, [payment.amount_cents for payment in records.payments]) == ("refunded", [7900])


def test_refunding_a_duplicate_leaves_the_order_paid(
    two_sessions: list[str], stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
        deliver(stripe.make_event(session_id=session_id))
    stripe.refund_in_dashboard(two_sessions[1])
    deliver(stripe.make_payment_event(two_sessions[1]))
    assert records.order.state == "paid"


def test_a_refund_of_an_unknown_payment_is_quarantined(
    open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    event = stripe.make_payment_event(open_session)
    deliver(event)
    assert records.events == {event["id"]: "quarantined"}
    assert "it speaks of a payment we do not hold" in records.alerts[0]


def test_a_failed_refund_is_reversed_and_raises_an_alert(
    paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.refund_in_dashboard(paid_session)
    deliver(stripe.make_payment_event())
    stripe.fail_refund(paid_session)
    deliver(stripe.make_payment_event(event_type="refund.failed"))
    [refund] = records.refunds
    assert (refund.state, refund.failure) == ("failed", "expired_or_canceled_card")
    assert f"the refund {refund.stripe_id} failed" in records.alerts[0]
    assert sum(entry.amount_cents for entry in records.entries) == 7900


def test_an_order_under_review_ends_when_it_is_refunded(
    open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.pay(open_session, unit_amount=100)
    deliver(stripe.make_event())
    assert records.order.state == "needs_review"
    stripe.refund_in_dashboard(open_session, cents=100)
    attempt = {"attempt": records.checkouts[0].idempotency_key}
    thing = {"id": "re_1", "object": "refund", "payment_intent": "pi_unknown", "metadata": attempt}
    assert deliver(stripe.make_event("refund.created", open_session, data={"object": thing})).json == {
        "outcome": "received"
    }
    assert records.order.state == "refunded"


def test_money_for_a_deleted_account_raises_an_alert_and_sends_no_letter(
    open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    records.rewrite_order(email="deleted")
    stripe.pay(open_session)
    deliver(stripe.make_event())
    assert "after the account was deleted" in records.alerts[0]
    assert records.receipts == []
