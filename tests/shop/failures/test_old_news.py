"""What was true a moment ago, or of another attempt, moves nothing: readings overtaken by newer ones, late repetitions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.stripe import checkout, sweep
from saas.shop.stripe.sync import apply_checkout, refresh_order
from tests.shop.failures.conftest import Shop

FAILS, ARRIVES = "000111111116", "000123456789"
COMPLETED, FAILED = "checkout.session.completed", "checkout.session.async_payment_failed"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def second(shop: Shop) -> str:
    """Cal's first debit failed; the second, on another page, is on its way. The second page."""
    shop.buys(account=FAILS)
    shop.deliver_all()
    shop.tell("clock", advance=60)
    shop.deliver_all()
    page = shop.buys(account=ARRIVES)
    shop.deliver_all()
    assert shop.books.order.state == "processing"
    return page


def test_f07_a_late_letter_sends_no_receipt_for_what_was_given_up(shop: Shop) -> None:
    shop.buys()
    shop.books.rewrite_order(state="canceled")
    shop.deliver_all()
    assert (shop.books.order.state, shop.books.order.paid_at, shop.books.receipts) == ("needs_review", None, [])


def test_f03_a_repeated_word_of_the_first_debit_does_not_touch_the_second(shop: Shop, second: str) -> None:
    shop.deliver(FAILED, id="evt_again")
    assert shop.books.order.state == "processing"


def test_f06_the_sweep_does_not_take_the_first_debit_for_the_second(shop: Shop, second: str, session: Session) -> None:
    shop.books.rewrite_checkout(created_at=clock.now() - HALF_AN_HOUR)
    sweep.refresh_open_orders(session, shop.gateway)
    assert shop.books.order.state == "processing"


def test_f06_the_second_debit_is_still_paid_once(shop: Shop, second: str) -> None:
    shop.tell("clock", advance=60)
    shop.deliver_all()
    assert (shop.books.order.state, [one.session_id for one in shop.books.payments]) == ("paid", [second])


def test_f03_a_reading_that_another_has_overtaken_is_dropped(shop: Shop, session: Session) -> None:
    page = shop.bought()
    case = shop.tell("disputes", payment_intent=shop.books.payments[0].stripe_id)
    old = shop.gateway.retrieve_checkout(page, with_all_changes=True)
    shop.tell(f"disputes/{case['id']}", status="under_review")
    shop.deliver("charge.dispute.updated")
    with transaction(session):
        apply_checkout(session, old, livemode=False)
    assert shop.books.disputes[0].status == "under_review"


def test_f03_a_debit_that_failed_is_not_on_its_way_again(shop: Shop, session: Session) -> None:
    page = shop.buys(account=FAILS)
    old = shop.gateway.retrieve_checkout(page)
    shop.tell("clock", advance=60)
    shop.deliver_all()
    with transaction(session):
        apply_checkout(session, old, livemode=False)
    assert shop.books.order.state == "pending"


def test_f16_paid_in_the_moment_of_a_second_press_opens_no_second_page(
    shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shop.buys()

    def look_late(*_given: object) -> None:
        """Stripe was asked just before the payment; it is heard of just after."""
        refresh_order(session, shop.gateway, page)

    monkeypatch.setattr(checkout, "_refresh_last_attempt", look_late)
    assert shop.press().location == "/dashboard"
    assert len(shop.api("checkout/sessions")) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_f30_a_page_that_could_not_be_closed_is_not_given_up(shop: Shop, status: int) -> None:
    page = shop.open()
    shop.tell("faults", method="POST", path="/v1/checkout/sessions/*", kind="status", status=status, times=1)
    answer = shop.cal.post(f"/orders/{shop.books.order.public_id}/cancellation")
    assert (answer.status_code, shop.books.order.state) == (503, "pending")
    shop.cal.post(f"/orders/{shop.books.order.public_id}/cancellation")
    assert (shop.gateway.retrieve_checkout(page).status, shop.books.order.state) == ("expired", "canceled")


def test_f19_a_gateway_that_times_out_is_no_definite_answer(shop: Shop) -> None:
    shop.tell("faults", method="POST", path="/v1/checkout/sessions", kind="status", status=503, times=1)
    assert shop.press().status_code == 503
    assert [one.state for one in shop.books.checkouts] == ["creating"]
    assert shop.press().status_code == 303
