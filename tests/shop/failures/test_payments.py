"""Payments under faults: double presses, lost answers, declined cards, two sessions, promotion codes, cancellation."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import time_machine

from saas.kernel import clock
from tests.shop.failures.conftest import Shop
from tests.threads import run_at_once

CREATE = {"method": "POST", "path": "/v1/checkout/sessions"}
DECLINED, ASKS_FIRST = "4000000000000002", "4000002500003155"
# A page of 23 hours with too little left to be asked for again, and still open.
NEARLY_OVER = timedelta(hours=22, minutes=40)


def attempts(shop: Shop) -> list[tuple[int, str]]:
    return [(checkout.number, checkout.state) for checkout in shop.records.checkouts]


def test_f15_a_mismatched_payment_is_kept_and_gives_no_access(shop: Shop) -> None:
    page = shop.open_checkout()
    shop.control(f"sessions/{page}/amount", unit_amount=100)
    shop.control(f"sessions/{page}/pay")
    shop.deliver()
    assert (shop.records.order.state, shop.records.payments[0].amount_cents) == ("needs_review", 100)
    assert shop.records.alerts == ["the amount is 100 and should be 7900"]
    assert shop.records.receipts == []


def test_f15_a_wrong_quantity_gives_no_access(shop: Shop) -> None:
    page = shop.open_checkout()
    shop.control(f"sessions/{page}/quantity", quantity=2)
    shop.control(f"sessions/{page}/pay")
    shop.deliver()
    assert (shop.records.order.state, "the quantity is 2" in shop.records.alerts[0]) == ("needs_review", True)


def test_f16_two_presses_at_once_open_one_session(shop: Shop) -> None:
    answers = run_at_once(*[partial(shop.press_pay) for _ in range(2)])
    assert len({answer.location for answer in answers}) == 1
    assert (len(shop.list_objects("checkout/sessions")), attempts(shop)) == (1, [(1, "open")])


def test_f17_two_paid_sessions_keep_both_payments_and_refund_one(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="drop_after", times=1)
    assert shop.press_pay().status_code == 503
    with time_machine.travel(clock.now() + NEARLY_OVER):
        shop.press_pay()
    for checkout_session in shop.list_objects("checkout/sessions"):
        shop.control(f"sessions/{checkout_session['id']}/pay")
    shop.deliver_all()
    assert sorted(payment.is_duplicate for payment in shop.records.payments) == [False, True]
    assert any("paid a second time" in alert for alert in shop.records.alerts)
    [refund] = shop.records.refunds
    assert (refund.state, refund.reason, refund.source, shop.records.order.state) == (
        "succeeded",
        "duplicate",
        "house",
        "paid",
    )


def test_f17_once_paid_the_other_session_is_expired(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="drop_after", times=1)
    shop.press_pay()
    with time_machine.travel(clock.now() + NEARLY_OVER):
        shop.press_pay()
    second, first = (checkout_session["id"] for checkout_session in shop.list_objects("checkout/sessions"))
    shop.control(f"sessions/{first}/pay")
    shop.deliver()
    assert {
        checkout_session["id"]: checkout_session["status"]
        for checkout_session in shop.list_objects("checkout/sessions")
    } == {
        first: "complete",
        second: "expired",
    }


def test_f18_the_same_key_always_carries_the_same_parameters(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="drop_after", times=1)
    shop.press_pay()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert shop.press_pay().status_code == 303
    sent = shop.list_requests("POST", "/v1/checkout/sessions")
    assert len({request["idempotency_key"] for request in sent}) == 1
    assert all(request["params"] == sent[0]["params"] for request in sent)
    assert len(shop.list_objects("checkout/sessions")) == 1


def test_f19_a_lost_answer_is_retried_and_makes_one_session(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="drop_after", times=1)
    assert (shop.press_pay().status_code, attempts(shop)) == (503, [(1, "creating")])
    assert (shop.press_pay().status_code, attempts(shop)) == (303, [(1, "open")])
    assert len(shop.list_objects("checkout/sessions")) == 1


def test_f19_after_a_definite_500_the_next_press_makes_another_attempt(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="status", status=500, stored=True, times=1)
    assert (shop.press_pay().status_code, attempts(shop)) == (503, [(1, "failed")])
    assert (shop.press_pay().status_code, attempts(shop)) == (303, [(1, "failed"), (2, "open")])


def test_f20_after_a_429_the_order_is_kept_for_the_next_press(shop: Shop) -> None:
    shop.control("faults", **CREATE, kind="status", status=429, times=1)
    answer = shop.press_pay()
    assert (answer.status_code, shop.records.order.public_id in answer.text) == (503, True)
    assert shop.press_pay().status_code == 303


def test_f21_a_declined_card_leaves_the_session_open(shop: Shop) -> None:
    page = shop.open_checkout()
    shop.control(f"sessions/{page}/pay", card=DECLINED)
    shop.deliver_all()
    assert (shop.records.order.state, shop.open_checkout()) == ("pending", page)
    shop.control(f"sessions/{page}/pay")
    shop.deliver_all()
    assert (shop.records.order.state, len(shop.records.payments)) == ("paid", 1)


def test_f21_an_abandoned_3d_secure_check_leaves_the_session_open(shop: Shop) -> None:
    page = shop.open_checkout()
    shop.control(f"sessions/{page}/pay", card=ASKS_FIRST)
    shop.deliver_all()
    assert (shop.records.order.state, shop.open_checkout(), shop.records.payments) == ("pending", page, [])
    shop.control(f"sessions/{page}/authenticate", answer="fail")
    shop.control(f"sessions/{page}/pay", card=ASKS_FIRST)
    shop.control(f"sessions/{page}/authenticate", answer="complete")
    shop.deliver_all()
    assert (shop.records.order.state, len(shop.records.payments)) == ("paid", 1)


def test_f29_a_free_order_gives_access_and_cannot_be_refunded(shop: Shop) -> None:
    coupon = shop.create_object("coupons", percent_off="100", duration="once")
    shop.create_object(
        "promotion_codes", **{"promotion[type]": "coupon", "promotion[coupon]": coupon["id"]}, code="FREE"
    )
    shop.buy(code="FREE")
    order, [payment] = shop.records.order, shop.records.payments
    assert (order.state, order.discount_cents, order.total_cents, order.promotion_code) == ("paid", 7900, 0, "FREE")
    assert (payment.amount_cents, payment.charge_id, shop.records.entries) == (0, None, [])
    assert "refund-request" not in shop.cal.get(f"/orders/{order.public_id}").text


def test_f29_a_discounted_order_is_paid_at_the_discounted_price(shop: Shop) -> None:
    coupon = shop.create_object("coupons", amount_off="2000", currency="usd", duration="once")
    shop.create_object(
        "promotion_codes", **{"promotion[type]": "coupon", "promotion[coupon]": coupon["id"]}, code="TWENTY"
    )
    shop.buy(code="TWENTY")
    assert (shop.records.order.state, shop.records.payments[0].amount_cents) == ("paid", 5900)
    assert "Discount (TWENTY): -$20" in shop.records.receipts[0].text


def test_f30_an_order_paid_while_canceling_counts_as_paid(shop: Shop) -> None:
    shop.pay()
    shop.cal.post(f"/orders/{shop.records.order.public_id}/cancellation")
    assert (shop.records.order.state, len(shop.records.payments)) == ("paid", 1)


def test_f30_canceling_expires_the_session(shop: Shop) -> None:
    page = shop.open_checkout()
    shop.cal.post(f"/orders/{shop.records.order.public_id}/cancellation")
    assert (shop.records.order.state, attempts(shop)) == ("canceled", [(1, "expired")])
    assert shop.client.retrieve_checkout(page).status == "expired"
