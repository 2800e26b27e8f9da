"""Refunds: money goes back at once, after a while, or not after all."""

from __future__ import annotations

from saas.sandbox.errors import ApiError, invalid_integer, missing_parameter
from saas.sandbox.resources.balance_transactions import record_balance_transaction
from saas.sandbox.resources.early_fraud_warnings import close_early_fraud_warning
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, get_object, get_referenced, merge_metadata
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

MONTH = 30 * 24 * 3600


def make_refund(sandbox: Sandbox, charge: Json, amount: int, params: Json) -> Json:
    return api_object(
        "refund",
        id=sandbox.ids.new("refund"),
        amount=amount,
        charge=charge["id"],
        created=sandbox.clock.now(),
        currency=charge["currency"],
        customer=charge["customer"],
        destination_details=_destination(charge),
        metadata=params.get("metadata") or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=params.get("reason"),
        status="pending",
    )


def _destination(charge: Json) -> Json:
    if charge["payment_method_details"]["type"] != "card":
        return {"type": "us_bank_transfer", "us_bank_transfer": {"reference": None, "reference_status": None}}
    card = {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}
    return {"card": card, "type": "card"}


def create_refund(sandbox: Sandbox, params: Json) -> Json:
    """Refund the charge of `charge` or `payment_intent`: `amount` in cents, by default all that is left."""
    charge = _get_charge(sandbox, params)
    _require_refundable(sandbox, charge)
    amount = _allowed_amount(charge, params)
    refund = sandbox.add("refund", make_refund(sandbox, charge, amount, params))
    outcome = sandbox.get_note(charge["id"]).get("outcome")
    if outcome == "refund_pends":
        update_object(sandbox, refund, pending_reason="processing")
        sandbox.schedule(sandbox.settings.refund_delay, "succeed_refund", refund["id"])
    else:
        _pay_back(sandbox, refund, charge)
    if outcome == "refund_fails":
        sandbox.schedule(sandbox.settings.refund_delay, "fail_refund", refund["id"])
    _count_refunded(sandbox, charge, amount)
    emit_event(sandbox, "refund.created", refund)
    emit_event(sandbox, "charge.refunded", charge)
    if charge["refunded"]:
        close_early_fraud_warning(sandbox, charge)
    return refund


def succeed_refund(sandbox: Sandbox, refund_id: str) -> None:
    refund = sandbox.store.get("refund", refund_id)
    before = refund["status"]
    if before not in ("pending", "requires_action"):
        return
    for name in ("pending_reason", "next_action"):
        refund.pop(name, None)
    _pay_back(sandbox, refund, sandbox.store.get("charge", refund["charge"]))
    emit_event(sandbox, "refund.updated", refund, {"status": before})


def fail_refund(sandbox: Sandbox, refund_id: str, reason: str = "expired_or_canceled_card") -> None:
    """The bank sent the money back: the charge counts as not refunded."""
    refund = sandbox.store.get("refund", refund_id)
    if refund["status"] not in ("pending", "requires_action", "succeeded"):
        return
    before = refund["status"]
    for name in ("pending_reason", "next_action"):
        refund.pop(name, None)
    charge = sandbox.store.get("charge", refund["charge"])
    if before == "succeeded":
        transaction = record_balance_transaction(sandbox, "refund_failure", refund, refund["amount"])
        update_object(sandbox, refund, failure_balance_transaction=transaction["id"])
    update_object(sandbox, refund, status="failed", failure_reason=reason)
    _count_refunded(sandbox, charge, -refund["amount"])
    emit_event(sandbox, "refund.updated", refund, {"status": before})
    emit_event(sandbox, "refund.failed", refund)


def require_buyer_action(sandbox: Sandbox, refund_id: str) -> Json:
    """A pending refund now waits for the buyer, who was asked by email where to send the money."""
    refund = sandbox.store.get("refund", refund_id)
    if refund["status"] != "pending":
        raise ApiError(f"A refund with a status of {refund['status']} cannot wait for the buyer.")
    refund.pop("pending_reason", None)
    now = sandbox.clock.now()
    email = {"email_sent_at": now, "email_sent_to": "buyer@example.test"}
    details = {"email_sent": email, "expires_at": now + MONTH}
    next_action = {"type": "display_details", "display_details": details}
    return update_object(sandbox, refund, "refund.updated", status="requires_action", next_action=next_action)


def cancel_refund(sandbox: Sandbox, refund_id: str) -> Json:
    """Only a refund that waits for the buyer can be canceled."""
    refund = get_object(sandbox, "refund", refund_id)
    if refund["status"] != "requires_action":
        raise ApiError(f"You cannot cancel a refund with a status of {refund['status']}.", is_stored=True)
    _count_refunded(sandbox, sandbox.store.get("charge", refund["charge"]), -refund["amount"])
    refund.pop("next_action", None)
    return update_object(sandbox, refund, "refund.updated", status="canceled")


def _pay_back(sandbox: Sandbox, refund: Json, charge: Json) -> None:
    source = refund | {"description": f"REFUND FOR CHARGE ({charge['description'] or charge['id']})"}
    transaction = record_balance_transaction(sandbox, "refund", source, -refund["amount"])
    update_object(sandbox, refund, status="succeeded", balance_transaction=transaction["id"])


def _count_refunded(sandbox: Sandbox, charge: Json, amount: int) -> None:
    total = charge["amount_refunded"] + amount
    update_object(sandbox, charge, amount_refunded=total, refunded=total == charge["amount"])


def _get_charge(sandbox: Sandbox, params: Json) -> Json:
    if "charge" in params:
        charge = get_referenced(sandbox, "charge", params["charge"], "charge")
    elif "payment_intent" in params:
        charge = _get_charge_of_intent(sandbox, params["payment_intent"])
    else:
        raise missing_parameter("payment_intent")
    if charge["status"] != "succeeded":
        raise ApiError(f"This charge ({charge['id']}) has not succeeded.", is_stored=True)
    return charge


def _get_charge_of_intent(sandbox: Sandbox, intent_id: str) -> Json:
    intent = get_referenced(sandbox, "payment_intent", intent_id, "payment_intent")
    if intent["status"] != "succeeded":
        raise ApiError(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            is_stored=True,
        )
    return sandbox.store.get("charge", intent["latest_charge"])


def _require_refundable(sandbox: Sandbox, charge: Json) -> None:
    """An inquiry, or a dispute that the shop won, leaves the money with the shop, who may refund it."""
    key = sandbox.get_note(charge["id"]).get("dispute")
    if key and not sandbox.store.get("dispute", key)["is_charge_refundable"]:
        raise ApiError(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
            is_stored=True,
        )


def _allowed_amount(charge: Json, params: Json) -> int:
    left: int = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise ApiError(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            is_stored=True,
        )
    amount: int = params.get("amount", left)
    if amount < 1:
        raise invalid_integer("amount", amount)
    if amount > left:
        raise ApiError(
            f"Refund amount (${amount / 100:.2f}) is greater than unrefunded amount on charge (${left / 100:.2f})",
            param="amount",
            is_stored=True,
        )
    return amount


def update_refund(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Only metadata can change; an empty value removes its key."""
    refund = get_object(sandbox, "refund", key)
    return update_object(sandbox, refund, "refund.updated", metadata=merge_metadata(refund, params))
