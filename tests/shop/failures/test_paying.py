"""Paying: pressed twice, answers that are lost, declined cards, two pages, codes, and giving up."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import time_machine

from saas.kernel import clock
from tests.shop.books import at_once
from tests.shop.failures.conftest import Shop

CREATE = {"method": "POST", "path": "/v1/checkout/sessions"}
DECLINED, ASKS_FIRST = "4000000000000002", "4000002500003155"
# A page of 23 hours with too little left to be asked for again, and still open.
NEARLY_OVER = timedelta(hours=22, minutes=40)


def attempts(shop: Shop) -> list[tuple[int, str]]:
    return [(one.number, one.state) for one in shop.books.checkouts]


def test_f15_money_that_does_not_fit_is_kept_and_opens_nothing(shop: Shop) -> None:
    page = shop.open()
    shop.tell(f"sessions/{page}/amount", unit_amount=100)
    shop.tell(f"sessions/{page}/pay")
    shop.deliver()
    assert (shop.books.order.state, shop.books.payments[0].amount_cents) == ("needs_review", 100)
    assert shop.books.alerts == ["the amount is 100 and should be 7900"]
    assert shop.books.receipts == []


def test_f15_a_number_of_plans_that_was_not_sold_opens_nothing(shop: Shop) -> None:
    page = shop.open()
    shop.tell(f"sessions/{page}/quantity", quantity=2)
    shop.tell(f"sessions/{page}/pay")
    shop.deliver()
    assert (shop.books.order.state, "the quantity is 2" in shop.books.alerts[0]) == ("needs_review", True)


def test_f16_pressed_twice_at_once_is_one_page(shop: Shop) -> None:
    answers = at_once(*[partial(shop.press) for _ in range(2)])
    assert len({answer.location for answer in answers}) == 1
    assert (len(shop.api("checkout/sessions")), attempts(shop)) == (1, [(1, "open")])


def test_f17_two_pages_both_paid_keep_both_payments_and_send_one_back(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="drop_after", times=1)
    assert shop.press().status_code == 503
    with time_machine.travel(clock.now() + NEARLY_OVER):
        shop.press()
    for page in shop.api("checkout/sessions"):
        shop.tell(f"sessions/{page['id']}/pay")
    shop.deliver_all()
    assert sorted(payment.is_duplicate for payment in shop.books.payments) == [False, True]
    assert any("paid a second time" in alert for alert in shop.books.alerts)
    [refund] = shop.books.refunds
    assert (refund.state, refund.reason, refund.source, shop.books.order.state) == (
        "succeeded",
        "duplicate",
        "house",
        "paid",
    )


def test_f17_once_paid_the_other_page_is_closed(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="drop_after", times=1)
    shop.press()
    with time_machine.travel(clock.now() + NEARLY_OVER):
        shop.press()
    second, first = (page["id"] for page in shop.api("checkout/sessions"))
    shop.tell(f"sessions/{first}/pay")
    shop.deliver()
    assert {page["id"]: page["status"] for page in shop.api("checkout/sessions")} == {
        first: "complete",
        second: "expired",
    }


def test_f18_the_same_key_always_carries_the_same_words(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="drop_after", times=1)
    shop.press()
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert shop.press().status_code == 303
    sent = shop.asked("POST", "/v1/checkout/sessions")
    assert len({one["idempotency_key"] for one in sent}) == 1
    assert all(one["params"] == sent[0]["params"] for one in sent)
    assert len(shop.api("checkout/sessions")) == 1


def test_f19_a_lost_answer_is_asked_for_again_and_makes_one_page(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="drop_after", times=1)
    assert (shop.press().status_code, attempts(shop)) == (503, [(1, "creating")])
    assert (shop.press().status_code, attempts(shop)) == (303, [(1, "open")])
    assert len(shop.api("checkout/sessions")) == 1


def test_f19_after_a_definite_500_the_next_press_is_another_attempt(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="status", status=500, stored=True, times=1)
    assert (shop.press().status_code, attempts(shop)) == (503, [(1, "failed")])
    assert (shop.press().status_code, attempts(shop)) == (303, [(1, "failed"), (2, "open")])


def test_f20_too_many_requests_keep_the_order_for_the_next_press(shop: Shop) -> None:
    shop.tell("faults", **CREATE, kind="status", status=429, times=1)
    answer = shop.press()
    assert (answer.status_code, shop.books.order.public_id in answer.text) == (503, True)
    assert shop.press().status_code == 303


def test_f21_a_declined_card_leaves_the_page_open_for_another(shop: Shop) -> None:
    page = shop.open()
    shop.tell(f"sessions/{page}/pay", card=DECLINED)
    shop.deliver_all()
    assert (shop.books.order.state, shop.open()) == ("pending", page)
    shop.tell(f"sessions/{page}/pay")
    shop.deliver_all()
    assert (shop.books.order.state, len(shop.books.payments)) == ("paid", 1)


def test_f21_a_bank_that_was_not_answered_leaves_the_page_open(shop: Shop) -> None:
    page = shop.open()
    shop.tell(f"sessions/{page}/pay", card=ASKS_FIRST)
    shop.deliver_all()
    assert (shop.books.order.state, shop.open(), shop.books.payments) == ("pending", page, [])
    shop.tell(f"sessions/{page}/authenticate", answer="fail")
    shop.tell(f"sessions/{page}/pay", card=ASKS_FIRST)
    shop.tell(f"sessions/{page}/authenticate", answer="complete")
    shop.deliver_all()
    assert (shop.books.order.state, len(shop.books.payments)) == ("paid", 1)


def test_f29_nothing_due_opens_the_plan_and_cannot_go_back(shop: Shop) -> None:
    coupon = shop.make("coupons", percent_off="100", duration="once")
    shop.make("promotion_codes", **{"promotion[type]": "coupon", "promotion[coupon]": coupon["id"]}, code="FREE")
    shop.bought(code="FREE")
    order, [payment] = shop.books.order, shop.books.payments
    assert (order.state, order.discount_cents, order.total_cents, order.promotion_code) == ("paid", 7900, 0, "FREE")
    assert (payment.amount_cents, payment.charge_id, shop.books.entries) == (0, None, [])
    assert "refund-request" not in shop.cal.get(f"/orders/{order.public_id}").text


def test_f29_a_part_off_is_settled_at_what_was_paid(shop: Shop) -> None:
    coupon = shop.make("coupons", amount_off="2000", currency="usd", duration="once")
    shop.make("promotion_codes", **{"promotion[type]": "coupon", "promotion[coupon]": coupon["id"]}, code="TWENTY")
    shop.bought(code="TWENTY")
    assert (shop.books.order.state, shop.books.payments[0].amount_cents) == ("paid", 5900)
    assert "Discount (TWENTY): -$20" in shop.books.receipts[0].text


def test_f30_given_up_in_the_moment_it_was_paid_counts_as_paid(shop: Shop) -> None:
    shop.buys()
    shop.cal.post(f"/orders/{shop.books.order.public_id}/cancellation")
    assert (shop.books.order.state, len(shop.books.payments)) == ("paid", 1)


def test_f30_given_up_before_closes_the_page(shop: Shop) -> None:
    page = shop.open()
    shop.cal.post(f"/orders/{shop.books.order.public_id}/cancellation")
    assert (shop.books.order.state, attempts(shop)) == ("canceled", [(1, "expired")])
    assert shop.gateway.retrieve_checkout(page).status == "expired"
