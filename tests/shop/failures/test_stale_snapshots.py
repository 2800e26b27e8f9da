"""What was true a moment ago, or of another attempt, changes nothing: overtaken snapshots, late repeated events."""

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
    """Cal's first bank debit failed; the second, in another session, is processing. Returns the second session's id."""
    shop.pay(account=FAILS)
    shop.deliver_all()
    shop.control("clock", advance=60)
    shop.deliver_all()
    session_id = shop.pay(account=ARRIVES)
    shop.deliver_all()
    assert shop.records.order.state == "processing"
    return session_id


def test_f07_a_late_event_sends_no_receipt_for_a_canceled_order(shop: Shop) -> None:
    shop.pay()
    shop.records.rewrite_order(state="canceled")
    shop.deliver_all()
    assert (shop.records.order.state, shop.records.order.paid_at, shop.records.receipts) == ("needs_review", None, [])


def test_f03_a_repeated_event_of_the_first_debit_does_not_change_the_second(shop: Shop, second: str) -> None:
    shop.deliver(FAILED, id="evt_again")
    assert shop.records.order.state == "processing"


def test_f06_the_sweep_keeps_two_debits_apart(shop: Shop, second: str, session: Session) -> None:
    shop.records.rewrite_checkout(created_at=clock.now() - HALF_AN_HOUR)
    sweep.refresh_open_orders(session, shop.client)
    assert shop.records.order.state == "processing"


def test_f06_the_second_debit_is_paid_once(shop: Shop, second: str) -> None:
    shop.control("clock", advance=60)
    shop.deliver_all()
    assert (shop.records.order.state, [payment.session_id for payment in shop.records.payments]) == ("paid", [second])


def test_f03_an_overtaken_snapshot_is_dropped(shop: Shop, session: Session) -> None:
    session_id = shop.buy()
    case = shop.control("disputes", payment_intent=shop.records.payments[0].stripe_id)
    old = shop.client.retrieve_checkout(session_id, with_all_changes=True)
    shop.control(f"disputes/{case['id']}", status="under_review")
    shop.deliver("charge.dispute.updated")
    with transaction(session):
        apply_checkout(session, old, livemode=False)
    assert shop.records.disputes[0].status == "under_review"


def test_f03_a_failed_debit_does_not_become_processing_again(shop: Shop, session: Session) -> None:
    session_id = shop.pay(account=FAILS)
    old = shop.client.retrieve_checkout(session_id)
    shop.control("clock", advance=60)
    shop.deliver_all()
    with transaction(session):
        apply_checkout(session, old, livemode=False)
    assert shop.records.order.state == "pending"


def test_f16_an_order_paid_during_a_second_press_opens_no_second_session(
    shop: Shop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = shop.pay()

    def look_late(*_given: object) -> None:
        """Read just before the payment, applied just after."""
        refresh_order(session, shop.client, session_id)

    monkeypatch.setattr(checkout, "_refresh_last_attempt", look_late)
    assert shop.press_pay().location == "/dashboard"
    assert len(shop.list_objects("checkout/sessions")) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_f30_an_order_whose_session_could_not_be_expired_is_not_canceled(shop: Shop, status: int) -> None:
    session_id = shop.open_checkout()
    shop.control("faults", method="POST", path="/v1/checkout/sessions/*", kind="status", status=status, times=1)
    answer = shop.cal.post(f"/orders/{shop.records.order.public_id}/cancellation")
    assert (answer.status_code, shop.records.order.state) == (503, "pending")
    shop.cal.post(f"/orders/{shop.records.order.public_id}/cancellation")
    assert (shop.client.retrieve_checkout(session_id).status, shop.records.order.state) == ("expired", "canceled")


def test_f19_a_proxy_timeout_is_not_a_definite_answer(shop: Shop) -> None:
    shop.control("faults", method="POST", path="/v1/checkout/sessions", kind="status", status=503, times=1)
    assert shop.press_pay().status_code == 503
    assert [checkout.state for checkout in shop.records.checkouts] == ["creating"]
    assert shop.press_pay().status_code == 303
