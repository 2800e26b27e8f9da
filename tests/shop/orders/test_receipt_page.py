"""GET /orders/<id>/receipt and /receipt.pdf: our own receipt, for what was paid."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from saas.kernel import clock, typesetting
from saas.kernel.errors import NotFound
from saas.kernel.formatting import format_optional_date
from saas.shop.orders.queries import find_order_of_session
from saas.shop.orders.receipts import Receipt, ReceiptLine, Seller, build_receipt, render_receipt_pdf
from tests.local_stripe import LocalStripe
from tests.people import CAL
from tests.shop.conftest import Deliver
from tests.shop.purchases import buy
from tests.shop.records import ShopRecords

ON = date(2026, 11, 25)
WHOLE = Receipt(
    number="abc123def456",
    seller=Seller("https://shop.test", "help@shop.test"),
    buyer="",
    ordered_on=ON,
    paid_on=ON,
    item="CareerCanopy plan, a seat",
    quantity=12,
    unit=7900,
    subtotal=94800,
    discount=9480,
    code="SPRING",
    tax=1225,
    total=86545,
    payments=(ReceiptLine(ON, "Paid through Stripe", 86545),),
    refunds=(ReceiptLine(ON, "Refunded", 7110),),
)


@pytest.fixture
def paid(
    app: Flask, cal: FlaskClient, stripe: LocalStripe, records: ShopRecords, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The page of an order that Cal paid with a code and with tax."""
    with_tax = app.extensions["settings"].model_copy(update={"stripe_tax": True})
    monkeypatch.setitem(app.extensions, "settings", with_tax)
    stripe.create_code("SPRING", percent_off=10)
    buy(cal, stripe, pays={"code": "SPRING", "postal_code": "10001"})
    return f"/orders/{records.order.public_id}"


def text_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_receipt_says_who_sold_what_to_whom_and_how_the_total_came_about(cal: FlaskClient, paid: str) -> None:
    page = cal.get(f"{paid}/receipt").text
    for words in (
        CAL.email,
        "help@careercanopy.example",
        format_optional_date(clock.today()),
        "CareerCanopy plan",
        "$79",
        "code SPRING",
    ):
        assert words in page
    for amount in ("-$7.90", "$3.56", "$74.66", "Paid through Stripe"):
        assert amount in page


def test_the_receipt_lists_refunds(cal: FlaskClient, paid: str, stripe: LocalStripe, deliver: Deliver) -> None:
    stripe.refund_in_dashboard(cents=2466)
    deliver(stripe.make_event())
    page = cal.get(f"{paid}/receipt").text
    assert "-$24.66" in page and "Paid after refunds" in page and "$50<" in page


def test_the_pdf_has_the_same_text(cal: FlaskClient, paid: str, records: ShopRecords) -> None:
    answer = cal.get(f"{paid}/receipt.pdf")
    name = f"careercanopy-receipt-{records.order.public_id}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    text = text_of(answer.data)
    for words in (records.order.public_id, CAL.email, "Discount, code SPRING", "-$7.90", "$74.66"):
        assert words in text


def test_the_pdf_has_quantity_price_payments_and_refunds() -> None:
    text = text_of(render_receipt_pdf(WHOLE, ON))
    for words in ("12", "$79.00", "$948.00", "-$94.80", "$12.25", "$865.45", "-$71.10", "$794.35", "Refunded"):
        assert words in text
    assert "Sold to" not in text, "an account that was deleted has no address"


def test_the_pdf_is_tagged_and_claims_pdf_ua() -> None:
    root: Any = PdfReader(io.BytesIO(render_receipt_pdf(WHOLE, ON))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert (root["/Lang"], b"pdfuaid:part" in root["/Metadata"].get_data()) == ("en-US", True)


def test_a_free_order_says_that_nothing_was_due(cal: FlaskClient, stripe: LocalStripe, records: ShopRecords) -> None:
    stripe.create_code("FREE")
    buy(cal, stripe, pays={"code": "FREE"})
    order = f"/orders/{records.order.public_id}"
    assert "Nothing was due, so nothing was charged" in cal.get(f"{order}/receipt").text
    assert "Nothing was charged for this order" in cal.get(order).text


@pytest.mark.parametrize("file", ["receipt", "receipt.pdf"])
def test_an_unpaid_order_has_no_receipt(file: str, cal: FlaskClient, open_session: str, records: ShopRecords) -> None:
    assert cal.get(f"/orders/{records.order.public_id}/{file}").status_code == 404


def test_a_typesetting_failure_is_a_sentence(cal: FlaskClient, paid: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PROGRAM", typesetting.PROGRAM.with_name("no-such.py"))
    answer = cal.get(f"{paid}/receipt.pdf")
    assert (answer.status_code, "Nothing is lost" in answer.text) == (503, True)


def test_no_receipt_is_built_for_an_unpaid_order(open_session: str, cal_db: Session) -> None:
    order = find_order_of_session(cal_db, open_session)
    assert order is not None
    with pytest.raises(NotFound, match="not paid"):
        build_receipt(cal_db, order, Seller("http://shop.test", "help@example.com"))
