"""Refunds and disputes under faults: raced, lost, pending, reversed, begun elsewhere, or about an unknown payment."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.tenancy import unscoped
from saas.shop.refunds.actions import AmountTooHigh, UnderDispute, approve_refund_request, create_refund, request_refund
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import sum_order_money
from saas.shop.refunds.rules import RefundReason
from saas.shop.stripe.client import StripeServerError, StripeUnavailable
from tests.letters import letters_to
from tests.people import CAL
from tests.shop.failures.conftest import Shop
from tests.threads import run_at_once

PENDS, FAILS = "4000000000007726", "4000000000005126"
A_DAY_AND_MORE = timedelta(hours=25)  # Stripe keeps a key for 24
SEND = {"method": "POST", "path": "/v1/refunds"}


def make_refund(shop: Shop, cents: int = 7900) -> Refund:
    """Staff make a refund, in a session of their own."""
    with unscoped(shop.engine, "tests: looking and arranging") as session:
        order, payment = shop.records.order, shop.records.payments[0]
        return create_refund(
            session,
            order.public_id,
            payment.stripe_id,
            cents,
            reason=RefundReason.REQUESTED,
            note="",
            by="sam@example.com",
        )


def request(shop: Shop) -> Refund:
    """Cal requests a refund, and staff have not decided."""
    with unscoped(shop.engine, "tests: looking and arranging") as session:
        return request_refund(session, shop.records.order.public_id, note="")


def refunds(shop: Shop) -> list[tuple[str, int, str]]:
    return [(refund.state, refund.amount_cents, refund.source) for refund in shop.records.refunds]


def letters(shop: Shop, kind: str) -> int:
    return sum(letter.key.startswith(f"{kind}:") for letter in letters_to(shop.engine, CAL))


def test_f22_three_refunds_at_once_never_exceed_the_payment(shop: Shop) -> None:
    shop.buy()

    def refund() -> str:
        try:
            return str(make_refund(shop, 5000).state)
        except AmountTooHigh:
            return "refused"

    assert sorted(run_at_once(*[partial(refund) for _ in range(3)])) == ["refused", "refused", "submitted"]
    shop.run_jobs()
    assert [refund["amount"] for refund in shop.list_objects("refunds")] == [5000]


def test_f22_a_payment_refunded_at_stripe_is_not_refunded_again(shop: Shop) -> None:
    session_id = shop.buy()
    shop.control("refunds", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    make_refund(shop)
    shop.run_jobs()
    assert refunds(shop) == [("failed", 7900, "staff")]
    shop.deliver("refund.created")
    assert (refunds(shop), shop.records.order.state) == (
        [("failed", 7900, "staff"), ("succeeded", 7900, "stripe")],
        "refunded",
    )
    assert sum(refund["amount"] for refund in shop.list_objects("refunds")) == 7900


def test_f23_a_refund_event_before_our_answer_finds_the_row(shop: Shop) -> None:
    shop.buy()
    make_refund(shop, 2000)
    shop.control("faults", **SEND, kind="drop_after", times=1)
    with pytest.raises(StripeUnavailable):
        shop.run_jobs()
    shop.post_event(shop.newest_event("refund.created"))
    shop.run_jobs()
    assert (refunds(shop), letters(shop, "refund")) == ([("succeeded", 2000, "staff")], 1)
    assert len(shop.list_objects("refunds")) == 1


def test_f23_after_the_key_expired_the_refund_is_looked_up_first(shop: Shop) -> None:
    shop.buy()
    make_refund(shop, 2000)
    shop.control("faults", **SEND, kind="drop_after", times=1)
    with pytest.raises(StripeUnavailable):
        shop.run_jobs()
    with time_machine.travel(clock.now() + A_DAY_AND_MORE):
        shop.run_jobs()
    assert (refunds(shop), len(shop.list_objects("refunds"))) == ([("succeeded", 2000, "staff")], 1)


def test_f19_after_a_definite_500_a_refund_is_sent_under_another_key(shop: Shop) -> None:
    shop.buy()
    make_refund(shop, 2000)
    shop.control("faults", **SEND, kind="status", status=500, stored=True, times=1)
    with pytest.raises(StripeServerError):
        shop.run_jobs()
    shop.run_jobs()
    assert (refunds(shop), shop.records.refunds[0].tries) == ([("succeeded", 2000, "staff")], 2)
    assert [refund["amount"] for refund in shop.list_objects("refunds")] == [2000]


def test_f24_a_pending_refund_is_reserved_and_announced(shop: Shop, session: Session) -> None:
    shop.buy(card=PENDS)
    make_refund(shop)
    shop.run_jobs()
    assert (refunds(shop), sum_order_money(session, shop.records.order).left) == ([("pending", 7900, "staff")], 0)
    shop.control("clock", advance=60)
    shop.deliver("refund.updated")
    assert (refunds(shop), letters(shop, "refund"), shop.records.order.state) == (
        [("succeeded", 7900, "staff")],
        1,
        "refunded",
    )


def test_f25_a_refund_that_fails_after_success_is_reversed_and_announced(shop: Shop, session: Session) -> None:
    shop.buy(card=FAILS)
    make_refund(shop)
    shop.run_jobs()
    shop.control("clock", advance=60)
    shop.deliver("refund.failed")
    assert (refunds(shop), sum_order_money(session, shop.records.order).left) == ([("failed", 7900, "staff")], 7900)
    assert any("send the money another way" in alert for alert in shop.records.alerts)
    assert letters(shop, "refund_failed") == 1
    assert sum(entry.amount_cents for entry in shop.records.entries) == 7900


@pytest.mark.parametrize(("amount", "state"), [(7900, "refunded"), (1000, "paid")])
def test_f26_a_dashboard_refund_gets_a_row(shop: Shop, amount: int, state: str) -> None:
    session_id = shop.buy()
    shop.control("refunds", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id, amount=amount)
    shop.deliver("refund.created")
    shop.deliver("charge.refunded")
    assert (refunds(shop), shop.records.order.state) == ([("succeeded", amount, "stripe")], state)


def test_f26_a_dashboard_refund_closes_the_request(shop: Shop) -> None:
    session_id = shop.buy()
    request(shop)
    shop.control("refunds", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    shop.deliver("refund.created")
    assert refunds(shop) == [("canceled", 7900, "customer"), ("succeeded", 7900, "stripe")]
    assert shop.records.order.state == "refunded"


def test_f26_a_request_for_more_than_is_left_is_not_approved(shop: Shop, session: Session) -> None:
    session_id = shop.buy()
    refund_requests = request(shop)
    shop.control("refunds", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id, amount=1000)
    shop.deliver("refund.created")
    with pytest.raises(AmountTooHigh):
        approve_refund_request(session, refund_requests.public_id, by="sam@example.com")
    assert refunds(shop) == [("requested", 7900, "customer"), ("succeeded", 1000, "stripe")]


def test_f27_no_refund_while_a_bank_decides(shop: Shop, session: Session) -> None:
    session_id = shop.buy()
    make_refund(shop, 2000)
    shop.run_jobs()
    shop.control("disputes", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    shop.deliver("charge.dispute.created")
    with pytest.raises(UnderDispute):
        make_refund(shop, 100)
    money = sum_order_money(session, shop.records.order)
    assert (shop.records.order.state, money.returned, money.disputed > 0, money.left >= 0) == (
        "disputed",
        2000,
        True,
        True,
    )


def test_f27_an_inquiry_can_be_answered_with_a_refund(shop: Shop) -> None:
    session_id = shop.buy()
    shop.control("disputes", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id, inquiry=True)
    shop.deliver("charge.dispute.created")
    make_refund(shop)
    shop.run_jobs()
    assert (refunds(shop), shop.records.order.state) == ([("succeeded", 7900, "staff")], "refunded")


def test_f27_an_unknown_dispute_makes_stripe_refuse_the_refund(shop: Shop) -> None:
    session_id = shop.buy()
    make_refund(shop)
    shop.control("disputes", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    shop.run_jobs()
    assert (refunds(shop), shop.records.refunds[0].failure, shop.list_objects("refunds")) == (
        [("failed", 7900, "staff")],
        "charge_disputed",
        [],
    )
    shop.deliver_all()
    assert (shop.records.order.state, letters(shop, "refund")) == ("disputed", 0)


def test_f27_a_dispute_cancels_a_pending_refund(shop: Shop, session: Session) -> None:
    session_id = shop.buy(card=PENDS)
    make_refund(shop, 2000)
    shop.run_jobs()
    shop.control("disputes", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id, amount=7900)
    shop.deliver_all()
    assert (refunds(shop), shop.records.order.state) == ([("failed", 2000, "staff")], "disputed")
    assert shop.records.refunds[0].failure == "charge_for_pending_refund_disputed"
    assert sum(entry.amount_cents for entry in shop.records.entries) == 0


def test_f28_a_dispute_about_an_unknown_payment_is_quarantined(shop: Shop) -> None:
    price = {
        "line_items[0][price_data][currency]": "usd",
        "line_items[0][price_data][unit_amount]": "500",
        "line_items[0][price_data][product_data][name]": "a mug",
        "line_items[0][quantity]": "1",
    }
    other = shop.create_object("checkout/sessions", mode="payment", success_url="https://a.test", **price)
    shop.control(f"sessions/{other['id']}/pay")
    shop.control("disputes", charge=shop.list_objects("charges")[0]["id"])
    event = shop.deliver("charge.dispute.created")
    assert (shop.records.events, shop.records.disputes) == ({event["id"]: "quarantined"}, [])
    assert "a payment we do not hold" in shop.records.alerts[-1]


def test_a_dispute_is_followed_to_its_end_in_the_ledger(shop: Shop) -> None:
    session_id = shop.buy()
    case = shop.control("disputes", payment_intent=shop.client.retrieve_checkout(session_id).payment_intent_id)
    shop.control(f"disputes/{case['id']}", status="won")
    shop.deliver_all()
    assert (shop.records.order.state, shop.records.disputes[0].status) == ("paid", "won")
    theirs = sum(refund["net"] for refund in shop.list_objects("balance_transactions", limit=100))
    assert sum(entry.net_cents for entry in shop.records.entries) == theirs


def test_an_early_fraud_warning_raises_an_alert(shop: Shop) -> None:
    shop.buy()
    shop.control("warnings", charge=shop.records.payments[0].charge_id)
    shop.deliver("radar.early_fraud_warning.created")
    assert "refund it before it becomes a dispute" in shop.records.alerts[-1]
