"""The verbs of the shop. Each is one transaction; calls to Stripe stand between transactions, never inside one.

paying: open Stripe's page, give an order up · settling: what a session says, done to its order · booking: the ledger ·
refunding · disputing · giving: seats and their links · alerting: what needs a person.
"""

from __future__ import annotations

from saas.orders.actions.alerting import alert, raise_alert, settle_alert
from saas.orders.actions.disputing import Closed, accept_dispute, send_evidence
from saas.orders.actions.giving import claim, follow_order, give_seat, renew_gift_link
from saas.orders.actions.paying import AlreadyPaid, Extras, OnItsWay, UnderReview, cancel, start_checkout
from saas.orders.actions.refunding import (
    Contested,
    Moved,
    TooMuch,
    approve,
    decline,
    refund,
    refund_duplicate,
    request_refund,
    submit_refund,
    withdraw,
)
from saas.orders.actions.settling import apply, settle
from saas.orders.actions.visiting import note_day

__all__ = [
    "AlreadyPaid",
    "Closed",
    "Contested",
    "Extras",
    "Moved",
    "OnItsWay",
    "TooMuch",
    "UnderReview",
    "accept_dispute",
    "alert",
    "apply",
    "approve",
    "cancel",
    "claim",
    "decline",
    "follow_order",
    "give_seat",
    "note_day",
    "raise_alert",
    "refund",
    "refund_duplicate",
    "renew_gift_link",
    "request_refund",
    "send_evidence",
    "settle",
    "settle_alert",
    "start_checkout",
    "submit_refund",
    "withdraw",
]
