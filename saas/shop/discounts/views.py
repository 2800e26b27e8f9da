"""`/admin/codes`: promotion codes, which Stripe alone keeps. When it does not answer, what was typed stays."""

from __future__ import annotations

from datetime import date, datetime

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from saas.accounts.guards import ask_for_password, password_error, verify_url
from saas.kernel.clock import DEFAULT_ZONE
from saas.kernel.errors import Unavailable
from saas.kernel.ids import new_public_id
from saas.shop.context import stripe_client
from saas.shop.discounts import actions
from saas.shop.discounts.forms import PromotionCodeForm
from saas.shop.stripe.client import StripeRefused, StripeServerError
from saas.web.session import db

log = structlog.get_logger()
staff_promotion_codes = Blueprint("promotion_codes", __name__)
REFUSED = "Stripe does not take this code. One that is active may have the same text: switch that off first."


@staff_promotion_codes.get("/codes")
def index() -> ResponseReturnValue:
    return _render_page(PromotionCodeForm())


@staff_promotion_codes.post("/codes")
def create() -> ResponseReturnValue:
    form = PromotionCodeForm()
    if not form.validate():
        return _render_page(form, form.date_errors, 422)
    if errors := password_error():  # a code may give plans away
        return _render_page(form, errors, 422)
    try:
        actions.create_code(db(), stripe_client(), form.new_code, form.idempotency_key)
    except StripeServerError:
        form.press.data = new_public_id()  # the old key answers 500 forever
        return _render_page(form, is_away=True)
    except StripeRefused as refusal:
        form.press.data = new_public_id()
        log.warning("promotion code refused", code=form.new_code.code, why=refusal.code)
        return _render_page(form, {"code": REFUSED}, 409)
    except Unavailable:
        return _render_page(form, is_away=True)
    return redirect(url_for("staff.promotion_codes.index"), 303)


@staff_promotion_codes.post("/codes/<code_id>/switch")
def switch_code(code_id: str) -> ResponseReturnValue:
    if (question := ask_for_password(url_for("staff.promotion_codes.index"))) is not None:
        return question
    is_active = request.form.get("to") == "on"
    try:
        actions.switch_code(db(), stripe_client(), code_id, is_active=is_active)
    except StripeRefused as refusal:
        errors = {"codes": f"Stripe refuses this ({refusal.code})."}
        return _render_page(PromotionCodeForm(), errors, 409)
    except Unavailable:
        return _render_page(PromotionCodeForm(), is_away=True)
    return redirect(url_for("staff.promotion_codes.index"), 303)


def _render_page(
    form: PromotionCodeForm, errors: dict[str, str] | None = None, status: int = 200, *, is_away: bool = False
) -> ResponseReturnValue:
    try:
        codes = [] if is_away else stripe_client().list_promotion_codes()
    except Unavailable:
        codes, is_away = [], True
    page = render_template(
        "shop/discounts/index.html",
        codes=codes,
        form=form,
        errors=errors or {},
        is_away=is_away,
        last_day=_last_day,
        verify_url=verify_url(url_for("staff.promotion_codes.index")),
    )
    return page, 503 if is_away else status


def _last_day(expires_at: int) -> date:
    """The day on whose evening a code ends."""
    return datetime.fromtimestamp(expires_at - 1, DEFAULT_ZONE).date()
