"""Our own receipt: what was sold, to whom, what was paid and what went back.

Worked out from rows that are never edited, so it can be asked for again at any time and says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from saas.kernel.calendar import format_date
from saas.kernel.clock import day_of
from saas.kernel.errors import NotFound
from saas.kernel.money import format_cents
from saas.kernel.typesetting import render_pdf
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.offer import DELETED_ADDRESS, PRODUCT_NAMES, Kind
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import list_order_refunds
from saas.shop.refunds.rules import RETURNED_STATES, RefundState


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sold it, and where to ask. `home` is the address of the site."""

    home: str
    email: str
    name: str = "CareerCanopy"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Money that moved on a day (in `clock.DEFAULT_ZONE`). `cents` is what the buyer paid or, for a refund, got back."""

    on: date
    words: str
    cents: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Amounts in cents. `total` is after discount and tax, `paid_after_refunds` what is left of the payments."""

    number: str
    seller: Seller
    buyer: str
    ordered_on: date
    paid_on: date
    item: str
    quantity: int
    unit: int
    subtotal: int
    discount: int
    code: str
    tax: int
    total: int
    payments: tuple[ReceiptLine, ...]
    refunds: tuple[ReceiptLine, ...]

    @property
    def paid_after_refunds(self) -> int:
        return sum(line.cents for line in self.payments) - sum(line.cents for line in self.refunds)


def build_receipt(session: Session, order: Order, seller: Seller) -> Receipt:
    """Of an order that was loaded with its payments. Raises NotFound where it was not paid."""
    if order.paid_at is None:
        raise NotFound("This order was not paid, so there is no receipt.")
    refunds = list_order_refunds(session, order)
    return Receipt(
        number=order.public_id,
        seller=seller,
        buyer="" if order.email == DELETED_ADDRESS else order.email,
        ordered_on=day_of(order.created_at),
        paid_on=day_of(order.paid_at),
        item=PRODUCT_NAMES[Kind(order.kind)],
        quantity=order.quantity,
        unit=order.unit_cents,
        subtotal=order.amount_cents,
        discount=order.discount_cents,
        code=order.promotion_code,
        tax=order.tax_cents,
        total=order.total_cents,
        payments=tuple(_payment_line(payment) for payment in order.payments if payment.amount_cents),
        refunds=tuple(_refund_line(refund) for refund in refunds if refund.state in RETURNED_STATES),
    )


def render_receipt_pdf(receipt: Receipt, on: date, owner: str = "") -> bytes:
    """The receipt as a tagged PDF on US Letter, dated `on`; `owner` names the account. Raises Unavailable where it could
    not be typeset."""
    return render_pdf("shop/orders/receipt.typ", _template_values(receipt), on, owner)


def _template_values(receipt: Receipt) -> dict[str, Any]:
    """Every word and amount as it is printed; the template does no arithmetic."""
    discount_label = f"Discount, code {receipt.code}" if receipt.code else "Discount"
    discount = [{"words": discount_label, "amount": _format_dollars(-receipt.discount)}] if receipt.discount else []
    tax = [{"words": "Tax", "amount": _format_dollars(receipt.tax)}] if receipt.tax else []
    return {
        "number": receipt.number,
        "seller": receipt.seller.name,
        "home": receipt.seller.home,
        "email": receipt.seller.email,
        "buyer": receipt.buyer,
        "ordered": format_date(receipt.ordered_on),
        "paid": format_date(receipt.paid_on),
        "item": receipt.item,
        "quantity": str(receipt.quantity),
        "unit": _format_dollars(receipt.unit),
        "subtotal": _format_dollars(receipt.subtotal),
        "total": _format_dollars(receipt.total),
        "extras": [*discount, *tax],
        "payments": [_line_values(line, line.cents) for line in receipt.payments],
        "refunds": [_line_values(line, -line.cents) for line in receipt.refunds],
        "paid_after_refunds": _format_dollars(receipt.paid_after_refunds),
    }


def _line_values(line: ReceiptLine, cents: int) -> dict[str, str]:
    return {"on": format_date(line.on), "words": line.words, "amount": _format_dollars(cents)}


def _format_dollars(cents: int) -> str:
    """Always with its cents, so that amounts line up in a column."""
    amount = format_cents(cents)
    return amount if cents % 100 else f"{amount}.00"


def _payment_line(payment: Payment) -> ReceiptLine:
    words = "Paid a second time, through Stripe" if payment.is_duplicate else "Paid through Stripe"
    return ReceiptLine(day_of(payment.received_at), words, payment.amount_cents)


def _refund_line(refund: Refund) -> ReceiptLine:
    words = "Refunded" if refund.state == RefundState.SUCCEEDED else "Refund on its way"
    return ReceiptLine(day_of(refund.moved_at), words, refund.amount_cents)
