"""Our own receipt: what was sold, to whom, what was paid and what went back. Worked out from rows that are never edited,
so it can be asked for again at any time and says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from saas.kernel.calendar import format_date
from saas.kernel.clock import day_of
from saas.kernel.money import format_cents
from saas.kernel.typesetting import render_pdf
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.queries.money import refunds_of
from saas.orders.rules.offer import DELETED_ADDRESS, LINES, Kind
from saas.orders.rules.refunds import RETURNED, RefundState


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sold it, and where to ask."""

    home: str
    email: str
    name: str = "CareerCanopy"


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that moved on a day of the house's calendar. `cents` is what the buyer paid, or, for a refund, got back."""

    on: date
    words: str
    cents: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Amounts in cents. `total` is after discount and tax, `kept` what is left of the payments after all refunds."""

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
    payments: tuple[Entry, ...]
    refunds: tuple[Entry, ...]

    @property
    def kept(self) -> int:
        return sum(one.cents for one in self.payments) - sum(one.cents for one in self.refunds)


def receipt_of(session: Session, order: Order, seller: Seller) -> Receipt:
    """Of an order that was paid and comes with its payments."""
    return Receipt(
        number=order.public_id, seller=seller, buyer="" if order.email == DELETED_ADDRESS else order.email,
        ordered_on=day_of(order.created_at), paid_on=day_of(order.paid_at or order.created_at), item=LINES[Kind(order.kind)],
        quantity=order.quantity, unit=order.unit_cents, subtotal=order.amount_cents, discount=order.discount_cents,
        code=order.promotion_code, tax=order.tax_cents, total=order.total_cents,
        payments=tuple(_paid(one) for one in order.payments if one.amount_cents),
        refunds=tuple(_back(one) for one in refunds_of(session, order) if one.state in RETURNED),
    )  # fmt: skip


def paper(receipt: Receipt, on: date) -> bytes:
    """The receipt as a tagged PDF on US Letter, dated `on`. Raises Unavailable where it could not be set."""
    return render_pdf("orders/type/receipt.typ", _values(receipt), on)


def _values(receipt: Receipt) -> dict[str, Any]:
    """Every word as it is set; the paper does no arithmetic."""
    discount = f"Discount, code {receipt.code}" if receipt.code else "Discount"
    return {
        "number": receipt.number, "seller": receipt.seller.name, "home": receipt.seller.home,
        "email": receipt.seller.email, "buyer": receipt.buyer, "ordered": format_date(receipt.ordered_on),
        "paid": format_date(receipt.paid_on), "item": receipt.item, "quantity": str(receipt.quantity),
        "unit": _dollars(receipt.unit), "subtotal": _dollars(receipt.subtotal), "total": _dollars(receipt.total),
        "extras": [
            *([{"words": discount, "amount": _dollars(-receipt.discount)}] if receipt.discount else []),
            *([{"words": "Tax", "amount": _dollars(receipt.tax)}] if receipt.tax else []),
        ],
        "payments": [_entry(one, one.cents) for one in receipt.payments],
        "refunds": [_entry(one, -one.cents) for one in receipt.refunds], "kept": _dollars(receipt.kept),
    }  # fmt: skip


def _entry(one: Entry, cents: int) -> dict[str, str]:
    return {"on": format_date(one.on), "words": one.words, "amount": _dollars(cents)}


def _dollars(cents: int) -> str:
    """Always with its cents, so that a column of amounts stands under each other."""
    whole = format_cents(cents)
    return whole if cents % 100 else f"{whole}.00"


def _paid(payment: Payment) -> Entry:
    words = "Paid a second time, through Stripe" if payment.is_duplicate else "Paid through Stripe"
    return Entry(day_of(payment.received_at), words, payment.amount_cents)


def _back(refund: Refund) -> Entry:
    words = "Refunded" if refund.state == RefundState.SUCCEEDED else "Refund on its way"
    return Entry(day_of(refund.moved_at), words, refund.amount_cents)
