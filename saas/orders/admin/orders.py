"""`/admin/orders`: find an order by anything, see all that happened to it, send money back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.kernel.errors import NotFound
from saas.orders.actions import refunding
from saas.orders.actions.refunding import Contested, Moved, TooMuch
from saas.orders.admin.forms import REASONS, RefundForm
from saas.orders.admin.room import all_accounts, author
from saas.orders.models.orders import Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.queries import orders as orders_
from saas.orders.queries.desk import alerts, latest, timeline
from saas.orders.queries.money import disputes_of, entries_of, is_contested, left_of, refunds_of, seat_count, standing
from saas.orders.rules.refunds import Reason, RefundState

orders = Blueprint("orders", __name__)


@orders.get("/orders")
def index() -> ResponseReturnValue:
    find = request.args.get("find", "").strip()
    with all_accounts() as session:
        return render_template("orders/admin/index.html", orders=latest(session, find=find), find=find)


@orders.get("/orders/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    with all_accounts() as session:
        return _page(session, public_id, RefundForm(formdata=None))


@orders.post("/orders/<public_id>/refunds")
def refund(public_id: str) -> ResponseReturnValue:
    form = RefundForm()
    with all_accounts() as session:
        if not form.validate():
            return _page(session, public_id, form, form.faults), 422
        try:
            refunding.refund(
                session, public_id, form.payment.data, form.cents, reason=Reason(form.reason.data),
                note=form.note.data, by=author(), left_cents=form.left_cents,
            )  # fmt: skip
        except (TooMuch, Moved) as refusal:
            return _page(session, public_id, form, {"amount": refusal.sentence}), refusal.status
        except Contested as refusal:
            return _page(session, public_id, form, {"payment": refusal.sentence}), refusal.status
    return redirect(url_for("backoffice.staff_orders.orders.show", public_id=public_id) + "#refunds", 303)


def _page(session: Session, public_id: str, form: RefundForm, errors: dict[str, str] | None = None) -> str:
    order = orders_.order(session, public_id)
    if order is None:
        raise NotFound("There is no such order.")
    refunds = refunds_of(session, order)
    open_payments = _refundable(session, order)
    if not errors and open_payments:
        first, left = open_payments[0]
        form.payment.data, form.amount.data = first.stripe_id, f"{left // 100}.{left % 100:02d}"
    form.left.data = " ".join(f"{payment.stripe_id}:{left}" for payment, left in open_payments)
    return render_template(
        "orders/admin/show.html", order=order, form=form, errors=errors or {}, refunds=refunds, reasons=REASONS,
        refundable=open_payments, is_awaited=any(one.state == RefundState.SUBMITTED for one in refunds),
        is_contested=any(is_contested(session, one) for one in order.payments), **_story(session, order, refunds),
    )  # fmt: skip


def _refundable(session: Session, order: Order) -> list[tuple[Payment, int]]:
    """Payments of which something may go back, with how much; a second payment first, because that one is owed."""
    every = sorted(order.payments, key=lambda payment: not payment.is_duplicate)
    left = [(payment, left_of(session, payment)) for payment in every]
    return [(payment, cents) for payment, cents in left if cents and not is_contested(session, payment)]


def _story(session: Session, order: Order, refunds: Sequence[Refund]) -> dict[str, Any]:
    cases, entries = disputes_of(session, order), entries_of(session, order)
    return {
        "money": standing(session, order),
        "alerts": alerts(session, order_public_id=order.public_id),
        "disputes": cases,
        "entries": entries,
        "seats": seat_count(session, order),
        "timeline": timeline(session, order, refunds, cases, entries),
    }
