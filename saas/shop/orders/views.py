"""Our own receipt, to read, to print and to file. Only for an order that was paid."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from saas.accounts import guards
from saas.kernel import clock
from saas.shop.context import current_settings, get_own_order, site_url
from saas.shop.orders.receipts import Receipt, Seller, build_receipt, render_receipt_pdf
from saas.web.limits import limiter
from saas.web.session import db

receipts = Blueprint("receipts", __name__)
receipts.before_request(guards.require_sign_in)


@receipts.get("/orders/<public_id>/receipt")
def show(public_id: str) -> ResponseReturnValue:
    return render_template("shop/orders/receipt.html", receipt=_get_receipt(public_id))


@receipts.get("/orders/<public_id>/receipt.pdf")
@limiter.limit("20 per minute")
def download_pdf(public_id: str) -> ResponseReturnValue:
    owner = str(guards.current_person().account_id)
    pdf = render_receipt_pdf(_get_receipt(public_id), clock.today(), owner)
    disposition = f'attachment; filename="careercanopy-receipt-{public_id}.pdf"'
    return Response(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _get_receipt(public_id: str) -> Receipt:
    seller = Seller(site_url(), current_settings().support_email)
    return build_receipt(db(), get_own_order(public_id), seller)
