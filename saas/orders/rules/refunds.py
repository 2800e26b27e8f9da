"""A refund: money on its way back, from the wish to the bank's last word."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from saas.orders.rules.offer import OFFER


class RefundState(StrEnum):
    REQUESTED = "requested"  # the customer asked; staff decide
    DECLINED = "declined"
    SUBMITTED = "submitted"  # decided and written down; Stripe is being asked, or its answer was lost
    PENDING = "pending"  # Stripe took it on and has not sent it yet
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # refused by Stripe, or sent back by the bank, even after it had succeeded
    CANCELED = "canceled"


class Source(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    STRIPE = "stripe"  # begun in Stripe's dashboard
    HOUSE = "house"  # by ourselves: a second payment for the same order


class Reason(StrEnum):
    """Stripe's three. Fraudulent also blocks the card and the address at Stripe, so it is never a default."""

    REQUESTED = "requested_by_customer"
    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"


_SENT = (
    RefundState.PENDING,
    RefundState.REQUIRES_ACTION,
    RefundState.SUCCEEDED,
    RefundState.FAILED,
    RefundState.CANCELED,
)
NEXT: dict[RefundState, tuple[RefundState, ...]] = {
    RefundState.REQUESTED: (RefundState.SUBMITTED, RefundState.DECLINED, RefundState.CANCELED),
    RefundState.SUBMITTED: _SENT,
    RefundState.PENDING: _SENT[1:],
    RefundState.REQUIRES_ACTION: (RefundState.PENDING, *_SENT[2:]),
    RefundState.SUCCEEDED: (RefundState.FAILED,),
}  # fmt: skip
# Given up: what it held is free again. Everything else counts as spoken for, also while it is only asked for.
VOID = (RefundState.DECLINED, RefundState.FAILED, RefundState.CANCELED)
# What a buyer can count as going back.
RETURNED = (RefundState.PENDING, RefundState.REQUIRES_ACTION, RefundState.SUCCEEDED)


def moves(state: RefundState, to: RefundState) -> bool:
    """Whether `to` is news. An older report, or one we know, is not."""
    return to in NEXT.get(state, ())


def state_of(status: str) -> RefundState:
    """Stripe's word for a refund as ours. A word we do not know leaves it pending rather than lost."""
    return RefundState(status) if status in {str(one) for one in _SENT} else RefundState.PENDING


def refundable(paid_cents: int, spoken_for_cents: int) -> int:
    """What may still go back of one payment; never below zero."""
    return max(0, paid_cents - spoken_for_cents)


def last_day(paid_on: date) -> date:
    """The last calendar day on which a buyer may ask for the money without a reason."""
    return paid_on + timedelta(days=OFFER.refund_days)


def forgotten_on(ended_on: date) -> date:
    """The day on which what was written is deleted, once the money has gone back in full."""
    return ended_on + timedelta(days=OFFER.kept_days)
