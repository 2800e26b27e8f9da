"""Refunds and disputes: raced, lost, pending, undone, begun elsewhere, or about somebody else's payment."""

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
from tests.shop.books import at_once
from tests.shop.failures.conftest import Shop

PENDS, FAILS = "4000000000007726", "4000000000005126"
A_DAY_AND_MORE = timedelta(hours=25)  # Stripe keeps a key for 24
SEND = {"method": "POST", "path": "/v1/refunds"}


def give(shop: Shop, cents: int = 7900) -> Refund:
    """Staff give money back, in a session of their own."""
    with unscoped(shop.engine, "tests: looking and arranging") as session:
        order, payment = shop.books.order, shop.books.payments[0]
        return create_refund(
            session,
            order.public_id,
            payment.stripe_id,
            cents,
            reason=RefundReason.REQUESTED,
            note="",
            by="sam@example.com",
        )


def ask(shop: Shop) -> Refund:
    """Cal asks for the money back, and staff have not looked."""
    with unscoped(shop.engine, "tests: looking and arranging") as session:
        return request_refund(session, shop.books.order.public_id, note="")


def refunds(shop: Shop) -> list[tuple[str, int, str]]:
    return [(one.state, one.amount_cents, one.source) for one in shop.books.refunds]


def letters(shop: Shop, kind: str) -> int:
    return sum(letter.key.startswith(f"{kind}:") for letter in letters_to(shop.engine, CAL))


def test_f22_three_at_once_never_send_more_than_was_paid(shop: Shop) -> None:
    shop.bought()

    def one() -> str:
        try:
            return str(give(shop, 5000).state)
        except AmountTooHigh:
            return "refused"

    assert sorted(at_once(*[partial(one) for _ in range(3)])) == ["refused", "refused", "submitted"]
    shop.work()
    assert [one["amount"] for one in shop.api("refunds")] == [5000]


def test_f22_what_stripe_has_sent_back_already_is_not_sent_again(shop: Shop) -> None:
    page = shop.bought()
    shop.tell("refunds", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    give(shop)
    shop.work()
    assert refunds(shop) == [("failed", 7900, "staff")]
    shop.deliver("refund.created")
    assert (refunds(shop), shop.books.order.state) == (
        [("failed", 7900, "staff"), ("succeeded", 7900, "stripe")],
        "refunded",
    )
    assert sum(one["amount"] for one in shop.api("refunds")) == 7900


def test_f23_the_letter_before_our_own_answer_finds_the_row(shop: Shop) -> None:
    shop.bought()
    give(shop, 2000)
    shop.tell("faults", **SEND, kind="drop_after", times=1)
    with pytest.raises(StripeUnavailable):
        shop.work()
    shop.carry(shop.event("refund.created"))
    shop.work()
    assert (refunds(shop), letters(shop, "refund")) == ([("succeeded", 2000, "staff")], 1)
    assert len(shop.api("refunds")) == 1


def test_f23_asked_again_when_stripe_has_forgotten_the_key_it_is_looked_up_first(shop: Shop) -> None:
    shop.bought()
    give(shop, 2000)
    shop.tell("faults", **SEND, kind="drop_after", times=1)
    with pytest.raises(StripeUnavailable):
        shop.work()
    with time_machine.travel(clock.now() + A_DAY_AND_MORE):
        shop.work()
    assert (refunds(shop), len(shop.api("refunds"))) == ([("succeeded", 2000, "staff")], 1)


def test_f19_a_refund_met_by_a_definite_500_is_sent_under_another_key(shop: Shop) -> None:
    shop.bought()
    give(shop, 2000)
    shop.tell("faults", **SEND, kind="status", status=500, stored=True, times=1)
    with pytest.raises(StripeServerError):
        shop.work()
    shop.work()
    assert (refunds(shop), shop.books.refunds[0].tries) == ([("succeeded", 2000, "staff")], 2)
    assert [one["amount"] for one in shop.api("refunds")] == [2000]


def test_f24_what_is_pending_is_spoken_for_and_told(shop: Shop, session: Session) -> None:
    shop.bought(card=PENDS)
    give(shop)
    shop.work()
    assert (refunds(shop), sum_order_money(session, shop.books.order).left) == ([("pending", 7900, "staff")], 0)
    shop.tell("clock", advance=60)
    shop.deliver("refund.updated")
    assert (refunds(shop), letters(shop, "refund"), shop.books.order.state) == (
        [("succeeded", 7900, "staff")],
        1,
        "refunded",
    )


def test_f25_one_that_fails_after_it_succeeded_is_undone_and_told(shop: Shop, session: Session) -> None:
    shop.bought(card=FAILS)
    give(shop)
    shop.work()
    shop.tell("clock", advance=60)
    shop.deliver("refund.failed")
    assert (refunds(shop), sum_order_money(session, shop.books.order).left) == ([("failed", 7900, "staff")], 7900)
    assert any("send the money another way" in alert for alert in shop.books.alerts)
    assert letters(shop, "refund_failed") == 1
    assert sum(entry.amount_cents for entry in shop.books.entries) == 7900


@pytest.mark.parametrize(("amount", "state"), [(7900, "refunded"), (1000, "paid")])
def test_f26_one_begun_in_the_dashboard_appears_by_itself(shop: Shop, amount: int, state: str) -> None:
    page = shop.bought()
    shop.tell("refunds", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id, amount=amount)
    shop.deliver("refund.created")
    shop.deliver("charge.refunded")
    assert (refunds(shop), shop.books.order.state) == ([("succeeded", amount, "stripe")], state)


def test_f26_a_request_that_the_dashboard_has_answered_waits_no_more(shop: Shop) -> None:
    page = shop.bought()
    ask(shop)
    shop.tell("refunds", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    shop.deliver("refund.created")
    assert refunds(shop) == [("canceled", 7900, "customer"), ("succeeded", 7900, "stripe")]
    assert shop.books.order.state == "refunded"


def test_f26_a_request_for_more_than_the_dashboard_has_left_is_not_approved(shop: Shop, session: Session) -> None:
    page = shop.bought()
    asked = ask(shop)
    shop.tell("refunds", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id, amount=1000)
    shop.deliver("refund.created")
    with pytest.raises(AmountTooHigh):
        approve_refund_request(session, asked.public_id, by="sam@example.com")
    assert refunds(shop) == [("requested", 7900, "customer"), ("succeeded", 1000, "stripe")]


def test_f27_while_a_bank_decides_nothing_is_sent_back(shop: Shop, session: Session) -> None:
    page = shop.bought()
    give(shop, 2000)
    shop.work()
    shop.tell("disputes", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    shop.deliver("charge.dispute.created")
    with pytest.raises(UnderDispute):
        give(shop, 100)
    money = sum_order_money(session, shop.books.order)
    assert (shop.books.order.state, money.returned, money.disputed > 0, money.left >= 0) == (
        "disputed",
        2000,
        True,
        True,
    )


def test_f27_an_inquiry_may_still_be_answered_with_a_refund(shop: Shop) -> None:
    page = shop.bought()
    shop.tell("disputes", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id, inquiry=True)
    shop.deliver("charge.dispute.created")
    give(shop)
    shop.work()
    assert (refunds(shop), shop.books.order.state) == ([("succeeded", 7900, "staff")], "refunded")


def test_f27_a_dispute_we_have_not_heard_of_stops_our_refund_at_stripe(shop: Shop) -> None:
    page = shop.bought()
    give(shop)
    shop.tell("disputes", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    shop.work()
    assert (refunds(shop), shop.books.refunds[0].failure, shop.api("refunds")) == (
        [("failed", 7900, "staff")],
        "charge_disputed",
        [],
    )
    shop.deliver_all()
    assert (shop.books.order.state, letters(shop, "refund")) == ("disputed", 0)


def test_f27_a_dispute_that_comes_before_a_pending_refund_undoes_it(shop: Shop, session: Session) -> None:
    page = shop.bought(card=PENDS)
    give(shop, 2000)
    shop.work()
    shop.tell("disputes", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id, amount=7900)
    shop.deliver_all()
    assert (refunds(shop), shop.books.order.state) == ([("failed", 2000, "staff")], "disputed")
    assert shop.books.refunds[0].failure == "charge_for_pending_refund_disputed"
    assert sum(one.amount_cents for one in shop.books.entries) == 0


def test_f28_a_dispute_about_somebody_elses_payment_is_kept_aside(shop: Shop) -> None:
    price = {"line_items[0][price_data][currency]": "usd", "line_items[0][price_data][unit_amount]": "500",
             "line_items[0][price_data][product_data][name]": "a mug", "line_items[0][quantity]": "1"}  # fmt: skip
    other = shop.make("checkout/sessions", mode="payment", success_url="https://a.test", **price)
    shop.tell(f"sessions/{other['id']}/pay")
    shop.tell("disputes", charge=shop.api("charges")[0]["id"])
    event = shop.deliver("charge.dispute.created")
    assert (shop.books.events, shop.books.disputes) == ({event["id"]: "quarantined"}, [])
    assert "a payment we do not hold" in shop.books.alerts[-1]


def test_a_dispute_is_followed_to_its_end_with_every_cent(shop: Shop) -> None:
    page = shop.bought()
    case = shop.tell("disputes", payment_intent=shop.gateway.retrieve_checkout(page).payment_intent_id)
    shop.tell(f"disputes/{case['id']}", status="won")
    shop.deliver_all()
    assert (shop.books.order.state, shop.books.disputes[0].status) == ("paid", "won")
    theirs = sum(one["net"] for one in shop.api("balance_transactions", limit=100))
    assert sum(entry.net_cents for entry in shop.books.entries) == theirs


def test_an_early_warning_is_told(shop: Shop) -> None:
    shop.bought()
    shop.tell("warnings", charge=shop.books.payments[0].charge_id)
    shop.deliver("radar.early_fraud_warning.created")
    assert "refund it before it becomes a dispute" in shop.books.alerts[-1]
