"""Stripe's answers as the shapes of `rules.seen`. Whatever may be null or expanded is settled here and nowhere else."""

from __future__ import annotations

from typing import Any

from saas.orders.gateway.calls import Code
from saas.orders.rules.seen import CheckoutSeen, DisputeSeen, EntrySeen, RefundSeen

Answer = dict[str, Any]


def checkout(session: Answer, refunds: list[Answer], disputes: list[Answer], asked_at: float) -> CheckoutSeen:
    intent = session.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    totals = session.get("total_details") or {}
    return CheckoutSeen(
        session_id=session["id"],
        status=session["status"] or "open",
        payment_status=session["payment_status"],
        amount_subtotal=session["amount_subtotal"] or 0,
        amount_total=session["amount_total"] or 0,
        currency=session["currency"] or "",
        livemode=session["livemode"],
        order_reference=session["client_reference_id"] or "",
        attempt_key=(session.get("metadata") or {}).get("attempt", ""),
        payment_intent_id=intent.get("id"),
        charge_id=charge.get("id"),
        payment_failed=intent.get("status") in ("requires_payment_method", "canceled"),
        amount_refunded=charge.get("amount_refunded") or 0,
        quantity=_quantity(session),
        amount_discount=totals.get("amount_discount") or 0,
        amount_tax=totals.get("amount_tax") or 0,
        promotion_code=_code(session),
        entry=entry(charge.get("balance_transaction")),
        refunds=tuple(refund(each) for each in refunds),
        disputes=tuple(dispute(each) for each in disputes),
        asked_at=asked_at,
    )


def _quantity(session: Answer) -> int:
    """How many plans. More than one line is not ours and is counted as none."""
    rows = (session.get("line_items") or {}).get("data") or []
    return (rows[0]["quantity"] or 0) if len(rows) == 1 else 0


def _code(session: Answer) -> str:
    for discount in session.get("discounts") or []:
        code = discount.get("promotion_code")
        if code:
            return str(code["code"] if isinstance(code, dict) else code)
    return ""


def entry(balance: Any) -> EntrySeen | None:
    """None while the balance is not known yet, which is a moment longer than the payment."""
    if not isinstance(balance, dict):
        return None
    return EntrySeen(
        balance["id"], balance["type"], _id(balance["source"]), balance["amount"], balance["fee"], balance["net"],
        balance["currency"], balance["created"],
    )  # fmt: skip


def refund(answer: Answer) -> RefundSeen:
    balances = (answer.get("balance_transaction"), answer.get("failure_balance_transaction"))
    return RefundSeen(
        stripe_id=answer["id"],
        amount_cents=answer["amount"],
        currency=answer["currency"],
        status=answer["status"] or "pending",
        payment_intent_id=_id(answer.get("payment_intent")),
        refund_reference=(answer.get("metadata") or {}).get("refund_id", ""),
        reason=answer.get("reason") or "",
        failure_reason=answer.get("failure_reason") or "",
        entries=tuple(each for each in map(entry, balances) if each),
    )


def dispute(answer: Answer) -> DisputeSeen:
    details = answer.get("evidence_details") or {}
    return DisputeSeen(
        stripe_id=answer["id"],
        charge_id=_id(answer["charge"]),
        payment_intent_id=_id(answer.get("payment_intent")),
        amount_cents=answer["amount"],
        currency=answer["currency"],
        reason=answer["reason"] or "",
        status=answer["status"],
        created=answer["created"],
        due=details.get("due_by"),
        is_charge_refundable=bool(answer.get("is_charge_refundable")),
        has_evidence=bool(details.get("has_evidence")),
        submissions=details.get("submission_count") or 0,
        entries=tuple(each for each in map(entry, answer.get("balance_transactions") or []) if each),
    )


def code(answer: Answer) -> Code:
    coupon = (answer.get("promotion") or {}).get("coupon") or {}
    return Code(
        answer["id"], answer["code"], coupon.get("percent_off") or 0, coupon.get("amount_off") or 0,
        answer["times_redeemed"], answer.get("max_redemptions") or 0, answer.get("expires_at") or 0, answer["active"],
    )  # fmt: skip


def _id(value: Any) -> str:
    """The id, whether the thing was expanded or not."""
    return str(value["id"]) if isinstance(value, dict) else str(value or "")
