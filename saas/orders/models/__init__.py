"""The shop's tables. Orders, payments, refunds, disputes, seats and ledger belong to an account; Stripe's events, alerts,
sweeps and reconciliations are the house's own."""

from __future__ import annotations

from saas.orders.models.disputes import Dispute
from saas.orders.models.inbox import Alert, StripeEvent, Sweep
from saas.orders.models.ledger import LedgerEntry, Reconciliation
from saas.orders.models.orders import Checkout, Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.models.seats import AccessDay, Claim, Seat

__all__ = [
    "AccessDay",
    "Alert",
    "Checkout",
    "Claim",
    "Dispute",
    "LedgerEntry",
    "Order",
    "Payment",
    "Reconciliation",
    "Refund",
    "Seat",
    "StripeEvent",
    "Sweep",
]
