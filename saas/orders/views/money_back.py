"""Asking for the money back, and taking that back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from saas.kernel.money import format_cents
from saas.orders.actions import refunding
from saas.orders.actions.refunding import Contested, TooLate, request_refund
from saas.orders.forms import RefundForm
from saas.orders.queries.money import waiting_request
from saas.orders.views.account import page
from saas.orders.views.doors import own_order, shop
from saas.web.security import limiter
from saas.web.session import db


@shop.post("/orders/<public_id>/refund-request")
@limiter.limit("20 per minute")
def ask(public_id: str) -> ResponseReturnValue:
    order, form = own_order(public_id), RefundForm()
    if waiting_request(db(), order) is not None:
        return redirect(url_for("orders.show", public_id=public_id), 303)  # pressed twice
    if not form.validate():
        return page(order, errors=form.faults, typed=form.typed), 422
    try:
        made = request_refund(db(), public_id, note=form.note.data)
    except (TooLate, Contested) as refusal:
        return page(own_order(public_id), refusal=refusal.sentence, unsent=form.note.data), 409
    flash(f"You have asked for {format_cents(made.amount_cents)} back. A letter says that we have it.", "info")
    return redirect(url_for("orders.show", public_id=public_id), 303)


@shop.post("/orders/<public_id>/refund-request/withdrawal")
@limiter.limit("20 per minute")
def withdraw(public_id: str) -> ResponseReturnValue:
    is_waiting = waiting_request(db(), own_order(public_id)) is not None
    refunding.withdraw(db(), public_id)
    flash(
        "Your request is taken back. Everything stays as it was."
        if is_waiting
        else "There was no request to take back: it was decided, or taken back before. This page shows how it stands.",
        "info",
    )
    return redirect(url_for("orders.show", public_id=public_id), 303)
