"""The states of an order and of one attempt to pay it, and what a Checkout Session says about them. Pure.

States move only by the table: `next_state(state, fact)`. A fact that does not fit the state is old news and changes
nothing, so the same snapshot can be applied any number of times.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from saas.shop.orders.offer import Kind, allowed_quantities
from saas.shop.stripe.snapshots import CheckoutSnapshot


class OrderState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"  # a bank debit that has not arrived yet: no access
    PAID = "paid"
    CANCELED = "canceled"  # by the buyer, before anything was paid
    DISPUTED = "disputed"  # the buyer's bank is asking: access is suspended until it has decided
    REFUNDED = "refunded"  # in full: access has ended; a partial refund leaves the order paid
    CHARGED_BACK = "charged_back"  # the bank took the money back: access has ended
    NEEDS_REVIEW = "needs_review"  # what arrived does not match, or came too late: no access, staff decide


class Fact(StrEnum):
    """Something that was learned about an order."""

    PAID_IN_FULL = "paid_in_full"
    REFUNDED_IN_FULL = "refunded_in_full"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    STARTED = "started"
    FAILED = "failed"
    CANCELED = "canceled"
    MISMATCH = "mismatch"
    NOTHING = "nothing"  # the session is open or expired: the order can still be paid


TRANSITIONS: dict[tuple[OrderState, Fact], OrderState] = {
    (OrderState.PENDING, Fact.STARTED): OrderState.PROCESSING,
    (OrderState.PENDING, Fact.PAID_IN_FULL): OrderState.PAID,
    (OrderState.PENDING, Fact.MISMATCH): OrderState.NEEDS_REVIEW,
    (OrderState.PENDING, Fact.CANCELED): OrderState.CANCELED,
    (OrderState.PROCESSING, Fact.PAID_IN_FULL): OrderState.PAID,
    (OrderState.PROCESSING, Fact.FAILED): OrderState.PENDING,
    (OrderState.PROCESSING, Fact.MISMATCH): OrderState.NEEDS_REVIEW,
    (OrderState.PAID, Fact.REFUNDED_IN_FULL): OrderState.REFUNDED,
    (OrderState.PAID, Fact.DISPUTED): OrderState.DISPUTED,
    (OrderState.PAID, Fact.DISPUTE_LOST): OrderState.CHARGED_BACK,
    (OrderState.DISPUTED, Fact.DISPUTE_WON): OrderState.PAID,
    (OrderState.DISPUTED, Fact.DISPUTE_LOST): OrderState.CHARGED_BACK,
    (OrderState.DISPUTED, Fact.REFUNDED_IN_FULL): OrderState.REFUNDED,
    (OrderState.CHARGED_BACK, Fact.DISPUTE_WON): OrderState.PAID,  # on appeal
    # Money that arrives for a canceled order opens nothing by itself; staff decide.
    (OrderState.CANCELED, Fact.PAID_IN_FULL): OrderState.NEEDS_REVIEW,
    (OrderState.CANCELED, Fact.STARTED): OrderState.NEEDS_REVIEW,
    (OrderState.CANCELED, Fact.MISMATCH): OrderState.NEEDS_REVIEW,
    (OrderState.NEEDS_REVIEW, Fact.REFUNDED_IN_FULL): OrderState.REFUNDED,
    (OrderState.NEEDS_REVIEW, Fact.DISPUTE_LOST): OrderState.CHARGED_BACK,
}


def next_state(state: OrderState, fact: Fact) -> OrderState:
    """The state that follows, or the same one if the fact is old news."""
    return TRANSITIONS.get((state, fact), state)


# The order can still be paid, or its money is on the way.
OPEN_STATES = (OrderState.PENDING, OrderState.PROCESSING)
# The money has gone back or was taken back: what the buyer wrote is kept for a while, then deleted.
ENDED_STATES = (OrderState.REFUNDED, OrderState.CHARGED_BACK)


def gives_access(state: OrderState) -> bool:
    return state is OrderState.PAID


class AttemptState(StrEnum):
    """One attempt to pay. CREATING also covers a lost answer: Stripe was asked, and nobody knows what it did."""

    CREATING = "creating"
    OPEN = "open"
    COMPLETE = "complete"
    BOUNCED = "bounced"  # complete, and then the bank did not pay: nothing more comes of it
    EXPIRED = "expired"
    FAILED = "failed"


LIVE_ATTEMPTS = (AttemptState.CREATING, AttemptState.OPEN)


@dataclass(frozen=True, slots=True)
class ExpectedCheckout:
    """What the order froze when it was made: the price of one plan, the currency, Stripe's mode and what is bought."""

    unit_cents: int
    currency: str
    livemode: bool
    kind: Kind = Kind.SELF


def find_mismatch(snapshot: CheckoutSnapshot, expected: ExpectedCheckout) -> str | None:
    """What differs between the session and the order, in words; None if they agree.

    Stripe works out the discount and the tax from our own codes; what they are applied to is checked here.
    """
    subtotal = expected.unit_cents * snapshot.quantity
    total = snapshot.amount_subtotal - snapshot.amount_discount + snapshot.amount_tax
    differences = []
    if snapshot.quantity not in allowed_quantities(expected.kind):
        differences.append(f"the quantity is {snapshot.quantity}")
    if snapshot.amount_subtotal != subtotal:
        differences.append(f"the amount is {snapshot.amount_subtotal} and should be {subtotal}")
    if snapshot.payment_status == "paid" and snapshot.amount_total != total:
        differences.append(f"the total is {snapshot.amount_total} and should be {total}")
    if snapshot.currency != expected.currency:
        differences.append(f"the currency is {snapshot.currency} and should be {expected.currency}")
    if snapshot.livemode != expected.livemode:
        differences.append("it was made in the other mode of Stripe")
    return "; ".join(differences) or None


def checkout_fact(snapshot: CheckoutSnapshot, expected: ExpectedCheckout) -> Fact:
    """What the session says about its order, before refunds and disputes are counted."""
    if snapshot.status != "complete":
        return Fact.NOTHING
    if find_mismatch(snapshot, expected):
        return Fact.MISMATCH
    if snapshot.payment_status in ("paid", "no_payment_required"):
        return Fact.PAID_IN_FULL
    return Fact.FAILED if snapshot.payment_failed else Fact.STARTED
