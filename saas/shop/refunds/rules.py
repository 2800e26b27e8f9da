"""The states of a refund, how much can be refunded, and until when. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from saas.shop.orders.offer import OFFER


class RefundState(StrEnum):
    REQUESTED = "requested"  # the customer asked; staff decide
    DECLINED = "declined"
    SUBMITTED = "submitted"  # decided and written down; Stripe is being asked, or its answer was lost
    PENDING = "pending"  # Stripe accepted it and has not sent it yet
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # refused by Stripe, or sent back by the bank, even after it had succeeded
    CANCELED = "canceled"


class RefundSource(StrEnum):
    """Who began it."""

    CUSTOMER = "customer"
    STAFF = "staff"
    STRIPE = "stripe"  # in Stripe's dashboard
    AUTOMATIC = "house"  # this program: a second payment for the same order


class RefundReason(StrEnum):
    """Stripe's three. Fraudulent also blocks the card and the address at Stripe, so it is never a default."""

    REQUESTED = "requested_by_customer"
    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"


_STRIPE_STATES = (
    RefundState.PENDING,
    RefundState.REQUIRES_ACTION,
    RefundState.SUCCEEDED,
    RefundState.FAILED,
    RefundState.CANCELED,
)
TRANSITIONS: dict[RefundState, tuple[RefundState, ...]] = {
    RefundState.REQUESTED: (RefundState.SUBMITTED, RefundState.DECLINED, RefundState.CANCELED),
    RefundState.SUBMITTED: _STRIPE_STATES,
    RefundState.PENDING: _STRIPE_STATES[1:],
    RefundState.REQUIRES_ACTION: (RefundState.PENDING, *_STRIPE_STATES[2:]),
    RefundState.SUCCEEDED: (RefundState.FAILED,),
}
# Over without money moving: what it reserved can be refunded again. Every other state reserves its amount, also while it
# is only requested.
VOID_STATES = (RefundState.DECLINED, RefundState.FAILED, RefundState.CANCELED)
# What a buyer can count as going back.
RETURNED_STATES = (RefundState.PENDING, RefundState.REQUIRES_ACTION, RefundState.SUCCEEDED)


def can_transition(state: RefundState, to: RefundState) -> bool:
    """Whether `to` is news. An older report, or one we know, is not."""
    return to in TRANSITIONS.get(state, ())


def state_from_stripe(status: str) -> RefundState:
    """Stripe's word for a refund as ours. An unknown word leaves it pending rather than lost."""
    return RefundState(status) if status in {str(state) for state in _STRIPE_STATES} else RefundState.PENDING


def remaining_cents(paid_cents: int, reserved_cents: int) -> int:
    """What can still be refunded of one payment; never below zero."""
    return max(0, paid_cents - reserved_cents)


def last_refund_day(paid_on: date) -> date:
    """The last calendar day on which a buyer can ask for a refund without a reason."""
    return paid_on + timedelta(days=OFFER.refund_days)


def deletion_day(ended_on: date) -> date:
    """The day on which what was written is deleted, after a full refund or chargeback on `ended_on`."""
    return ended_on + timedelta(days=OFFER.kept_days)
