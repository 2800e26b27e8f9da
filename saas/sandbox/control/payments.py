"""What buyers, banks and the shop's own dashboard do, out of the API's sight: payments, refunds, disputes, payouts."""

from __future__ import annotations

from saas.sandbox.cards import BankAccount, Card
from saas.sandbox.errors import ApiError, missing_parameter, resource_missing
from saas.sandbox.resources.checkout_sessions import expire_session, require_open
from saas.sandbox.resources.discounts import apply_code
from saas.sandbox.resources.disputes import (
    CLOSED_STATUSES,
    REASONS,
    close_dispute,
    escalate_inquiry,
    open_dispute,
    start_review,
)
from saas.sandbox.resources.early_fraud_warnings import create_early_fraud_warning
from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.line_items import (
    get_line_items,
    get_postal_code,
    set_postal_code,
    set_quantity,
    update_totals,
)
from saas.sandbox.resources.objects import get_object
from saas.sandbox.resources.payments import PaymentResult, answer_authentication, pay_session, settle_debit
from saas.sandbox.resources.payouts import create_payout
from saas.sandbox.resources.refunds import (
    cancel_refund,
    create_refund,
    fail_refund,
    require_buyer_action,
    succeed_refund,
)
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

PAYING_CARD = "4242424242424242"
UNTAXED_ZIP = "94103"


def pay_as_buyer(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{card?, account?, email?, name?, code?, postal_code?}: as the buyer does on the page.

    Without card or account, the card that pays; with automatic tax and no postal code, one without tax.
    """
    session = get_object(sandbox, "checkout.session", key)
    _fill_in_page(sandbox, session, body)
    buyer = {
        "email": session["customer_email"] or body.get("email", "buyer@example.test"),
        "name": body.get("name", "Test Buyer"),
    }
    if "account" in body:
        return _payment_response(sandbox, key, pay_session(sandbox, key, BankAccount(body["account"]), buyer))
    number = str(body.get("card", PAYING_CARD)).replace(" ", "")
    return _payment_response(sandbox, key, pay_session(sandbox, key, Card(number, 12, 2034), buyer))


def _fill_in_page(sandbox: Sandbox, session: Json, body: Json) -> None:
    if session["status"] != "open":
        return
    if session["automatic_tax"]["enabled"]:
        set_postal_code(sandbox, session, body.get("postal_code") or get_postal_code(sandbox, session) or UNTAXED_ZIP)
    problem = apply_code(sandbox, session, body["code"]) if "code" in body else None
    if problem:
        raise ApiError(problem, param="code")


def change_quantity(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{quantity, item?: the first}: the buyer changes the quantity, whatever the shop allows."""
    session = require_open(sandbox, key)
    items = get_line_items(sandbox, session)
    item = next((each for each in items if each["id"] == body.get("item", each["id"])), None)
    if item is None:
        raise resource_missing("item", str(body.get("item")))
    if not isinstance(body.get("quantity"), int) or body["quantity"] < 1:
        raise ApiError("`quantity` is a whole number, one or more.", param="quantity")
    set_quantity(sandbox, session, item, body["quantity"])
    return session


def authenticate_buyer(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{answer: "complete" or "fail"}: the 3-D Secure step."""
    get_object(sandbox, "checkout.session", key)
    return _payment_response(
        sandbox, key, answer_authentication(sandbox, key, body.get("answer", "complete") == "complete")
    )


def end_debit(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{answer?: "complete" or "fail"}: the bank debit of a session ends, as requested or as its account decides."""
    session = get_object(sandbox, "checkout.session", key)
    intent = sandbox.store.find("payment_intent", session["payment_intent"] or "")
    charge = sandbox.store.get("charge", intent["latest_charge"]) if intent else None
    if charge is None or charge["status"] != "pending":
        raise ApiError("No bank debit of this session is on its way.", param="session")
    if "answer" in body:
        result = {"complete": "pays_later", "fail": "fails_later"}.get(body["answer"])
        if result is None:
            raise ApiError("Invalid answer: must be one of complete or fail", param="answer")
        sandbox.set_note(charge["id"], sandbox.get_note(charge["id"]) | {"outcome": result})
    settle_debit(sandbox, key)
    return session


def expire_now(sandbox: Sandbox, body: Json, key: str) -> Json:
    get_object(sandbox, "checkout.session", key)
    return expire_session(sandbox, key)


def change_amount(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{unit_amount?, currency?, amount_total?, livemode?}: the session is no longer what the shop requested, and with
    `amount_total` it does not even add up. There is no event for this."""
    session = get_object(sandbox, "checkout.session", key)
    if not {"unit_amount", "currency", "amount_total", "livemode"} & set(body):
        raise missing_parameter("unit_amount")
    for item in get_line_items(sandbox, session):
        unit = body.get("unit_amount", item["price"]["unit_amount"])
        currency = body.get("currency", item["currency"])
        price = item["price"] | {"unit_amount": unit, "unit_amount_decimal": str(unit), "currency": currency}
        update_object(sandbox, item, price=price, currency=currency)
        update_object(sandbox, session, currency=currency)
    update_totals(sandbox, session)
    return update_object(
        sandbox, session, **{name: body[name] for name in ("amount_total", "livemode") if name in body}
    )


def _payment_response(sandbox: Sandbox, key: str, result: PaymentResult) -> Json:
    return {
        "outcome": result.kind,
        "message": result.message,
        "code": result.code,
        "session": sandbox.store.get("checkout.session", key),
    }


def open_dispute_now(sandbox: Sandbox, body: Json) -> Json:
    """{charge or payment_intent, reason?: fraudulent, inquiry?: false, amount?}: a dispute, now."""
    reason = body.get("reason", "fraudulent")
    if reason not in REASONS:
        raise ApiError(f"Invalid reason: must be one of {', '.join(REASONS)}", param="reason")
    charge = _get_charge(sandbox, body)
    return open_dispute(
        sandbox, charge, reason=reason, is_inquiry=bool(body.get("inquiry", False)), amount=body.get("amount")
    )


def move_dispute(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{status: under_review, needs_response (of an inquiry: it becomes a chargeback), or how it ends:
    won, lost, warning_closed, prevented}."""
    dispute = get_object(sandbox, "dispute", key)
    status = body.get("status")
    if status == "under_review":
        return start_review(sandbox, dispute)
    if status == "needs_response" and dispute["status"].startswith("warning_"):
        escalate_inquiry(sandbox, dispute)
        return dispute
    if status not in CLOSED_STATUSES:
        raise ApiError(f"Invalid status: must be one of under_review, {', '.join(CLOSED_STATUSES)}", param="status")
    return close_dispute(sandbox, dispute, status)


def refund_in_dashboard(sandbox: Sandbox, body: Json) -> Json:
    """{payment_intent or charge, amount?, reason?}: as in the dashboard, without metadata or idempotency key."""
    names = ("payment_intent", "charge", "amount", "reason")
    return create_refund(sandbox, {name: body[name] for name in names if name in body})


def move_refund(sandbox: Sandbox, body: Json, key: str) -> Json:
    """{status: succeeded, failed, requires_action or canceled; reason? of a failure}: what becomes of it, now."""
    get_object(sandbox, "refund", key)
    moves = {"succeeded": succeed_refund, "requires_action": require_buyer_action, "canceled": cancel_refund}
    status = body.get("status")
    if status == "failed":
        fail_refund(sandbox, key, body.get("reason", "expired_or_canceled_card"))
    elif status in moves:
        moves[status](sandbox, key)
    else:
        raise ApiError(f"Invalid status: must be one of failed, {', '.join(moves)}", param="status")
    return sandbox.store.get("refund", key)


def warn_of_fraud(sandbox: Sandbox, body: Json) -> Json:
    """{charge or payment_intent}: an early fraud warning."""
    return create_early_fraud_warning(sandbox, _get_charge(sandbox, body)["id"])


def pay_out(sandbox: Sandbox, body: Json) -> Json:
    """{currency?: usd, everything?: false}: pay out what is available, or everything."""
    return create_payout(sandbox, body.get("currency", "usd"), is_everything=bool(body.get("everything", False)))


def _get_charge(sandbox: Sandbox, body: Json) -> Json:
    if "charge" not in body and "payment_intent" not in body:
        raise missing_parameter("charge")
    key = body.get("charge")
    if key is None:
        intent = sandbox.store.find("payment_intent", body["payment_intent"])
        key = intent["latest_charge"] if intent else body["payment_intent"]
    charge = sandbox.store.find("charge", key) if key else None
    if charge is None:
        raise resource_missing("charge", str(key))
    return charge
