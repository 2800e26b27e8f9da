"""`/admin/orders`: find an order by anything, see all that happened to it, make a refund."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_view
from saas.accounts.guards import is_password_fresh, password_error, verify_url
from saas.kernel.errors import NotFound
from saas.shop.alerts.queries import list_open_alerts
from saas.shop.context import all_accounts_session, current_staff_email
from saas.shop.disputes.queries import is_under_dispute, list_order_disputes
from saas.shop.ledger.queries import list_order_entries
from saas.shop.orders.models import Order, Payment
from saas.shop.orders.queries import find_order
from saas.shop.pages.queries import build_timeline, search_orders
from saas.shop.refunds import actions
from saas.shop.refunds.forms import REASON_LABELS, RefundForm
from saas.shop.refunds.models import Refund
from saas.shop.refunds.queries import list_order_refunds, refundable_cents, sum_order_money
from saas.shop.refunds.rules import RefundReason, RefundState
from saas.shop.seats.queries import count_seats

staff_orders = Blueprint("orders", __name__)


@staff_orders.get("/orders")
def index() -> ResponseReturnValue:
    find = request.args.get("find", "").strip()
    with all_accounts_session() as session:
        orders = search_orders(session, find=find)
        if find:
            record_view(session, "orders_searched")
        return render_template("shop/orders/staff_index.html", orders=orders, find=find)


@staff_orders.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with all_accounts_session() as session:
        order_page = _render_order(session, public_id, RefundForm())
        if order := find_order(session, public_id):
            record_view(session, "order_viewed", account_id=order.account_id, subject=public_id)
        return order_page


@staff_orders.post("/orders/<public_id>/refunds")
def create_refund(public_id: str) -> ResponseReturnValue:
    form = RefundForm()
    with all_accounts_session() as session:
        form.validate()
        if errors := form.field_errors | password_error():
            return _render_order(session, public_id, form, errors), 422
        try:
            _create_refund(session, public_id, form)
        except (actions.AmountTooHigh, actions.StaleAmount) as refusal:
            return _render_order(session, public_id, form, {"amount": refusal.sentence}), refusal.status
        except actions.UnderDispute as refusal:
            return _render_order(session, public_id, form, {"payment": refusal.sentence}), refusal.status
    return redirect(url_for("staff.orders.show", public_id=public_id) + "#refunds", 303)


def _create_refund(session: Session, public_id: str, form: RefundForm) -> None:
    actions.create_refund(
        session,
        public_id,
        form.payment.data,
        form.cents,
        reason=RefundReason(form.reason.data),
        note=form.note.data,
        by=current_staff_email(),
        left_cents=form.left_cents,
    )


def _render_order(session: Session, public_id: str, form: RefundForm, errors: dict[str, str] | None = None) -> str:
    order = find_order(session, public_id)
    if order is None:
        raise NotFound("There is no such order.")
    refunds, refundable = list_order_refunds(session, order), _list_refundable(session, order)
    if not errors and refundable:
        payment, left = refundable[0]
        form.payment.data, form.amount.data = payment.stripe_id, f"{left // 100}.{left % 100:02d}"
    form.left.data = " ".join(f"{payment.stripe_id}:{left}" for payment, left in refundable)
    return render_template(
        "shop/orders/staff_show.html",
        order=order,
        form=form,
        errors=errors or {},
        reasons=REASON_LABELS,
        refundable=refundable,
        is_fresh=is_password_fresh(),
        verify_url=verify_url(url_for("staff.orders.show", public_id=public_id, _anchor="refunds")),
        is_submitting=any(refund.state == RefundState.SUBMITTED for refund in refunds),
        is_under_dispute=any(is_under_dispute(session, payment) for payment in order.payments),
        **_order_details(session, order, refunds),
    )


def _list_refundable(session: Session, order: Order) -> list[tuple[Payment, int]]:
    """Payments of which something can be refunded, with how much; a second payment first, because that one is owed."""
    payments = sorted(order.payments, key=lambda payment: not payment.is_duplicate)
    left = [(payment, refundable_cents(session, payment)) for payment in payments]
    return [(payment, cents) for payment, cents in left if cents and not is_under_dispute(session, payment)]


def _order_details(session: Session, order: Order, refunds: Sequence[Refund]) -> dict[str, Any]:
    disputes, entries = list_order_disputes(session, order), list_order_entries(session, order)
    return {
        "refunds": refunds,
        "money": sum_order_money(session, order),
        "alerts": list_open_alerts(session, order_public_id=order.public_id),
        "disputes": disputes,
        "entries": entries,
        "seats": count_seats(session, order),
        "timeline": build_timeline(session, order, refunds, disputes, entries),
    }
