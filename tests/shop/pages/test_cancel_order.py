"""POST /orders/<id>/cancellation: giving up an order that is not paid."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.shop.records import ShopRecords


@pytest.fixture
def order(open_session: str, records: ShopRecords) -> str:
    """The page of an order that Cal went to pay and did not."""
    return f"/orders/{records.order.public_id}"


def test_canceling_expires_the_session(cal: FlaskClient, order: str, open_session: str, stripe: LocalStripe) -> None:
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert "The order is given up. Nothing was charged." in page and "Given up" in page
    assert stripe.sessions[open_session].status == "expired"


def test_an_unpaid_order_offers_to_cancel(cal: FlaskClient, order: str) -> None:
    page = cal.get(order).text
    assert f'action="{order}/cancellation"' in page and ">Pay $79</button>" in page


def test_after_canceling_another_order_can_be_made(cal: FlaskClient, order: str, records: ShopRecords) -> None:
    cal.post(f"{order}/cancellation")
    assert cal.post("/checkout").status_code == 303
    assert [order.state for order in records.orders] == ["canceled", "pending"]


def test_an_order_paid_while_canceling_stays_paid(
    cal: FlaskClient, order: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.pay()
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert (records.order.state, "given up" in page) == ("paid", False)


def test_an_order_with_a_processing_bank_debit_cannot_be_canceled(
    cal: FlaskClient, order: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.start_bank_debit()
    answer = cal.post(f"{order}/cancellation")
    assert (answer.status_code, "has been asked for the money" in answer.text) == (409, True)
    assert records.order.state == "processing"


def test_when_stripe_is_down_the_order_stays_pending(
    cal: FlaskClient, order: str, stripe: LocalStripe, records: ShopRecords
) -> None:
    stripe.is_down = True
    answer = cal.post(f"{order}/cancellation")
    assert (answer.status_code, "The order is as it was" in answer.text) == (503, True)
    assert records.order.state == "pending"


def test_a_canceled_gift_can_be_ordered_again(cal: FlaskClient, records: ShopRecords) -> None:
    cal.post("/gift", data={"giver_name": "Cal"})
    order = f"/orders/{records.order.public_id}"
    page = cal.post(f"{order}/cancellation", follow_redirects=True).text
    assert 'href="/gift">begin a new one' in page


def test_a_session_opened_in_another_tab_while_canceling_is_expired_too(
    cal: FlaskClient,
    order: str,
    open_session: str,
    stripe: LocalStripe,
    records: ShopRecords,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expire, sessions = stripe.expire_checkout, [open_session]

    def press_pay_after_expiring(session_id: str) -> bool:
        is_closed = expire(session_id)
        if len(sessions) == 1:
            sessions.append(cal.post("/checkout").location.rpartition("/")[2])
        return is_closed

    monkeypatch.setattr(stripe, "expire_checkout", press_pay_after_expiring)
    cal.post(f"{order}/cancellation")
    assert (len(sessions), records.order.state) == (2, "canceled")
    assert {stripe.sessions[session_id].status for session_id in sessions} == {"expired"}
    assert [checkout.state for checkout in records.checkouts] == ["expired", "expired"]
