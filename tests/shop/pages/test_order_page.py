"""GET /orders and /orders/<id> in every state: plain words, one heading, a name for every control."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.formatting import format_optional_date
from saas.kernel.tenancy import unscoped
from saas.shop.orders.models import Order
from saas.shop.orders.rules import OrderState
from saas.shop.refunds.actions import approve_refund_request
from saas.shop.refunds.models import Refund as RefundRow
from saas.shop.refunds.rules import RefundSource, RefundState, deletion_day
from saas.shop.stripe.refunds import submit_refund
from tests.local_stripe import LocalStripe
from tests.shop.conftest import Deliver
from tests.shop.purchases import buy
from tests.shop.records import ShopRecords
from tests.web.html_page import Page

ENDED = clock.now() - timedelta(days=3)
SAID = {
    OrderState.PENDING: ("Not paid", "Nothing has been charged"),
    OrderState.PROCESSING: ("Payment on its way", "You do not need to pay again"),
    OrderState.PAID: ("Paid", "To have the money back"),
    OrderState.CANCELED: ("Given up", "You gave this order up before anything was paid"),
    OrderState.DISPUTED: ("With your bank", "Nothing you wrote is lost"),
    OrderState.REFUNDED: ("Refunded", "On that day we delete it"),
    OrderState.CHARGED_BACK: ("Taken back by your bank", "Nothing is owed"),
    OrderState.NEEDS_REVIEW: ("With a person", "a person is looking at it"),
}
REFUNDS = {
    RefundState.REQUESTED: "You asked for $20. A person decides",
    RefundState.DECLINED: "we declined on",
    RefundState.SUBMITTED: "$20 is being handed to Stripe",
    RefundState.PENDING: "$20 is on its way",
    RefundState.REQUIRES_ACTION: "$20 is on its way",
    RefundState.SUCCEEDED: "$20 was sent on",
    RefundState.FAILED: "your bank sent it back to us",
    RefundState.CANCELED: "$20 was stopped on",
}
CASES = {
    "warning_needs_response": "No money has moved",
    "warning_closed": "It is closed, and nothing changed",
    "needs_response": "Your bank has taken the money back while it decides",
    "under_review": "We have answered your bank",
    "won": "the payment of $79 stands",
    "lost": "the $79 goes back to you",
}


@pytest.fixture
def paid_session(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> str:
    """The page of the order that Cal paid for himself."""
    buy(cal, stripe)
    return f"/orders/{records.order.public_id}"


@pytest.fixture
def refunded(engine: Engine, records: ShopRecords, paid_session: str) -> Callable[..., None]:
    """A refund of $20 of Cal's order, put into a state that is long to reach."""

    def put(state: RefundState, **more: str) -> None:
        with unscoped(engine, "tests: looking and arranging") as session, transaction(session):
            payment = records.payments[0]
            values = {"source": RefundSource.STAFF, "stripe_id": "re_1"} | more
            row = RefundRow(
                order_id=payment.order_id,
                account_id=payment.account_id,
                payment_id=payment.id,
                amount_cents=2000,
                currency="usd",
                state=state,
                **values,
            )
            session.add(row)

    return put


def test_every_state_has_a_label() -> None:
    assert set(SAID) == set(OrderState) and set(REFUNDS) == set(RefundState)


@pytest.mark.parametrize("kind", ["self", "gift", "seats"])
@pytest.mark.parametrize("state", SAID)
def test_every_state_has_an_accessible_page(
    state: OrderState, kind: str, cal: FlaskClient, paid_session: str, records: ShopRecords
) -> None:
    records.rewrite_order(state=state, kind=kind, ended_at=ENDED)
    text = cal.get(paid_session).text
    page = Page(text)
    assert f">{SAID[state][0]}</span>" in text
    assert (page.outline.count(1), page.unnamed, len(page.ids)) == (1, [], len(set(page.ids)))
    assert SAID[state][0] in cal.get("/orders").text


@pytest.mark.parametrize("state", SAID)
def test_every_state_of_ones_own_plan_says_what_is_safe(
    state: OrderState, cal: FlaskClient, paid_session: str, records: ShopRecords
) -> None:
    records.rewrite_order(state=state, ended_at=ENDED)
    assert SAID[state][1] in cal.get(paid_session).text


@pytest.mark.parametrize("state", REFUNDS)
def test_every_refund_state_is_described(
    state: RefundState, cal: FlaskClient, paid_session: str, refunded: Callable[..., None]
) -> None:
    refunded(state)
    assert REFUNDS[state] in cal.get(paid_session).text


def test_a_declined_request_shows_the_staffs_sentence(
    cal: FlaskClient, paid_session: str, refunded: Callable[..., None]
) -> None:
    refunded(RefundState.DECLINED, answer="This <was> used for a year.")
    assert "“This &lt;was&gt; used for a year.”" in cal.get(paid_session).text


@pytest.mark.parametrize("status", CASES)
def test_every_dispute_status_is_described(
    status: str, cal: FlaskClient, paid_session: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.open_dispute(status=status)
    deliver(stripe.make_event())
    assert CASES[status] in cal.get(paid_session).text


def test_after_a_full_refund_the_page_names_the_day_of_deletion(
    cal: FlaskClient, paid_session: str, records: ShopRecords, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard()
    deliver(stripe.make_event())
    page = cal.get(paid_session).text
    assert format_optional_date(deletion_day(clock.today())) in page and 'href="/settings/export"' in page
    assert cal.get("/intake").location == "/checkout"


def test_after_the_deletion_the_page_says_so(cal: FlaskClient, paid_session: str, records: ShopRecords) -> None:
    records.rewrite_order(state="refunded", ended_at=ENDED, forgotten_at=clock.now())
    page = cal.get(paid_session).text
    assert "What you had written was deleted on" in page and "On that day" not in page


def test_a_refund_that_came_back_is_not_called_on_its_way(
    cal: FlaskClient, paid_session: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard()
    deliver(stripe.make_event())
    stripe.fail_refund()
    deliver(stripe.make_payment_event(event_type="refund.failed"))
    page = cal.get(paid_session).text
    assert "A refund came back to us" in page and "The money is on its way back" not in page


def test_the_history_shows_what_was_really_paid_and_what_went_back(
    cal: FlaskClient, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.create_code("TENTH", percent_off=10)
    buy(cal, stripe, "/seats", quantity="3", pays={"code": "TENTH"})
    stripe.refund_in_dashboard(cents=7110)
    deliver(stripe.make_event())
    page = cal.get("/orders").text
    for words in ("3 seats", "$213.30", "$71.10"):
        assert words in page


def test_an_unpaid_order_is_not_called_paid(cal: FlaskClient, open_session: str) -> None:
    page = cal.get("/orders").text
    assert "Not paid" in page and 'data-label="Paid" class="num">nothing<' in page


@pytest.mark.parametrize("kind", ["gift", "seats"])
def test_a_return_without_a_payment_goes_on_with_the_same_kind(
    kind: str, cal: FlaskClient, stripe: LocalStripe
) -> None:
    cal.post(f"/{kind}", data={"quantity": "3"})
    page = cal.get(f"/checkout/return?session_id={stripe.only_session}").text
    assert f'href="/{kind}">Go on to pay' in page and 'action="/checkout"' not in page


def test_a_return_while_stripe_is_down_looks_again_and_buys_nothing(cal: FlaskClient, stripe: LocalStripe) -> None:
    cal.post("/gift")
    back = f"/checkout/return?session_id={stripe.only_session}"
    stripe.is_down = True
    page = cal.get(back)
    assert (page.status_code, f'href="{back}">Try again' in page.text) == (503, True)
    assert 'action="/checkout"' not in page.text


def test_the_checkout_says_where_a_code_is_typed(cal: FlaskClient) -> None:
    assert "A promotion code can be typed there." in cal.get("/checkout").text


def test_an_approved_request_is_shown_as_approved(
    cal: FlaskClient, paid_session: str, records: ShopRecords, session: Session, stripe: LocalStripe
) -> None:
    cal.post(f"{paid_session}/refund-request")
    approve_refund_request(session, records.refunds[0].public_id, by="sam@example.com")
    assert "Approved: $79 is being handed to Stripe" in cal.get(paid_session).text
    submit_refund(session, stripe, records.refunds[0].public_id)
    assert session.scalars(select(Order.state).where(Order.public_id == records.order.public_id)).one() == "refunded"
    assert "The money is on its way back" in cal.get(paid_session).text
