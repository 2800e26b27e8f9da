"""Creating and switching promotion codes, which Stripe alone keeps, each with its row in the log of staff acts."""

from __future__ import annotations

import structlog
from sqlalchemy.orm import Session

from saas.accounts.events.actions import record_event
from saas.kernel.db import transaction
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.snapshots import NewPromotionCode

log = structlog.get_logger()


def create_code(session: Session, client: StripeClient, new_code: NewPromotionCode, key: str) -> None:
    """`key` makes a second request the same one. Raises StripeRefused, StripeServerError or Unavailable, and then nothing
    is recorded."""
    client.create_promotion_code(new_code, key)
    after = {
        "percent_off": new_code.percent_off,
        "amount_off_cents": new_code.amount_off_cents,
        "max_uses": new_code.max_redemptions,
    }
    with transaction(session):
        record_event(session, "code_created", subject=new_code.code, after=after)
    log.info("promotion code created", code=new_code.code)


def switch_code(session: Session, client: StripeClient, code_id: str, *, is_active: bool) -> None:
    """Raises StripeRefused or Unavailable, and then nothing is recorded."""
    client.switch_promotion_code(code_id, is_active=is_active)
    with transaction(session):
        record_event(session, "code_switched", subject=code_id, after={"is_active": is_active})
    log.info("promotion code switched", code_id=code_id, is_active=is_active)
