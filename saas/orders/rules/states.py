"""The states of an order and of an attempt to pay it."""

from __future__ import annotations

from enum import StrEnum

from saas.orders.rules.seen import CheckoutSeen, Expected, mismatch


class State(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"  # a bank debit that has not arrived yet: no access
    PAID = "paid"
    CANCELED = "canceled"  # given up by the buyer before anything was paid
    DISPUTED = "disputed"  # the buyer's bank is asking: access rests until it has decided
    REFUNDED = "refunded"  # in full: access has ended; a part given back leaves it
    CHARGED_BACK = "charged_back"  # the bank took the money back: access has ended
    NEEDS_REVIEW = "needs_review"  # what arrived does not fit, or came too late: no access, a person looks


class Fact(StrEnum):
    PAID_IN_FULL = "paid_in_full"
    REFUNDED_IN_FULL = "refunded_in_full"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    STARTED = "started"
    FAILED = "failed"
    CANCELED = "canceled"
    MISMATCH = "mismatch"
    NOTHING = "nothing"  # open, or run out: the order stays payable


NEXT: dict[tuple[State, Fact], State] = {
    (State.PENDING, Fact.STARTED): State.PROCESSING,
    (State.PENDING, Fact.PAID_IN_FULL): State.PAID,
    (State.PENDING, Fact.MISMATCH): State.NEEDS_REVIEW,
    (State.PENDING, Fact.CANCELED): State.CANCELED,
    (State.PROCESSING, Fact.PAID_IN_FULL): State.PAID,
    (State.PROCESSING, Fact.FAILED): State.PENDING,
    (State.PROCESSING, Fact.MISMATCH): State.NEEDS_REVIEW,
    (State.PAID, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.PAID, Fact.DISPUTED): State.DISPUTED,
    (State.PAID, Fact.DISPUTE_LOST): State.CHARGED_BACK,
    (State.DISPUTED, Fact.DISPUTE_WON): State.PAID,
    (State.DISPUTED, Fact.DISPUTE_LOST): State.CHARGED_BACK,
    (State.DISPUTED, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.CHARGED_BACK, Fact.DISPUTE_WON): State.PAID,  # on appeal
    # Money that arrives for what was given up opens nothing by itself; a person decides.
    (State.CANCELED, Fact.PAID_IN_FULL): State.NEEDS_REVIEW,
    (State.CANCELED, Fact.STARTED): State.NEEDS_REVIEW,
    (State.CANCELED, Fact.MISMATCH): State.NEEDS_REVIEW,
    (State.NEEDS_REVIEW, Fact.REFUNDED_IN_FULL): State.REFUNDED,
    (State.NEEDS_REVIEW, Fact.DISPUTE_LOST): State.CHARGED_BACK,
}


def after(state: State, fact: Fact) -> State:
    """The state that follows, or the same one if the fact is old news."""
    return NEXT.get((state, fact), state)


OPEN = (State.PENDING, State.PROCESSING)
# The money has gone back, or was taken back: what was written is kept for a while, then deleted.
ENDED = (State.REFUNDED, State.CHARGED_BACK)


def gives_access(state: State) -> bool:
    return state is State.PAID


class AttemptState(StrEnum):
    """One attempt to pay. CREATING also means: Stripe was asked and the answer was lost."""

    CREATING = "creating"
    OPEN = "open"
    COMPLETE = "complete"
    BOUNCED = "bounced"  # complete, and then the bank did not pay: nothing more comes of it
    EXPIRED = "expired"
    FAILED = "failed"


LIVE_ATTEMPTS = (AttemptState.CREATING, AttemptState.OPEN)


def fact_of(seen: CheckoutSeen, expected: Expected) -> Fact:
    """What the session says about its order, before refunds and disputes are counted."""
    if seen.status != "complete":
        return Fact.NOTHING
    if mismatch(seen, expected):
        return Fact.MISMATCH
    if seen.payment_status in ("paid", "no_payment_required"):
        return Fact.PAID_IN_FULL
    return Fact.FAILED if seen.payment_failed else Fact.STARTED
