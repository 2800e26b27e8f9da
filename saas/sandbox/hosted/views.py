"""The payment page: `/c/pay/<session>`, what the buyer changes on it, the bank's question, a receipt and an invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request

from saas.sandbox.cards import format_card_number
from saas.sandbox.formatting import format_amount
from saas.sandbox.hosted.forms import (
    PaymentForm,
    read_bank_form,
    read_card_form,
    read_free_form,
    read_postal_code,
    read_quantity,
)
from saas.sandbox.hosted.rendering import (
    Feedback,
    Page,
    page_context,
    page_path,
    redirect_to_shop,
    render_if_closed,
    render_payment_page,
)
from saas.sandbox.resources.discounts import apply_code, recheck_discount, remove_discount
from saas.sandbox.resources.line_items import (
    MIN_CHARGE_CENTS,
    get_line_items,
    get_postal_code,
    set_postal_code,
    set_quantity,
)
from saas.sandbox.resources.payments import DISCOUNT_UNUSABLE, PaymentResult, answer_authentication, pay_session
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

# A change returns errors by field; none means that it was made.
Change = Callable[[Sandbox, Json], dict[str, str]]


def hosted_blueprint(sandbox: Sandbox) -> Blueprint:
    blueprint = Blueprint("hosted", __name__)
    blueprint.add_app_template_filter(format_amount, "price")
    blueprint.add_app_template_filter(format_card_number, "spaced")

    @blueprint.get("/c/pay/<key>", defaults={"method": "card"})
    @blueprint.get("/c/pay/<key>/bank", defaults={"method": "bank"})
    def pay_page(key: str, method: str) -> Page:
        with sandbox.lock:
            return render_if_closed(sandbox, key) or render_payment_page(sandbox, key, method, Feedback(request.args))

    @blueprint.post("/c/pay/<key>", defaults={"method": "card"})
    @blueprint.post("/c/pay/<key>/bank", defaults={"method": "bank"})
    def pay_now(key: str, method: str) -> Page:
        with sandbox.lock:
            return render_if_closed(sandbox, key, is_sending=True) or _try_to_pay(sandbox, key, method)

    @blueprint.get("/c/pay/<key>/authenticate")
    def question_page(key: str) -> Page:
        with sandbox.lock:
            return render_if_closed(sandbox, key) or render_template("question.html", **page_context(sandbox, key))

    @blueprint.post("/c/pay/<key>/authenticate")
    def answer_question(key: str) -> Page:
        with sandbox.lock:
            return render_if_closed(sandbox, key, is_sending=True) or _answer_authentication(sandbox, key)

    _add_receipt_and_invoice(sandbox, blueprint)
    return blueprint


def _add_receipt_and_invoice(sandbox: Sandbox, blueprint: Blueprint) -> None:
    @blueprint.get("/receipts/<key>")
    def receipt(key: str) -> Page:
        with sandbox.lock:
            charge = sandbox.store.find("charge", key) or abort(404)
            return render_template("receipt.html", charge=charge, seller=sandbox.settings.account_name)

    @blueprint.get("/invoices/<key>")
    def invoice(key: str) -> Page:
        with sandbox.lock:
            invoice_object = sandbox.store.find("invoice", key) or abort(404)
            return render_template("invoice.html", invoice=invoice_object)


def _try_to_pay(sandbox: Sandbox, key: str, method: str) -> Page:
    form = _read_form(sandbox, key, method)
    if form.errors:
        return render_payment_page(sandbox, key, method, Feedback(request.form, form.errors))
    return _after_payment(sandbox, key, method, pay_session(sandbox, key, form.instrument, form.buyer))


def _answer_authentication(sandbox: Sandbox, key: str) -> Page:
    return _after_payment(
        sandbox, key, "card", answer_authentication(sandbox, key, request.form.get("answer") == "complete")
    )


def _read_form(sandbox: Sandbox, key: str, method: str) -> PaymentForm:
    session = sandbox.store.get("checkout.session", key)
    if session["amount_total"] == 0:
        form = read_free_form(request.form, session)
    elif method == "bank":
        form = read_bank_form(request.form, session)
    else:
        form = read_card_form(request.form, session, _today(sandbox))
    if session["automatic_tax"]["enabled"] and not get_postal_code(sandbox, session):
        form.errors["postal_code"] = "Give the ZIP code first, so that the tax is known before you pay."
    return form


def _today(sandbox: Sandbox) -> date:
    return datetime.fromtimestamp(sandbox.clock.now(), UTC).date()


def _after_payment(sandbox: Sandbox, key: str, method: str, result: PaymentResult) -> Page:
    if result.kind == "asks_first":
        return redirect(f"/c/pay/{key}/authenticate", 303)
    session = sandbox.store.get("checkout.session", key)
    if result.kind != "declined":
        return redirect_to_shop(session)
    if result.code == DISCOUNT_UNUSABLE and session["allow_promotion_codes"]:
        return render_payment_page(
            sandbox, key, method, Feedback(request.form, {"code": f"{result.message} The total is without it now."})
        )
    return render_payment_page(sandbox, key, method, Feedback(request.form, message=result.message))


def changes_blueprint(sandbox: Sandbox) -> Blueprint:
    blueprint = Blueprint("changes", __name__)

    @blueprint.post("/c/pay/<key>/items/<item_id>")
    def quantity(key: str, item_id: str) -> Page:
        return _apply_change(sandbox, key, lambda sandbox, session: _set_quantity(sandbox, session, item_id))

    @blueprint.post("/c/pay/<key>/code")
    def code(key: str) -> Page:
        return _apply_change(sandbox, key, _apply_code)

    @blueprint.post("/c/pay/<key>/code/remove")
    def remove_code(key: str) -> Page:
        return _apply_change(sandbox, key, _remove_code)

    @blueprint.post("/c/pay/<key>/place")
    def place(key: str) -> Page:
        return _apply_change(sandbox, key, _set_postal_code)

    return blueprint


def _apply_change(sandbox: Sandbox, key: str, change: Change) -> Page:
    """Back to the page when the change was made; the page with errors when it was not."""
    method = "bank" if request.form.get("means") == "bank" else "card"
    with sandbox.lock:
        closed_page = render_if_closed(sandbox, key)
        if closed_page:
            return closed_page
        errors = change(sandbox, sandbox.store.get("checkout.session", key))
        if errors:
            return render_payment_page(sandbox, key, method, Feedback(request.form, errors, is_paying=False))
        return redirect(page_path(key, method), 303)


def _set_quantity(sandbox: Sandbox, session: Json, item_id: str) -> dict[str, str]:
    item = next((each for each in get_line_items(sandbox, session) if each["id"] == item_id), None)
    if item is None or not (item["adjustable_quantity"] or {}).get("enabled"):
        return {f"quantity-{item_id}": "The quantity of this cannot be changed."}
    before = item["quantity"]
    quantity = read_quantity(request.form.get("quantity", ""), item)
    if isinstance(quantity, str):
        return {f"quantity-{item_id}": quantity}
    set_quantity(sandbox, session, item, quantity)
    if 0 < session["amount_total"] < MIN_CHARGE_CENTS:
        set_quantity(sandbox, session, item, before)
        return {f"quantity-{item_id}": "That would leave too little to charge."}
    problem = recheck_discount(sandbox, session)
    return {"code": f"{problem} It was taken off."} if problem else {}


def _apply_code(sandbox: Sandbox, session: Json) -> dict[str, str]:
    text = request.form.get("code", "").strip()
    if not session["allow_promotion_codes"] or session["discounts"]:
        return {"code": "No other code can be used on this order."}
    problem = apply_code(sandbox, session, text) if text else "Type a code first."
    return {"code": problem} if problem else {}


def _remove_code(sandbox: Sandbox, session: Json) -> dict[str, str]:
    if session["allow_promotion_codes"]:
        remove_discount(sandbox, session)
    return {}


def _set_postal_code(sandbox: Sandbox, session: Json) -> dict[str, str]:
    code = read_postal_code(request.form.get("postal_code", ""))
    if code is None:
        return {"postal_code": "A ZIP code has 5 digits."}
    if session["automatic_tax"]["enabled"]:
        set_postal_code(sandbox, session, code)
    return {}
