"""`/admin/refunds`: what customers ask for. One press says yes, a sentence says no; whoever comes second sees which it was."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.errors import NotFound
from saas.orders.actions import refunding
from saas.orders.actions.refunding import Contested, TooMuch
from saas.orders.admin.forms import RefusalForm
from saas.orders.admin.room import all_accounts, author
from saas.orders.models.refunds import Refund
from saas.orders.queries.desk import refund, refund_queue
from saas.orders.rules.refunds import RefundState, last_day

refunds = Blueprint("refunds", __name__)


@refunds.get("/refunds")
def index() -> ResponseReturnValue:
    with all_accounts() as session:
        return _queue(session, decided=refund(session, request.args.get("decided", "")))


@refunds.post("/refunds/<public_id>/approval")
def approve(public_id: str) -> ResponseReturnValue:
    with all_accounts() as session:
        _request(session, public_id)
        try:
            refunding.approve(session, public_id, by=author())
        except Contested as refusal:
            return _queue(session, undone={public_id: f"{refusal.sentence} Answer the dispute first."}), refusal.status
        except TooMuch as refusal:
            return _queue(session, undone={public_id: refusal.sentence}), refusal.status
    return _decided(public_id)


@refunds.post("/refunds/<public_id>/refusal")
def decline(public_id: str) -> ResponseReturnValue:
    form = RefusalForm()
    with all_accounts() as session:
        is_waiting = _request(session, public_id).state == RefundState.REQUESTED
        if is_waiting and not form.validate():
            typed = form.answer.data or ""
            return _queue(session, refused=public_id, typed=typed, errors=form.faults), 422
        refunding.decline(session, public_id, answer=form.answer.data or "", by=author())
    return _decided(public_id)


def _request(session: Session, public_id: str) -> Refund:
    held = refund(session, public_id)
    if held is None or held.source != "customer":
        raise NotFound("There is no such request.")
    return held


def _decided(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("backoffice.staff_orders.refunds.index", decided=public_id), 303)


def _queue(session: Session, **more: object) -> str:
    waiting = refund_queue(session)
    none: dict[str, object] = {"decided": None, "undone": {}, "refused": "", "typed": "", "errors": {}}
    paid = {one.public_id: _paid_on(one) for one in waiting}
    return render_template(
        "orders/admin/refunds.html", waiting=waiting, paid=paid, last_day=last_day, me=author(), **none | more
    )


def _paid_on(one: Refund) -> date:
    return clock.day_of(one.order.paid_at or one.payment.received_at)
