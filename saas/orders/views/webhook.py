"""The address where Stripe calls."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from saas.kernel.tenancy import unscoped
from saas.orders.actions.alerting import alert
from saas.orders.inbox.receiving import Unreadable, receive, verified
from saas.orders.views.doors import door, settings
from saas.web.security import csrf, limiter
from saas.web.session import engine


@door.post("/webhooks/stripe")
@csrf.exempt
@limiter.exempt
def webhook() -> ResponseReturnValue:
    """The raw bytes are what was signed, so they are read before anything parses them."""
    payload = request.get_data(cache=False)
    config = settings()
    with unscoped(engine(), "webhook: an event names a payment, not an account") as session:
        try:
            event = verified(payload, request.headers.get("Stripe-Signature", ""), config.webhook_secrets)
        except Unreadable as refusal:
            alert(session, "webhook:unreadable", f"Stripe sends what this shop cannot read: {refusal.sentence}")
            raise
        outcome = receive(session, event, livemode=config.stripe_livemode, account_id=config.stripe_account_id)
    return {"outcome": outcome}, 200
