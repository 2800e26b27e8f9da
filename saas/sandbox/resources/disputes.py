"""Disputes: a cardholder's bank takes a charge back, evidence is weighed, the case is closed.

needs_response → under_review → won (the funds come back) or lost. An inquiry (warning_needs_response →
warning_under_review → warning_closed) moves no money unless it becomes a chargeback. `prevented` ends a case before it
counts. Words in `uncategorized_text` decide, as in Stripe's test mode: winning_evidence, losing_evidence, and
escalate_inquiry_evidence, which turns an inquiry into a chargeback.
"""

from __future__ import annotations

from saas.sandbox.errors import ApiError
from saas.sandbox.resources.balance_transactions import record_balance_transaction
from saas.sandbox.resources.early_fraud_warnings import close_early_fraud_warning
from saas.sandbox.resources.events import emit_event, update_object
from saas.sandbox.resources.objects import api_object, get_object, merge_metadata, with_nulls
from saas.sandbox.resources.refunds import fail_refund
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

DISPUTE_FEE = 1500  # cents
TIME_TO_RESPOND = 20 * 24 * 3600  # seconds
NETWORK_CODES = {"fraudulent": "10.4", "product_not_received": "13.1", "duplicate": "12.6.1"}
REASONS = (
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "fraudulent",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "noncompliant",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
)
CLOSED_STATUSES = ("won", "lost", "warning_closed", "prevented")
UNDER_REVIEW = {"needs_response": "under_review", "warning_needs_response": "warning_under_review"}
OUTCOME_OF_WORD = {"winning_evidence": "won", "losing_evidence": "lost"}
ESCALATING_WORD = "escalate_inquiry_evidence"
MAX_EVIDENCE_LENGTH = 150_000


def make_dispute(sandbox: Sandbox, charge: Json, amount: int, reason: str, *, is_inquiry: bool) -> Json:
    """An inquiry is only a question: no money moves, and the charge can still be refunded."""
    return api_object(
        "dispute",
        id=sandbox.ids.new("dispute"),
        amount=amount,
        balance_transactions=[],
        charge=charge["id"],
        created=sandbox.clock.now(),
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence=with_nulls("dispute.evidence", enhanced_evidence={}),
        evidence_details=_evidence_details(sandbox),
        is_charge_refundable=is_inquiry,
        livemode=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="warning_needs_response" if is_inquiry else "needs_response",
        **_payment_method_details(charge, reason, is_inquiry=is_inquiry),
    )


def _evidence_details(sandbox: Sandbox) -> Json:
    return with_nulls(
        "dispute.evidence_details",
        due_by=sandbox.clock.now() + TIME_TO_RESPOND,
        enhanced_eligibility={},
        has_evidence=False,
        past_due=False,
        submission_count=0,
        submission_method="not_submitted",
    )


def _payment_method_details(charge: Json, reason: str, *, is_inquiry: bool) -> Json:
    """Only some payment methods have details; a bank debit has none."""
    if charge["payment_method_details"]["type"] != "card":
        return {}
    brand = charge["payment_method_details"]["card"]["brand"]
    card = with_nulls(
        "dispute.card",
        brand=brand,
        case_type="inquiry" if is_inquiry else "chargeback",
        network=brand,
        network_reason_code=NETWORK_CODES.get(reason, "13.3"),
    )
    return {"payment_method_details": {"card": card, "type": "card"}}


def open_dispute(
    sandbox: Sandbox, charge: Json, *, reason: str = "fraudulent", is_inquiry: bool = False, amount: int | None = None
) -> Json:
    """Dispute a charge: by default what was not refunded of it, or all of it when everything was refunded.

    A bank does not know of refunds on their way to the card: it may dispute a refunded charge and take the money a
    second time. ApiError (400) when the charge cannot be disputed.
    """
    _require_disputable(sandbox, charge)
    left = charge["amount"] - charge["amount_refunded"] or charge["amount"]
    disputed = left if amount is None else amount
    if not 0 < disputed <= charge["amount"]:
        raise ApiError("A dispute is about at least one cent and at most the whole charge.", param="amount")
    dispute = sandbox.add("dispute", make_dispute(sandbox, charge, disputed, reason, is_inquiry=is_inquiry))
    sandbox.set_note(charge["id"], sandbox.get_note(charge["id"]) | {"dispute": dispute["id"]})
    update_object(sandbox, charge, disputed=True)
    if is_inquiry:
        emit_event(sandbox, "charge.dispute.created", dispute)
    else:
        _withdraw_funds(sandbox, dispute)
        emit_event(sandbox, "charge.dispute.created", dispute)
        emit_event(sandbox, "charge.dispute.funds_withdrawn", dispute)
        _fail_pending_refunds(sandbox, charge)
    close_early_fraud_warning(sandbox, charge)
    due = dispute["evidence_details"]["due_by"] - sandbox.clock.time()
    sandbox.schedule(due, "overdue_dispute", dispute["id"])
    return dispute


def open_dispute_when_due(sandbox: Sandbox, charge_id: str) -> None:
    """For the timer of a test card: its number decides whether the bank only asks."""
    charge = sandbox.store.get("charge", charge_id)
    if charge["disputed"]:
        return
    is_inquiry = sandbox.get_note(charge_id)["outcome"] == "inquired"
    open_dispute(sandbox, charge, reason="general" if is_inquiry else "fraudulent", is_inquiry=is_inquiry)


def escalate_inquiry(sandbox: Sandbox, dispute: Json) -> None:
    """An inquiry becomes a chargeback: now the money is withdrawn."""
    _withdraw_funds(sandbox, dispute)
    if "payment_method_details" in dispute:
        dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    update_object(sandbox, dispute, "charge.dispute.updated", status="needs_response", is_charge_refundable=False)
    emit_event(sandbox, "charge.dispute.funds_withdrawn", dispute)


def close_dispute(sandbox: Sandbox, dispute: Json, outcome: str) -> Json:
    """End a dispute with `outcome`, one of CLOSED_STATUSES. ApiError (400) when it ended before."""
    require_not_closed(dispute)
    update_object(sandbox, dispute, status=outcome, is_charge_refundable=outcome != "lost")
    if outcome != "lost" and dispute["balance_transactions"]:
        _reinstate_funds(sandbox, dispute)
        emit_event(sandbox, "charge.dispute.funds_reinstated", dispute)
    emit_event(sandbox, "charge.dispute.closed", dispute)
    return dispute


def start_review(sandbox: Sandbox, dispute: Json) -> Json:
    """The bank reviews the evidence. A dispute under review already stays so."""
    require_not_closed(dispute)
    return update_object(
        sandbox, dispute, "charge.dispute.updated", status=UNDER_REVIEW.get(dispute["status"], dispute["status"])
    )


def require_not_closed(dispute: Json) -> None:
    if dispute["status"] in CLOSED_STATUSES:
        raise ApiError(f"This dispute is already closed: its status is `{dispute['status']}`.", is_stored=True)


def _require_disputable(sandbox: Sandbox, charge: Json) -> None:
    if charge["status"] != "succeeded":
        raise ApiError("Only a succeeded charge can be disputed.", param="charge")
    key = sandbox.get_note(charge["id"]).get("dispute")
    if key and sandbox.store.get("dispute", key)["status"] not in CLOSED_STATUSES:
        raise ApiError(f"This charge is disputed already ({key}).", param="charge")


def _withdraw_funds(sandbox: Sandbox, dispute: Json) -> None:
    source = dispute | {"description": f"Chargeback withdrawal for {dispute['charge']}"}
    transaction = record_balance_transaction(sandbox, "dispute", source, -dispute["amount"], DISPUTE_FEE)
    update_object(sandbox, dispute, balance_transactions=[*dispute["balance_transactions"], transaction])


def _reinstate_funds(sandbox: Sandbox, dispute: Json) -> None:
    """The amount comes back; since June 2025 the fee stays with Stripe, whatever the outcome."""
    source = dispute | {"description": f"Chargeback reversal for {dispute['charge']}"}
    transaction = record_balance_transaction(sandbox, "dispute_reversal", source, dispute["amount"])
    update_object(sandbox, dispute, balance_transactions=[*dispute["balance_transactions"], transaction])


def _fail_pending_refunds(sandbox: Sandbox, charge: Json) -> None:
    """The bank took the money first: refunds that are still pending fail."""
    for refund in sandbox.store.list_all("refund"):
        if refund["charge"] == charge["id"] and refund["status"] == "pending":
            fail_refund(sandbox, refund["id"], "charge_for_pending_refund_disputed")


def store_evidence(sandbox: Sandbox, dispute: Json, evidence: Json, *, is_submitted: bool) -> Json:
    """Merge evidence into a dispute: submitted to the bank, or only staged."""
    require_not_closed(dispute)
    merged = dispute["evidence"] | {name: value or None for name, value in evidence.items()}
    merged["enhanced_evidence"] = evidence.get("enhanced_evidence") or dispute["evidence"]["enhanced_evidence"]
    details = dispute["evidence_details"] | {"has_evidence": any(merged.values())}
    status = dispute["status"]
    if is_submitted:
        details |= {"submission_count": details["submission_count"] + 1, "submission_method": "manual"}
        status = UNDER_REVIEW.get(status, status)
        if merged["uncategorized_text"] in (*OUTCOME_OF_WORD, ESCALATING_WORD):
            sandbox.schedule(sandbox.settings.dispute_delay, "decide_dispute", dispute["id"])
    return update_object(
        sandbox, dispute, "charge.dispute.updated", evidence=merged, evidence_details=details, status=status
    )


def decide_dispute(sandbox: Sandbox, dispute_id: str) -> None:
    """The bank decides by the words in the evidence; a dispute that was decided meanwhile stays as it is."""
    dispute = sandbox.store.get("dispute", dispute_id)
    if dispute["status"] in CLOSED_STATUSES:
        return
    word = dispute["evidence"]["uncategorized_text"]
    if not dispute["status"].startswith("warning"):
        close_dispute(sandbox, dispute, OUTCOME_OF_WORD.get(word, "lost"))
    elif word == ESCALATING_WORD:
        escalate_inquiry(sandbox, dispute)
    else:
        close_dispute(sandbox, dispute, "warning_closed")


def close_overdue(sandbox: Sandbox, dispute_id: str) -> None:
    """Nobody responded in time: a chargeback is lost, an inquiry closes."""
    dispute = sandbox.store.get("dispute", dispute_id)
    if dispute["status"] not in ("needs_response", "warning_needs_response"):
        return
    update_object(sandbox, dispute, evidence_details=dispute["evidence_details"] | {"past_due": True})
    close_dispute(sandbox, dispute, "lost" if dispute["status"] == "needs_response" else "warning_closed")


def update_dispute(sandbox: Sandbox, params: Json, key: str) -> Json:
    """Evidence is submitted at once unless `submit` is false; `submit=true` alone submits what was staged."""
    dispute = get_object(sandbox, "dispute", key)
    if "metadata" in params:
        update_object(sandbox, dispute, metadata=merge_metadata(dispute, params))
    if "evidence" in params or params.get("submit"):
        evidence = params.get("evidence", {})
        if sum(len(str(value)) for value in evidence.values()) > MAX_EVIDENCE_LENGTH:
            raise ApiError(f"Evidence can have at most {MAX_EVIDENCE_LENGTH} characters in all.", param="evidence")
        store_evidence(sandbox, dispute, evidence, is_submitted=params.get("submit", True))
    return dispute


def accept_dispute(sandbox: Sandbox, params: Json, key: str) -> Json:
    """The shop accepts the dispute: it is lost for good."""
    dispute = get_object(sandbox, "dispute", key)
    require_not_closed(dispute)
    return close_dispute(sandbox, dispute, "warning_closed" if dispute["status"].startswith("warning") else "lost")
