"""What Stripe shows, parsed: one frozen dataclass per thing, and the functions that read it from an API answer. Pure.

Amounts are cents, moments seconds since 1970, statuses Stripe's own open words. Whatever may be null or expanded in an
answer is settled here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BalanceTransaction:
    """What one thing did to our balance at Stripe. `amount_cents` and `net_cents` are signed; `kind` is Stripe's type
    (charge, payment, refund, refund_failure, adjustment …); `source_id` the charge, refund or dispute behind it."""

    stripe_id: str
    kind: str
    source_id: str
    amount_cents: int
    fee_cents: int
    net_cents: int
    currency: str
    created: int


@dataclass(frozen=True, slots=True)
class RefundSnapshot:
    """`refund_reference` is the public id of our own row, or empty for a refund made in Stripe's dashboard."""

    stripe_id: str
    amount_cents: int
    currency: str
    status: str
    payment_intent_id: str
    refund_reference: str = ""
    reason: str = ""
    failure_reason: str = ""
    balance_transactions: tuple[BalanceTransaction, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeSnapshot:
    """`due` is the moment when evidence must have arrived, or None."""

    stripe_id: str
    charge_id: str
    payment_intent_id: str
    amount_cents: int
    currency: str
    reason: str
    status: str
    created: int
    due: int | None = None
    is_charge_refundable: bool = False
    has_evidence: bool = False
    submissions: int = 0
    balance_transactions: tuple[BalanceTransaction, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckoutSnapshot:
    """A Checkout Session as Stripe has it now, with everything that became of its payment.

    `status` is open, complete or expired; `payment_status` paid, unpaid or no_payment_required; the subtotal is before
    discount and tax. `read_at` is when the reading began: a reading that began before another one was applied may be
    older than what we hold.
    """

    session_id: str
    status: str
    payment_status: str
    amount_subtotal: int
    amount_total: int
    currency: str
    livemode: bool
    order_reference: str
    attempt_key: str
    payment_intent_id: str | None = None
    charge_id: str | None = None
    payment_failed: bool = False
    amount_refunded: int = 0
    quantity: int = 1
    amount_discount: int = 0
    amount_tax: int = 0
    promotion_code: str = ""
    balance_transaction: BalanceTransaction | None = None
    refunds: tuple[RefundSnapshot, ...] = ()
    disputes: tuple[DisputeSnapshot, ...] = ()
    read_at: float = field(default=0.0, compare=False)

    @property
    def has_money(self) -> bool:
        """Whether a charge succeeded. Where nothing was due there is none."""
        return self.status == "complete" and self.payment_status == "paid"

    def iter_balance_transactions(self) -> Iterator[BalanceTransaction]:
        """Everything this session has done to our balance so far."""
        if self.balance_transaction:
            yield self.balance_transaction
        for refund in self.refunds:
            yield from refund.balance_transactions
        for dispute in self.disputes:
            yield from dispute.balance_transactions


@dataclass(frozen=True, slots=True)
class CreatedCheckout:
    """Stripe's answer when a session was created: `url` is the page where the buyer pays."""

    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class NewPromotionCode:
    """A code to create: `percent_off` (1 to 100) or `amount_off_cents`, never both. `expires_at` and `max_redemptions`
    are 0 where there is no limit."""

    code: str
    percent_off: int = 0
    amount_off_cents: int = 0
    max_redemptions: int = 0
    expires_at: int = 0


@dataclass(frozen=True, slots=True)
class PromotionCode:
    """A code as Stripe has it. `max_redemptions` and `expires_at` are 0 where there is no limit."""

    stripe_id: str
    code: str
    percent_off: float
    amount_off_cents: int
    times_redeemed: int
    max_redemptions: int
    expires_at: int
    is_active: bool


def parse_checkout(
    session: Answer, refunds: list[Answer], disputes: list[Answer], *, read_at: float
) -> CheckoutSnapshot:
    intent = session.get("payment_intent") or {}
    charge = intent.get("latest_charge") or {}
    totals = session.get("total_details") or {}
    return CheckoutSnapshot(
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
        promotion_code=_promotion_code(session),
        balance_transaction=parse_balance_transaction(charge.get("balance_transaction")),
        refunds=tuple(map(parse_refund, refunds)),
        disputes=tuple(map(parse_dispute, disputes)),
        read_at=read_at,
    )


def _quantity(session: Answer) -> int:
    """How many plans. A session with more than one line is not ours and counts as none."""
    lines = (session.get("line_items") or {}).get("data") or []
    return (lines[0]["quantity"] or 0) if len(lines) == 1 else 0


def _promotion_code(session: Answer) -> str:
    for discount in session.get("discounts") or []:
        code = discount.get("promotion_code")
        if code:
            return str(code["code"] if isinstance(code, dict) else code)
    return ""


def parse_balance_transaction(answer: Any) -> BalanceTransaction | None:
    """None while Stripe does not know it yet: it appears a moment after the payment."""
    if not isinstance(answer, dict):
        return None
    return BalanceTransaction(
        stripe_id=answer["id"],
        kind=answer["type"],
        source_id=_id_of(answer["source"]),
        amount_cents=answer["amount"],
        fee_cents=answer["fee"],
        net_cents=answer["net"],
        currency=answer["currency"],
        created=answer["created"],
    )


def parse_refund(answer: Answer) -> RefundSnapshot:
    transactions = (answer.get("balance_transaction"), answer.get("failure_balance_transaction"))
    return RefundSnapshot(
        stripe_id=answer["id"],
        amount_cents=answer["amount"],
        currency=answer["currency"],
        status=answer["status"] or "pending",
        payment_intent_id=_id_of(answer.get("payment_intent")),
        refund_reference=(answer.get("metadata") or {}).get("refund_id", ""),
        reason=answer.get("reason") or "",
        failure_reason=answer.get("failure_reason") or "",
        balance_transactions=_parse_all(transactions),
    )


def parse_dispute(answer: Answer) -> DisputeSnapshot:
    details = answer.get("evidence_details") or {}
    return DisputeSnapshot(
        stripe_id=answer["id"],
        charge_id=_id_of(answer["charge"]),
        payment_intent_id=_id_of(answer.get("payment_intent")),
        amount_cents=answer["amount"],
        currency=answer["currency"],
        reason=answer["reason"] or "",
        status=answer["status"],
        created=answer["created"],
        due=details.get("due_by"),
        is_charge_refundable=bool(answer.get("is_charge_refundable")),
        has_evidence=bool(details.get("has_evidence")),
        submissions=details.get("submission_count") or 0,
        balance_transactions=_parse_all(answer.get("balance_transactions") or ()),
    )


def parse_promotion_code(answer: Answer) -> PromotionCode:
    coupon = (answer.get("promotion") or {}).get("coupon") or {}
    return PromotionCode(
        stripe_id=answer["id"],
        code=answer["code"],
        percent_off=coupon.get("percent_off") or 0,
        amount_off_cents=coupon.get("amount_off") or 0,
        times_redeemed=answer["times_redeemed"],
        max_redemptions=answer.get("max_redemptions") or 0,
        expires_at=answer.get("expires_at") or 0,
        is_active=answer["active"],
    )


def _parse_all(answers: Any) -> tuple[BalanceTransaction, ...]:
    return tuple(parsed for parsed in map(parse_balance_transaction, answers) if parsed)


def _id_of(value: Any) -> str:
    """The id, whether the thing was expanded or not."""
    return str(value["id"]) if isinstance(value, dict) else str(value or "")
