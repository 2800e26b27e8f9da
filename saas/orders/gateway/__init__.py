"""Stripe, behind a few methods. The only room that speaks to it; the local sandbox differs by settings alone.

Stripe's API version is the one the SDK pins. Every POST carries our own idempotency key. What comes back leaves as the
shapes of `rules.seen`, never as one of the SDK's objects.
"""

from __future__ import annotations

from saas.orders.gateway.asking import DOWN, StripeBroke, StripeBusy, StripeRefused, StripeUnavailable
from saas.orders.gateway.calls import Code, Gateway, NewCode, OpenedCheckout
from saas.orders.gateway.stripe import StripeGateway

__all__ = [
    "DOWN",
    "Code",
    "Gateway",
    "NewCode",
    "OpenedCheckout",
    "StripeBroke",
    "StripeBusy",
    "StripeGateway",
    "StripeRefused",
    "StripeUnavailable",
]
