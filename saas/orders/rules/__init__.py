"""What may happen to money, decided without a clock, a database or Stripe.

One idea to a room: the offer · what Stripe shows (`seen`) · the states of an order · of a refund · of a dispute · how much
may go back · who a seat belongs to. Every state moves by a table, `after(state, fact)`; old news changes nothing.
"""

from __future__ import annotations

from saas.orders.rules.offer import DELETED_ADDRESS, OFFER, Kind
from saas.orders.rules.seen import CheckoutSeen, DisputeSeen, EntrySeen, Expected, RefundSeen, mismatch
from saas.orders.rules.states import LIVE_ATTEMPTS, AttemptState, Fact, State, after, fact_of, gives_access

__all__ = [
    "DELETED_ADDRESS",
    "LIVE_ATTEMPTS",
    "OFFER",
    "AttemptState",
    "CheckoutSeen",
    "DisputeSeen",
    "EntrySeen",
    "Expected",
    "Fact",
    "Kind",
    "RefundSeen",
    "State",
    "after",
    "fact_of",
    "gives_access",
    "mismatch",
]
