"""/admin/orders/<id>: how the money stands, and everything that happened."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import ANN, CAL
from tests.shop.admin.conftest import typed
from tests.shop.books import Books
from tests.shop.conftest import Deliver


def test_one_order_shows_its_attempts_and_its_money(sam: FlaskClient, anns: Books) -> None:
    page = sam.get(f"/admin/orders/{anns.order.public_id}").text
    [payment] = anns.payments
    for words in (payment.session_id, payment.stripe_id, "$79", ANN.email):
        assert words in page


def test_the_facts_add_up(sam: FlaskClient, order_page: str, paid: str, stripe: LocalStripe, deliver: Deliver) -> None:
    stripe.refund_in_dashboard(paid, cents=2000)
    deliver(stripe.make_payment_event())
    page = sam.get(order_page).text
    for words, amount in (("Arrived", "$79"), ("Gone back", "$20"), ("Stripe’s fees", "$2.59")):
        assert f'<dt>{words}</dt><dd class="figure">{amount}</dd>' in page
    assert '<dt>Net</dt><dd class="figure"><b>$56.41</b></dd>' in page


def test_a_discount_is_shown_with_its_code(sam: FlaskClient, anns: Books) -> None:
    anns.rewrite_order(discount_cents=1580, promotion_code="SPRING20")
    page = sam.get(f"/admin/orders/{anns.order.public_id}").text
    assert '<dt>Discount, code SPRING20</dt><dd class="figure">-$15.80</dd>' in page


def test_the_story_is_told_from_order_to_event(sam: FlaskClient, order_page: str, disputed: None, books: Books) -> None:
    page = sam.get(order_page).text
    told = page[page.index("Everything that happened") :]
    lines = (
        f"ordered by {CAL.email}",
        "attempt 1 begun",
        "$79 arrived",
        "dispute opened: fraudulent",
        "balance: charge",
    )
    for line in lines:
        assert line in told
    for event_id in books.events:
        assert f'href="/admin/events/{event_id}"' in told


def test_an_alert_is_shown_and_settled_from_the_order(
    sam: FlaskClient, opened: str, stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    stripe.pay(currency="eur")
    deliver(stripe.make_event())
    path = f"/admin/orders/{books.order.public_id}"
    assert "The currency is eur and should be usd" in sam.get(path).text
    answer = sam.post("/admin/alerts/settlement", data={"key": f"mismatch:{opened}", "from": "order"})
    assert answer.location == path
    assert "The currency is eur" not in sam.get(path).text


def test_a_page_without_a_waiting_refund_stays_still(sam: FlaskClient, order_page: str) -> None:
    assert 'http-equiv="refresh"' not in sam.get(order_page).text


def test_while_stripe_is_asked_the_page_looks_again(
    sam: FlaskClient, order_page: str, books: Books, send: Callable[[], None]
) -> None:
    sam.post(f"{order_page}/refunds", data=typed(books))
    assert f'http-equiv="refresh" content="5; url={order_page}"' in sam.get(order_page).text
    send()
    page = sam.get(order_page).text
    assert 'http-equiv="refresh"' not in page
    assert "All of it has gone back." in page


def test_there_is_no_such_order(sam: FlaskClient) -> None:
    assert sam.get("/admin/orders/000000000000").status_code == 404
    assert sam.post("/admin/orders/000000000000/refunds", data={}).status_code == 404
