"""POST /admin/orders/<id>/refunds: what is sent, and every way it is refused without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import SAM, Person
from tests.shop.admin.conftest import typed
from tests.shop.books import Books, at_once
from tests.shop.conftest import Deliver


def test_everything_that_is_left_is_prefilled(sam: FlaskClient, order_page: str) -> None:
    page = sam.get(order_page).text
    assert 'name="amount" type="text" inputmode="numeric" autocomplete="off" value="79.00"' in page


def test_a_refund_is_written_down_with_who_and_why(sam: FlaskClient, order_page: str, books: Books) -> None:
    answer = sam.post(f"{order_page}/refunds", data=typed(books, amount="12.50", reason="duplicate"))
    assert (answer.status_code, answer.location) == (303, f"{order_page}#refunds")
    [made] = books.refunds
    assert (made.amount_cents, made.reason, made.note, made.decided_by) == (1250, "duplicate", "By phone", SAM.email)


def test_stripe_gets_exactly_this(
    sam: FlaskClient, order_page: str, books: Books, stripe: LocalStripe, paid: str, send: Callable[[], None]
) -> None:
    sam.post(f"{order_page}/refunds", data=typed(books, amount="$20"))
    send()
    assert [refund.amount_cents for refund in stripe.sessions[paid].refunds] == [2000]
    assert '59.00"' in sam.get(order_page).text


@pytest.mark.parametrize("amount", ["", "0", "0.00", "-5", "79.5", "79,00", "1e3", "seventy", "12.345", "٧٩", "7 9"])
def test_an_amount_that_is_not_plain_dollars_is_refused(
    amount: str, sam: FlaskClient, order_page: str, books: Books
) -> None:
    answer = sam.post(f"{order_page}/refunds", data=typed(books, amount=amount))
    assert answer.status_code == 422
    assert 'href="#amount"' in answer.text
    assert 'id="amount-error"' in answer.text
    assert books.refunds == []


@pytest.mark.parametrize("field", ["payment", "note", "amount"])
def test_nothing_that_is_needed_may_be_missing(field: str, sam: FlaskClient, order_page: str, books: Books) -> None:
    answer = sam.post(f"{order_page}/refunds", data=typed(books, **{field: " " if field == "note" else ""}))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert books.refunds == []


def test_a_reason_stripe_does_not_know_is_refused(sam: FlaskClient, order_page: str, books: Books) -> None:
    assert sam.post(f"{order_page}/refunds", data=typed(books, reason="mood")).status_code == 422
    assert books.refunds == []


def test_more_than_is_left_is_refused_and_nothing_typed_is_lost(
    sam: FlaskClient, order_page: str, books: Books
) -> None:
    answer = sam.post(f"{order_page}/refunds", data=typed(books, amount="79.01", note="A <long> story"))
    assert answer.status_code == 409
    for words in ("Of this payment $79 can still go back", 'value="79.01"', "A &lt;long&gt; story"):
        assert words in answer.text
    assert books.refunds == []


def test_a_second_press_sends_nothing(sam: FlaskClient, order_page: str, books: Books) -> None:
    first, second = (sam.post(f"{order_page}/refunds", data=typed(books, amount="10.00")) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Another refund was made since you opened this page; $69 is left" in second.text
    assert len(books.refunds) == 1


def test_two_staff_at_once_send_one_refund(as_: Callable[[Person], FlaskClient], order_page: str, books: Books) -> None:
    form = typed(books, amount="10.00")
    press = [partial(as_(SAM).post, f"{order_page}/refunds", data=form) for _ in range(2)]
    assert sorted(answer.status_code for answer in at_once(*press)) == [303, 409]
    assert len(books.refunds) == 1


def test_while_a_bank_decides_nothing_goes_back(
    sam: FlaskClient, order_page: str, disputed: None, books: Books
) -> None:
    assert "A bank is deciding about the payment" in sam.get(order_page).text
    answer = sam.post(f"{order_page}/refunds", data=typed(books))
    assert answer.status_code == 409
    assert "a refund could pay it back twice" in answer.text
    assert books.refunds == []


def test_a_payment_of_another_order_is_not_refunded(
    sam: FlaskClient, order_page: str, books: Books, anns: Books
) -> None:
    form = typed(books, payment=anns.payments[0].stripe_id)
    assert sam.post(f"{order_page}/refunds", data=form).status_code == 404
    assert anns.refunds == []


def test_a_second_payment_is_offered_first(
    sam: FlaskClient, two_pages: list[str], stripe: LocalStripe, deliver: Deliver, books: Books
) -> None:
    for page in two_pages:
        stripe.pay(page)
        deliver(stripe.make_event(session_id=page))
    text = sam.get(f"/admin/orders/{books.order.public_id}").text
    assert f'<option value="{books.payments[1].stripe_id}" selected>$79 left of $79, paid twice' in text


def test_what_stripe_refuses_is_shown_with_its_word(
    sam: FlaskClient, order_page: str, books: Books, stripe: LocalStripe, send: Callable[[], None]
) -> None:
    sam.post(f"{order_page}/refunds", data=typed(books))
    stripe.refuses = True
    send()
    assert "charge already refunded" in sam.get(order_page).text
