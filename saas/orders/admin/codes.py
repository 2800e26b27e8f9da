"""`/admin/codes`: promotion codes, which Stripe alone keeps. When it does not answer, what was typed stays."""

from __future__ import annotations

from datetime import date, datetime

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.kernel.clock import DEFAULT_ZONE
from saas.kernel.errors import Unavailable
from saas.kernel.ids import new_public_id
from saas.orders.admin.forms import CodeForm
from saas.orders.admin.room import author
from saas.orders.gateway.asking import StripeBroke, StripeRefused
from saas.orders.views.doors import gateway

log = structlog.get_logger()
codes = Blueprint("codes", __name__)
TAKEN = "Stripe does not take this code. One that is active may have the same text: switch that off first."


@codes.get("/codes")
def index() -> ResponseReturnValue:
    return _page(CodeForm(formdata=None))


@codes.post("/codes")
def make() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate():
        return _page(form, _faults(form), 422)
    try:
        gateway().make_code(form.made, form.key)
    except StripeBroke:
        form.press.data = new_public_id()  # the old key answers 500 for good
        return _page(form, is_away=True)
    except StripeRefused as refusal:
        form.press.data = new_public_id()
        log.warning("promotion code refused", code=form.made.code, why=refusal.code)
        return _page(form, {"code": TAKEN}, 409)
    except Unavailable:
        return _page(form, is_away=True)
    log.info("promotion code made", code=form.made.code, by=author())
    return redirect(url_for("backoffice.staff_orders.codes.index"), 303)


@codes.post("/codes/<code_id>/switch")
def switch(code_id: str) -> ResponseReturnValue:
    is_active = request.form.get("to") == "on"
    try:
        gateway().switch_code(code_id, is_active=is_active)
    except StripeRefused as refusal:
        return _page(CodeForm(formdata=None), {"codes": f"Stripe refuses this ({refusal.code})."}, 409)
    except Unavailable:
        return _page(CodeForm(formdata=None), is_away=True)
    log.info("promotion code switched", code_id=code_id, is_active=is_active, by=author())
    return redirect(url_for("backoffice.staff_orders.codes.index"), 303)


def _faults(form: CodeForm) -> dict[str, str]:
    return {("ends" if name.startswith("ends") else name): sentence for name, sentence in form.faults.items()}


def _page(
    form: CodeForm, errors: dict[str, str] | None = None, status: int = 200, *, is_away: bool = False
) -> ResponseReturnValue:
    try:
        held = [] if is_away else gateway().codes()
    except Unavailable:
        held, is_away = [], True
    page = render_template(
        "orders/admin/codes.html", codes=held, form=form, errors=errors or {}, is_away=is_away, last_day=_last_day
    )
    return page, 503 if is_away else status


def _last_day(ends: int) -> date:
    """The day on whose evening a code ends."""
    return datetime.fromtimestamp(ends - 1, DEFAULT_ZONE).date()
