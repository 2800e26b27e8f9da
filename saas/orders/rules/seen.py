"""What Stripe shows when asked. Amounts are cents, moments seconds since 1970; statuses are Stripe's own open words."""

from __future__ import annotations

from dataclasses import dataclass, field

from saas.orders.rules.offer import Kind, quantities


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """A balance transaction: what one thing did to our balance at Stripe. `amount_cents` and `net_cents` are signed;
    `kind` is Stripe's type (charge, payment, refund, refund_failure, adjustment …)."""

    stripe_id: str
    kind: str
    source_id: str
    amount_cents: int
    fee_cents: int
    net_cents: int
    currency: str
    created: int


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """`refund_reference` is the id of our own row, or empty where the refund was begun in Stripe's dashboard."""

    stripe_id: str
    amount_cents: int
    currency: str
    status: str
    payment_intent_id: str
    refund_reference: str = ""
    reason: str = ""
    failure_reason: str = ""
    entries: tuple[EntrySeen, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """`entries` are what it took from our balance and gave back. `due` is when evidence must have arrived, or None."""

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
    entries: tuple[EntrySeen, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckoutSeen:
    """A Checkout Session as Stripe has it now, with all that became of its payment. `status` open, complete or expired;
    `payment_status` paid, unpaid or no_payment_required. The subtotal is before discount and tax. `asked_at` is when the
    reading began, in epoch seconds: a reading that began before another one was kept may tell old news."""

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
    entry: EntrySeen | None = None
    refunds: tuple[RefundSeen, ...] = ()
    disputes: tuple[DisputeSeen, ...] = ()
    asked_at: float = field(default=0.0, compare=False)

    @property
    def has_money(self) -> bool:
        """Whether a charge succeeded. Where nothing was due there is none."""
        return self.status == "complete" and self.payment_status == "paid"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the order froze when it was made: the price of one plan, and how many there may be."""

    unit_cents: int
    currency: str
    livemode: bool
    kind: Kind = Kind.SELF


def mismatch(seen: CheckoutSeen, expected: Expected) -> str | None:
    """What does not agree between the session and the order, in words, or None.

    A discount and tax are Stripe's to work out from our own codes; what they are applied to is checked here."""
    subtotal = expected.unit_cents * seen.quantity
    total = seen.amount_subtotal - seen.amount_discount + seen.amount_tax
    faults = []
    if seen.quantity not in quantities(expected.kind):
        faults.append(f"the quantity is {seen.quantity}")
    if seen.amount_subtotal != subtotal:
        faults.append(f"the amount is {seen.amount_subtotal} and should be {subtotal}")
    if seen.payment_status == "paid" and seen.amount_total != total:
        faults.append(f"the total is {seen.amount_total} and should be {total}")
    if seen.currency != expected.currency:
        faults.append(f"the currency is {seen.currency} and should be {expected.currency}")
    if seen.livemode != expected.livemode:
        faults.append("it was made in the other mode of Stripe")
    return "; ".join(faults) or None
