"""Asking for a refund and withdrawing the request, for customers; `/admin/refunds`, where staff decide requests.

A refund that staff make by themselves starts on the order's page: `shop.pages.staff_orders`.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from saas.accounts import guards
from saas.kernel import clock
from saas.kernel.money import format_cents
from saas.shop.context import all_accounts_session, current_staff_email, get_own_order
from saas.shop.pages.orders import render_order_page
from saas.shop.refunds import actions
from saas.shop.refunds.actions import AlreadyRequested, AmountTooHigh, AnswerMissing, NotRefundable, UnderDispute
from saas.shop.refunds.forms import DeclineForm, RefundRequestForm
from saas.shop.refunds.queries import find_refund, find_refund_request, list_refund_requests
from saas.shop.refunds.rules import last_refund_day
from saas.web.limits import limiter
from saas.web.session import db

refund_requests = Blueprint("refund_requests", __name__)
refund_requests.before_request(guards.require_sign_in)
staff_refund_requests = Blueprint("refund_requests", __name__)


@refund_requests.post("/orders/<public_id>/refund-request")
@limiter.limit("20 per minute")
def create_refund_request(public_id: str) -> ResponseReturnValue:
    order, form = get_own_order(public_id), RefundRequestForm()
    is_requested = find_refund_request(db(), order) is not None
    if not is_requested and not form.validate():
        return render_order_page(order, errors=form.field_errors, typed=form.typed_values), 422
    try:
        refund = actions.request_refund(db(), public_id, note=form.note.data)
    except AlreadyRequested:  # pressed twice
        return redirect(url_for("orders.show", public_id=public_id), 303)
    except (NotRefundable, UnderDispute) as refusal:
        page = render_order_page(get_own_order(public_id), refusal=refusal.sentence, unsent=form.note.data)
        return page, 409
    flash(f"You have asked for {format_cents(refund.amount_cents)} back. A letter says that we have it.", "info")
    return redirect(url_for("orders.show", public_id=public_id), 303)


@refund_requests.post("/orders/<public_id>/refund-request/withdrawal")
@limiter.limit("20 per minute")
def withdraw_refund_request(public_id: str) -> ResponseReturnValue:
    was_waiting = actions.withdraw_refund_request(db(), public_id)
    flash(
        "Your request is taken back. Everything stays as it was."
        if was_waiting
        else "There was no request to take back: it was decided, or taken back before. This page shows how it stands.",
        "info",
    )
    return redirect(url_for("orders.show", public_id=public_id), 303)


@staff_refund_requests.get("/refunds")
def index() -> ResponseReturnValue:
    with all_accounts_session() as session:
        return _render_queue(session, decided=find_refund(session, request.args.get("decided", "")))


@staff_refund_requests.post("/refunds/<public_id>/approval")
def approve_request(public_id: str) -> ResponseReturnValue:
    here = url_for("staff.refund_requests.index", _anchor=f"r-{public_id}")
    if (question := guards.ask_for_password(here)) is not None:
        return question
    with all_accounts_session() as session:
        try:
            actions.approve_refund_request(session, public_id, by=current_staff_email())
        except UnderDispute as refusal:
            sentence = f"{refusal.sentence} Answer the dispute first."
            return _render_queue(session, refusals={public_id: sentence}), refusal.status
        except AmountTooHigh as refusal:
            return _render_queue(session, refusals={public_id: refusal.sentence}), refusal.status
    return _redirect_decided(public_id)


@staff_refund_requests.post("/refunds/<public_id>/refusal")
def decline_request(public_id: str) -> ResponseReturnValue:
    form = DeclineForm()
    answer = (form.answer.data or "") if form.validate() else ""
    with all_accounts_session() as session:
        try:
            actions.decline_refund_request(session, public_id, answer=answer, by=current_staff_email())
        except AnswerMissing as refusal:
            typed = form.answer.data or ""
            return _render_queue(session, declining=public_id, typed=typed, errors=form.field_errors), refusal.status
    return _redirect_decided(public_id)


def _redirect_decided(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.refund_requests.index", decided=public_id), 303)


def _render_queue(session: Session, **values: object) -> str:
    """`decided` is the refund that was just decided, by us or somebody else; `refusals` why one could not be approved, by
    its id; `declining` the one whose form comes back with `typed` and `errors`."""
    requests = list_refund_requests(session)
    defaults: dict[str, object] = {"decided": None, "refusals": {}, "declining": "", "typed": "", "errors": {}}
    paid_on = {
        refund.public_id: clock.day_of(refund.order.paid_at or refund.payment.received_at) for refund in requests
    }
    return render_template(
        "shop/refunds/staff_refund_requests.html",
        requests=requests,
        paid_on=paid_on,
        last_refund_day=last_refund_day,
        staff_email=current_staff_email(),
        **defaults | values,
    )
