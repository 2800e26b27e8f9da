"""/admin/orders: who may see it, and how an order is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import ANN, BEA, CAL, Person
from tests.shop.conftest import Deliver
from tests.shop.records import ShopRecords

PAGES = [
    "/admin/orders",
    "/admin/orders/000000000000",
    "/admin/refunds",
    "/admin/events",
    "/admin/events/evt_0",
    "/admin/alerts",
    "/admin/reconciliation",
    "/admin/codes",
]
CHANGES = [
    "/admin/orders/000000000000/refunds",
    "/admin/refunds/000000000000/approval",
    "/admin/refunds/000000000000/refusal",
    "/admin/events/evt_0/replay",
    "/admin/alerts/settlement",
    "/admin/codes",
    "/admin/codes/promo_0/switch",
]


def found(page: str, *people: Person) -> list[bool]:
    """Whether the table has a row of each person's."""
    return [f"<td>{person.email}</td>" in page for person in people]


@pytest.mark.parametrize("person", [ANN, CAL], ids=["ann", "cal"])
@pytest.mark.parametrize("path", PAGES)
def test_staff_pages_do_not_exist_for_customers(
    path: str, person: Person, as_: Callable[[Person], FlaskClient]
) -> None:
    assert as_(person).get(path).status_code == 404


@pytest.mark.parametrize("path", CHANGES)
def test_customers_cannot_post_to_staff_pages(
    path: str, as_: Callable[[Person], FlaskClient], stripe: LocalStripe
) -> None:
    assert as_(ANN).post(path, data={"code": "MINE", "percent": "100"}).status_code == 404
    assert stripe.list_promotion_codes() == []


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_sign_in(path: str, client: FlaskClient) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


def test_staff_see_the_orders_of_all_accounts(sam: FlaskClient) -> None:
    assert found(sam.get("/admin/orders").text, ANN, BEA) == [True, True]


@pytest.mark.parametrize("find", ["ann@", "ANN@example.com", " ann@example.com "])
def test_an_order_is_found_by_the_start_of_an_address(find: str, sam: FlaskClient) -> None:
    assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


def test_an_order_is_found_by_its_id_and_by_its_start(sam: FlaskClient, ann_records: ShopRecords) -> None:
    for find in (ann_records.order.public_id, ann_records.order.public_id[:8]):
        assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


def test_an_order_is_found_by_each_of_stripes_ids(sam: FlaskClient, ann_records: ShopRecords) -> None:
    [payment] = ann_records.payments
    for find in (payment.session_id, payment.stripe_id, payment.charge_id):
        assert found(sam.get("/admin/orders", query_string={"find": find}).text, ANN, BEA) == [True, False]


def test_an_order_is_found_by_its_refund_its_dispute_and_its_events(
    sam: FlaskClient, paid_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.refund_in_dashboard(paid_session, cents=100)
    stripe.open_dispute(paid_session)
    deliver(event := stripe.make_payment_event())
    for find in (records.refunds[0].stripe_id, records.disputes[0].stripe_id, event["id"]):
        assert found(sam.get("/admin/orders", query_string={"find": find}).text, CAL, ANN) == [True, False]


@pytest.mark.parametrize("find", ["nobody@", "%", "_", "cs_", "pi_"])
def test_a_search_without_a_match_finds_nothing(find: str, sam: FlaskClient) -> None:
    page = sam.get("/admin/orders", query_string={"find": find}).text
    assert found(page, ANN, BEA) == [False, False]
    assert "No order fits" in page


def test_seats_are_counted_and_a_discount_is_taken_off(sam: FlaskClient, ann_records: ShopRecords) -> None:
    ann_records.rewrite_order(kind="seats", quantity=5, amount_cents=39500, discount_cents=9500)
    page = sam.get("/admin/orders?find=ann@").text
    assert "<td>5 seats</td>" in page
    assert '<td class="num">$300</td>' in page


def test_an_open_alert_marks_the_order(
    sam: FlaskClient, open_session: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    assert '<b class="newer">yes</b>' not in sam.get("/admin/orders").text
    stripe.pay(currency="eur")
    deliver(stripe.make_event())
    assert '<b class="newer">yes</b>' in sam.get("/admin/orders").text
