"""POST /admin/orders/<id>/refunds: what is sent, and every refusal with the typed values kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient

from tests.local_stripe import LocalStripe
from tests.people import SAM, Person
from tests.shop.conftest import Deliver
from tests.shop.purchases import staff_refund_form
from tests.shop.records import ShopRecords
from tests.threads import run_at_once


def test_the_form_is_filled_with_the_remaining_amount(sam: FlaskClient, staff_order_page: str) -> None:
    page = sam.get(staff_order_page).text
    assert 'name="amount" type="text" inputmode="numeric" autocomplete="off" value="79.00"' in page


def test_a_refund_is_stored_with_its_author_and_reason(
    sam: FlaskClient, staff_order_page: str, records: ShopRecords
) -> None:
    answer = sam.post(
        f"{staff_order_page}/refunds", data=staff_refund_form(records, amount="12.50", reason="duplicate")
    )
    assert (answer.status_code, answer.location) == (303, f"{staff_order_page}#refunds")
    [refund] = records.refunds
    assert (refund.amount_cents, refund.reason, refund.note, refund.decided_by) == (
        1250,
        "duplicate",
        "By phone",
        SAM.email,
    )


def test_stripe_receives_the_amount_that_was_typed(
    sam: FlaskClient,
    staff_order_page: str,
    records: ShopRecords,
    stripe: LocalStripe,
    paid_session: str,
    submit_refunds: Callable[[], None],
) -> None:
    sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records, amount="$20"))
    submit_refunds()
    assert [refund.amount_cents for refund in stripe.sessions[paid_session].refunds] == [2000]
    assert '59.00"' in sam.get(staff_order_page).text


@pytest.mark.parametrize("amount", ["", "0", "0.00", "-5", "79.5", "79,00", "1e3", "seventy", "12.345", "٧٩", "7 9"])
def test_an_amount_that_is_not_plain_dollars_is_refused(
    amount: str, sam: FlaskClient, staff_order_page: str, records: ShopRecords
) -> None:
    answer = sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records, amount=amount))
    assert answer.status_code == 422
    assert 'href="#amount"' in answer.text
    assert 'id="amount-error"' in answer.text
    assert records.refunds == []


@pytest.mark.parametrize("field", ["payment", "note", "amount"])
def test_required_fields_are_required(
    field: str, sam: FlaskClient, staff_order_page: str, records: ShopRecords
) -> None:
    answer = sam.post(
        f"{staff_order_page}/refunds", data=staff_refund_form(records, **{field: " " if field == "note" else ""})
    )
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert records.refunds == []


def test_a_reason_stripe_does_not_know_is_refused(
    sam: FlaskClient, staff_order_page: str, records: ShopRecords
) -> None:
    assert sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records, reason="mood")).status_code == 422
    assert records.refunds == []


def test_more_than_is_left_is_refused_and_the_form_keeps_its_values(
    sam: FlaskClient, staff_order_page: str, records: ShopRecords
) -> None:
    answer = sam.post(
        f"{staff_order_page}/refunds", data=staff_refund_form(records, amount="79.01", note="A <long> story")
    )
    assert answer.status_code == 409
    for words in ("Of this payment $79 can still go back", 'value="79.01"', "A &lt;long&gt; story"):
        assert words in answer.text
    assert records.refunds == []


def test_pressing_twice_makes_one_refund(sam: FlaskClient, staff_order_page: str, records: ShopRecords) -> None:
    first, second = (
        sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records, amount="10.00")) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Another refund was made since you opened this page; $69 is left" in second.text
    assert len(records.refunds) == 1


def test_two_staff_members_at_once_make_one_refund(
    as_: Callable[[Person], FlaskClient], staff_order_page: str, records: ShopRecords
) -> None:
    form = staff_refund_form(records, amount="10.00")
    press = [partial(as_(SAM).post, f"{staff_order_page}/refunds", data=form) for _ in range(2)]
    assert sorted(answer.status_code for answer in run_at_once(*press)) == [303, 409]
    assert len(records.refunds) == 1


def test_a_disputed_payment_cannot_be_refunded(
    sam: FlaskClient, staff_order_page: str, disputed: None, records: ShopRecords
) -> None:
    assert "A bank is deciding about the payment" in sam.get(staff_order_page).text
    answer = sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records))
    assert answer.status_code == 409
    assert "a refund could pay it back twice" in answer.text
    assert records.refunds == []


def test_a_payment_of_another_order_is_not_refunded(
    sam: FlaskClient, staff_order_page: str, records: ShopRecords, ann_records: ShopRecords
) -> None:
    form = staff_refund_form(records, payment=ann_records.payments[0].stripe_id)
    assert sam.post(f"{staff_order_page}/refunds", data=form).status_code == 404
    assert ann_records.refunds == []


def test_a_duplicate_payment_is_selected_first(
    sam: FlaskClient, two_sessions: list[str], stripe: LocalStripe, deliver: Deliver, records: ShopRecords
) -> None:
    for session_id in two_sessions:
        stripe.pay(session_id)
        deliver(stripe.make_event(session_id=session_id))
    text = sam.get(f"/admin/orders/{records.order.public_id}").text
    assert f'<option value="{records.payments[1].stripe_id}" selected>$79 left of $79, paid twice' in text


def test_a_refused_refund_shows_stripes_reason(
    sam: FlaskClient,
    staff_order_page: str,
    records: ShopRecords,
    stripe: LocalStripe,
    submit_refunds: Callable[[], None],
) -> None:
    sam.post(f"{staff_order_page}/refunds", data=staff_refund_form(records))
    stripe.refuses = True
    submit_refunds()
    assert "charge already refunded" in sam.get(staff_order_page).text
