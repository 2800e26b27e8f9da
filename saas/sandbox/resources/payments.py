"""Paying a session: it completes, stays open after a decline, or waits for 3-D Secure; a bank debit ends days later."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from saas.sandbox.cards import DECLINES, BankAccount, Card, Decline
from saas.sandbox.resources.charges import fail_charge, make_charge, succeed_charge
from saas.sandbox.resources.checkout_sessions import drop_intent, require_open
from saas.sandbox.resources.customers import make_customer
from saas.sandbox.resources.discounts import count_redemption, recheck_discount
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.invoices import create_invoice
from saas.sandbox.resources.line_items import get_postal_code
from saas.sandbox.resources.objects import with_nulls
from saas.sandbox.resources.payment_intents import make_intent
from saas.sandbox.resources.payment_methods import make_payment_method
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

DISCOUNT_UNUSABLE = "discount_unusable"  # the result's code when a discount can no longer be used
AUTHENTICATION_FAILED = Decline(
    "payment_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Choose a different payment method and try again.",
)
NO_FUNDS = Decline("payment_method_customer_decline", None, "The customer's bank account could not be debited.")


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """`kind` is paid, processing, free, declined or asks_first; `message` is for the buyer."""

    kind: str
    message: str = ""
    code: str | None = None


def pay_session(sandbox: Sandbox, session_id: str, instrument: Card | BankAccount | None, buyer: Json) -> PaymentResult:
    """Try to pay an open session. `buyer` has `email` and `name`; `instrument` may be None when nothing is due.

    ApiError (400) when it is not open.
    """
    session = require_open(sandbox, session_id)
    problem = recheck_discount(sandbox, session)
    if problem:
        return PaymentResult("declined", problem, DISCOUNT_UNUSABLE)
    buyer = buyer | {"postal_code": get_postal_code(sandbox, session)}
    if instrument is None or session["amount_total"] == 0:
        drop_intent(sandbox, session)
        complete_session(sandbox, session, buyer, "no_payment_required")
        return PaymentResult("free")
    intent = _get_or_create_intent(sandbox, session)
    method = sandbox.add("payment_method", make_payment_method(sandbox, instrument, buyer))
    update_object(sandbox, intent, payment_method=method["id"])
    if instrument.outcome == "asks_first":
        return _require_authentication(sandbox, session, intent, instrument, buyer)
    return _charge(sandbox, session, intent, instrument, buyer)


def answer_authentication(sandbox: Sandbox, session_id: str, is_authenticated: bool) -> PaymentResult:
    """The buyer answered the 3-D Secure question of an earlier attempt."""
    session = require_open(sandbox, session_id)
    attempt = sandbox.get_note(f"asks:{session_id}")
    intent = _get_or_create_intent(sandbox, session)
    if not attempt or intent["status"] != "requires_action":
        return PaymentResult("declined", "There is no payment waiting for your confirmation.")
    instrument = Card(**attempt["card"])
    if is_authenticated:
        return _charge(sandbox, session, intent, instrument, attempt["buyer"])
    method = sandbox.store.get("payment_method", intent["payment_method"])
    return _wait_for_another_method(sandbox, intent, method, AUTHENTICATION_FAILED, charge=None)


def _get_or_create_intent(sandbox: Sandbox, session: Json) -> Json:
    if session["payment_intent"]:
        return sandbox.store.get("payment_intent", session["payment_intent"])
    intent = sandbox.add("payment_intent", make_intent(sandbox, session))
    update_object(sandbox, session, payment_intent=intent["id"])
    emit_event(sandbox, "payment_intent.created", intent)
    return intent


def _require_authentication(
    sandbox: Sandbox, session: Json, intent: Json, instrument: Card | BankAccount, buyer: Json
) -> PaymentResult:
    sandbox.set_note(f"asks:{session['id']}", {"card": asdict(instrument), "buyer": buyer})
    url = f"{sandbox.base_url}/c/pay/{session['id']}/authenticate"
    step = {"redirect_to_url": {"return_url": session["url"], "url": url}, "type": "redirect_to_url"}
    update_object(sandbox, intent, status="requires_action", next_action=step)
    emit_event(sandbox, "payment_intent.requires_action", intent)
    return PaymentResult("asks_first")


def _charge(
    sandbox: Sandbox, session: Json, intent: Json, instrument: Card | BankAccount, buyer: Json
) -> PaymentResult:
    method = sandbox.store.get("payment_method", intent["payment_method"])
    charge = sandbox.add("charge", make_charge(sandbox, intent, method, instrument))
    sandbox.set_note(charge["id"], {"outcome": instrument.outcome})
    update_object(sandbox, intent, latest_charge=charge["id"], next_action=None, last_payment_error=None)
    if instrument.outcome in DECLINES:
        reason = DECLINES[instrument.outcome]
        return _decline(sandbox, intent, charge, method, reason)
    if isinstance(instrument, BankAccount):
        return _start_debit(sandbox, session, intent, charge, buyer)
    succeed_charge(sandbox, intent, charge)
    complete_session(sandbox, session, buyer, "paid")
    return PaymentResult("paid")


def _start_debit(sandbox: Sandbox, session: Json, intent: Json, charge: Json, buyer: Json) -> PaymentResult:
    update_object(sandbox, intent, status="processing")
    emit_event(sandbox, "payment_intent.processing", intent)
    emit_event(sandbox, "charge.pending", charge)
    complete_session(sandbox, session, buyer, "unpaid")
    sandbox.schedule(sandbox.settings.bank_delay, "settle_debit", session["id"])
    return PaymentResult("processing")


def _decline(sandbox: Sandbox, intent: Json, charge: Json, method: Json, reason: Decline) -> PaymentResult:
    fail_charge(sandbox, charge, reason)
    return _wait_for_another_method(sandbox, intent, method, reason, charge["id"])


def _wait_for_another_method(
    sandbox: Sandbox, intent: Json, method: Json, reason: Decline, charge: str | None
) -> PaymentResult:
    """The intent waits for another payment method; the session stays open."""
    reset_intent(sandbox, intent, method, reason, charge)
    return PaymentResult("declined", reason.message, reason.decline_code or reason.code)


def reset_intent(sandbox: Sandbox, intent: Json, method: Json, reason: Decline, charge: str | None) -> None:
    """The intent needs another payment method, and says why."""
    error = {
        "type": "card_error",
        "code": reason.code,
        "message": reason.message,
        "payment_method": dict(method),
        **({"charge": charge} if charge else {}),
        **({"decline_code": reason.decline_code} if reason.decline_code else {}),
    }
    update_object(
        sandbox,
        intent,
        status="requires_payment_method",
        payment_method=None,
        next_action=None,
        last_payment_error=error,
    )
    emit_event(sandbox, "payment_intent.payment_failed", intent)


def complete_session(sandbox: Sandbox, session: Json, buyer: Json, payment_status: str) -> None:
    """The buyer is known and the page is closed. `payment_status` is paid, unpaid (a debit is processing) or
    no_payment_required.
    """
    if session["customer_creation"] == "always" or _needs_customer(session):
        _add_customer(sandbox, session, buyer)
    if (session["consent_collection"] or {}).get("terms_of_service") == "required":
        update_object(sandbox, session, consent={"promotions": None, "terms_of_service": "accepted"})
    if session["automatic_tax"]["enabled"]:
        update_object(sandbox, session, automatic_tax=session["automatic_tax"] | {"status": "complete"})
    count_redemption(sandbox, session)
    update_object(
        sandbox,
        session,
        status="complete",
        payment_status=payment_status,
        url=None,
        customer_details=_customer_details(sandbox, session, buyer),
    )
    if payment_status != "unpaid":
        create_invoice(sandbox, session)
    emit_event(sandbox, "checkout.session.completed", session)


def _customer_details(sandbox: Sandbox, session: Json, buyer: Json) -> Json:
    return with_nulls(
        "customer_details",
        address=with_nulls("address", country="US", postal_code=get_postal_code(sandbox, session)),
        email=buyer["email"],
        name=buyer["name"],
        tax_exempt="none",
        tax_ids=[],
    )


def _needs_customer(session: Json) -> bool:
    """An invoice needs a customer."""
    return bool(session["invoice_creation"]["enabled"]) and session["customer"] is None


def _add_customer(sandbox: Sandbox, session: Json, buyer: Json) -> None:
    customer = sandbox.add("customer", make_customer(sandbox, buyer))
    emit_event(sandbox, "customer.created", customer)
    update_object(sandbox, session, customer=customer["id"])
    if session["payment_intent"]:
        intent = sandbox.store.get("payment_intent", session["payment_intent"])
        update_object(sandbox, intent, customer=customer["id"])
        if intent["latest_charge"]:
            update_object(sandbox, sandbox.store.get("charge", intent["latest_charge"]), customer=customer["id"])


def settle_debit(sandbox: Sandbox, session_id: str) -> None:
    """The bank debit of a session succeeds or fails, as its account number decides."""
    session = sandbox.store.get("checkout.session", session_id)
    intent = sandbox.store.get("payment_intent", session["payment_intent"])
    charge = sandbox.store.get("charge", intent["latest_charge"])
    if charge["status"] != "pending":
        return
    if sandbox.get_note(charge["id"])["outcome"] == "pays_later":
        succeed_charge(sandbox, intent, charge)
        update_object(sandbox, session, payment_status="paid")
        create_invoice(sandbox, session)
        emit_event(sandbox, "checkout.session.async_payment_succeeded", session)
        return
    method = sandbox.store.get("payment_method", charge["payment_method"])
    fail_charge(sandbox, charge, NO_FUNDS)
    reset_intent(sandbox, intent, method, NO_FUNDS, charge["id"])
    emit_event(sandbox, "checkout.session.async_payment_failed", session)
