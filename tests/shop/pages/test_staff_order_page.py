"""/admin/orders/<id>: how the money stands, and everything that happened."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL
from tests.shop.conftest import Deliver
from tests.shop.purchases import staff_refund_form
from tests.shop.records import ShopRecords


def test_one_order_shows_its_attempts_and_its_money(sam: FlaskClient, ann_records: ShopRecords) -> None:
    page = sam.get(f"/admin/orders/{ann_records.order.public_id}").text
    [payment] = ann_records.payments
    for words in (payment.session_id, payment.stripe_id, "$79", ANN.email):
        assert words in page


def test_the_amounts_add_up(
    sam: FlaskClient, staff_order_page: str, paid_session: str, stripe: LocalStripe, deliver: Deliver
) -> None:
    stripe.refund_in_dashboard(paid_session, cents=2000)
    deliver(stripe.make_payment_event())
    page = sam.get(staff_order_page).text
    for words, amount in (("Arrived", "$79"), ("Gone back", "$20"), ("Stripe’s fees", "$2.59")):
        assert f'<dt>{words}</dt><dd class="figure">{amount}</dd>' in page
    assert '<dt>Net</dt><dd class="figure"><b>$56.41</b></dd>' in page


def test_a_discount_is_shown_with_its_code(sam: FlaskClient, ann_records: ShopRecords) -> None:
    ann_records.rewrite_order(discount_cents=1580, promotion_code="SPRING20")
    page = sam.get(f"/admin/orders/{ann_records.order.public_id}").text
    assert '<dt>Discount, code SPRING20</dt><dd class="figure">-$15.80</dd>' in page


def test_the_timeline_runs_from_order_to_event(
    sam: FlaskClient, staff_order_page: str, disputed: None, records: ShopRecords
) -> None:
    page = sam.get(staff_order_page).text
    timeline = page[page.index("Everything that happened") :]
    lines = (
        f"ordered by {CAL.email}",
        "attempt 1 begun",
        "$79 arrived",
        "dispute opened: fraudulent",
        "balance: charge",
    )
    for line in lines:
        assert line in timeline
    for event_id in records.events:
        assert f'href="/admin/events/{event_id}"' in timeline


def test_an_alert_is_shown_and_settled_from_the_order(
    sam: FlaskClient, open_session: str, stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    stripe.pay(currency="eur")
    deliver(stripe.make_event())
    path = f"/admin/orders/{records.order.public_id}"
    assert "The currency is eur and should be usd" in sam.get(path).text
    answer = sam.post("/admin/alerts/settlement", data={"key": f"mismatch:{open_session}", "from": "order"})
    assert answer.location == path
    assert "The currency is eur" not in sam.get(path).text


def test_a_page_without_a_submitted_refund_does_not_reload(sam: FlaskClient, staff_order_page: str) -> None:
    assert 'http-equiv="refresh"' not in sam.get(staff_order_page).text


def test_a_page_with_a_submitted_refund_reloads(
    sam: FlaskClient, staff_order_page: str, records: ShopRecords, submit_refunds: Callable[[], None]
) -> None:
    sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records))
    assert f'http-equiv="refresh" content="5; url={staff_order_page}"' in sam.get(staff_order_page).text
    submit_refunds()
    page = sam.get(staff_order_page).text
    assert 'http-equiv="refresh"' not in page
    assert "All of it has gone back." in page


def test_an_unknown_order_is_not_found(sam: FlaskClient) -> None:
    assert sam.get("/admin/orders/000000000000").status_code == 404
    assert sam.post("/admin/orders/000000000000/refunds", data={}).status_code == 404
