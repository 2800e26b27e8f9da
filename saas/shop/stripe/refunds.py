"""Send a refund to Stripe. Its row was written before, with the parameters and the idempotency key."""

from __future__ import annotations

import json
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.shop.refunds.actions import get_refund, transition_refund
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RefundState
from saas.shop.stripe.client import StripeClient, StripeRefused, StripeServerError
from saas.shop.stripe.sync import refresh_order

log = structlog.get_logger()
# Stripe forgets a key after 24 hours, and then the same parameters are another refund: from here on it is looked up first.
KEY_LIFETIME = timedelta(hours=20)


def submit_refund(session: Session, client: StripeClient, refund_id: str) -> None:
    """Ask Stripe with exactly what was stored; called again it asks for the same refund. A lost answer raises
    StripeUnavailable and leaves the refund to be submitted once more."""
    refund = get_refund(session, refund_id)
    if refund.state == RefundState.SUBMITTED and refund.decided_at and refund.decided_at < clock.now() - KEY_LIFETIME:
        refresh_order(session, client, refund.payment.session_id, with_all_changes=True)
    if refund.state != RefundState.SUBMITTED:
        return
    try:
        client.create_refund(json.loads(refund.parameters), refund.idempotency_key)
    except StripeServerError:
        _use_new_key_if_missing(session, client, refund)
        raise
    except StripeRefused as refusal:
        _mark_refused(session, refund.public_id, refusal.code)
        return
    refresh_order(session, client, refund.payment.session_id, with_all_changes=True)


def _use_new_key_if_missing(session: Session, client: StripeClient, refund: Refund) -> None:
    """After a definite 500 nobody knows what happened, and the key answers 500 forever: look the refund up at Stripe, and
    if it is not there, the next try uses another key."""
    refresh_order(session, client, refund.payment.session_id, with_all_changes=True)
    with transaction(session):
        if refund.state == RefundState.SUBMITTED:
            refund.tries += 1


def _mark_refused(session: Session, refund_id: str, code: str) -> None:
    log.error("stripe refused a refund", refund=refund_id, code=code)
    with transaction(session):
        refund = get_refund(session, refund_id, lock=True)
        refund.failure = code
        transition_refund(session, refund, RefundState.FAILED, refund.order)
