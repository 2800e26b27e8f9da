"""What may happen to an order. No clock, no database, no Stripe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Offer:
    """What is sold. `amount_cents` once, in `currency` (ISO, lower case as Stripe writes it)."""

    name: str
    description: str
    amount_cents: int
    currency: str
    refund_days: int


# The one truth for the price: pages show it, an order freezes it, settling checks it.
OFFER = Offer("CareerCanopy plan", "A plan built from your answers. Paid once.", 7900, "usd", 30)


# What stands in the place of an address once its account was deleted.
DELETED_ADDRESS = "deleted"


class State(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"  # a bank debit that has not arrived yet: no access
    PAID = "paid"
    REFUNDED = "refunded"  # in full: access has ended; a part given back leaves it
    NEEDS_REVIEW = "needs_review"  # the amount, currency or mode does not match: no access, a person looks


class Fact(StrEnum):
    PAID_IN_FULL = "paid_in_full"
    REFUNDED_IN_FULL = "refunded_in_full"
    STARTED = "started"
    FAILED = "failed"
    MISMATCH = "mismatch"
    NOTHING = "nothing"  # open, or run out: the order stays payable


NEXT: dict[tuple[State, Fact], State] = {
    (State.PENDING, Fact.STARTED): State.PROCESSING,
    (State.PENDING, Fact.PAID_IN_FULL): State.PAID,
    (State.PENDING, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.PENDING, Fact.MISMATCH): State.NEEDS_REVIEW,
    (State.PROCESSING, Fact.PAID_IN_FULL): State.PAID,
    (State.PROCESSING, Fact.FAILED): State.PENDING,
    (State.PROCESSING, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.PROCESSING, Fact.MISMATCH): State.NEEDS_REVIEW,
    (State.PAID, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.NEEDS_REVIEW, Fact.REFUNDED_IN_FULL): State.REFUNDED,
}


def after(state: State, fact: Fact) -> State:
    """The state that follows, or the same one if the fact is old news."""
    return NEXT.get((state, fact), state)


class AttemptState(StrEnum):
    """One attempt to pay. CREATING also means: Stripe was asked and the answer was lost."""

    CREATING = "creating"
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"
    FAILED = "failed"


LIVE_ATTEMPTS = (AttemptState.CREATING, AttemptState.OPEN)


@dataclass(frozen=True, slots=True)
class CheckoutSeen:
    """A Checkout Session as Stripe has it now. Amounts in cents; `status` open, complete or expired;
    `payment_status` paid, unpaid or no_payment_required."""

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
    receipt_url: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the order froze when it was made."""

    amount_cents: int
    currency: str
    livemode: bool


def mismatch(seen: CheckoutSeen, expected: Expected) -> str | None:
    """What does not agree between the session and the order, in words, or None."""
    faults = []
    if seen.amount_subtotal != expected.amount_cents:
        faults.append(f"the amount is {seen.amount_subtotal} and should be {expected.amount_cents}")
    if seen.payment_status == "paid" and seen.amount_total != expected.amount_cents:
        faults.append(f"the total is {seen.amount_total} and should be {expected.amount_cents}")
    if seen.currency != expected.currency:
        faults.append(f"the currency is {seen.currency} and should be {expected.currency}")
    if seen.livemode != expected.livemode:
        faults.append("it was made in the other mode of Stripe")
    return "; ".join(faults) or None


def fact_of(seen: CheckoutSeen, expected: Expected) -> Fact:
    """What the session says about its order."""
    if seen.status != "complete":
        return Fact.NOTHING
    if seen.amount_total and seen.amount_refunded >= seen.amount_total:
        return Fact.REFUNDED_IN_FULL
    if mismatch(seen, expected):
        return Fact.MISMATCH
    if seen.payment_status in ("paid", "no_payment_required"):
        return Fact.PAID_IN_FULL
    return Fact.FAILED if seen.payment_failed else Fact.STARTED


def gives_access(state: State) -> bool:
    return state is State.PAID
