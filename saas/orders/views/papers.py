"""Our own receipt, to read, to print and to file. Only for an order that was paid."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.orders import receipts
from saas.orders.receipts import Receipt
from saas.orders.views.doors import house_address, own_order, settings, shop
from saas.web.security import limiter
from saas.web.session import db


@shop.get("/orders/<public_id>/receipt")
def receipt(public_id: str) -> ResponseReturnValue:
    return render_template("orders/receipt.html", receipt=_receipt(public_id))


@shop.get("/orders/<public_id>/receipt.pdf")
@limiter.limit("20 per minute")
def receipt_pdf(public_id: str) -> ResponseReturnValue:
    body = receipts.paper(_receipt(public_id), clock.today())
    name = f'attachment; filename="careercanopy-receipt-{public_id}.pdf"'
    return Response(body, content_type="application/pdf", headers={"Content-Disposition": name})


def _receipt(public_id: str) -> Receipt:
    order = own_order(public_id)
    if order.paid_at is None:
        raise NotFound("This order was not paid, so there is no receipt.")
    return receipts.receipt_of(db(), order, receipts.Seller(house_address(), settings().support_email))
