"""Answer a dispute at Stripe: save evidence as a draft, submit it to the bank, or accept the dispute."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from saas.accounts.events.actions import record_event
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal, Unavailable
from saas.kernel.ids import new_public_id
from saas.shop.disputes import rules
from saas.shop.disputes.models import Dispute
from saas.shop.orders.queries import lock_order
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.sync import refresh_order

# Stripe takes no empty text, so this replaces what an earlier draft said and was taken back.
EMPTY_TEXT = "Not given."


class DisputeClosed(Refusal):
    """The bank has decided, or has our answer, or only asks: this cannot be sent."""


class EvidenceMissing(Refusal):
    """The bank takes one answer, so an empty one is not submitted."""

    status = 422


def send_evidence(
    session: Session, client: StripeClient, dispute_id: str, evidence: dict[str, str], *, submit: bool, by: str
) -> Dispute:
    """Store what staff wrote and hand it to Stripe: as a draft or, with `submit`, to the bank, which takes one answer.

    Two staff members who submit at once: the first one's transaction marks the dispute as answered, so the second is
    refused before Stripe is asked. Raises NotFound, DisputeClosed, EvidenceMissing, or Unavailable with the evidence
    stored and the mark taken back. A process that dies in between leaves the mark to the sweep, which asks Stripe how the dispute stands.
    """
    if submit and not any(evidence.values()):
        raise EvidenceMissing("There is nothing to send yet: every field is empty.")
    with transaction(session):
        dispute = _lock_open_dispute(session, dispute_id)
        status, earlier = dispute.status, json.loads(dispute.evidence) if dispute.evidence else {}
        dispute.evidence, dispute.handled_by = json.dumps(evidence), by
        if submit:
            dispute.status = rules.submitted_status(status)
        _record_staff_act(session, "evidence_sent" if submit else "evidence_saved", dispute, before=status)
    texts = {name: text or EMPTY_TEXT for name, text in evidence.items() if text or earlier.get(name)}
    key = f"evidence:{dispute.public_id}:{new_public_id()}"
    try:
        client.update_dispute(dispute.stripe_id, {"evidence": texts, "submit": submit}, key)
    except (NotFound, Unavailable):
        with transaction(session):
            if submit and dispute.status == rules.submitted_status(status):
                dispute.status = status
            _record_staff_act(session, "evidence_not_taken", dispute, before=status)
        raise
    refresh_order(session, client, dispute.payment.session_id, with_all_changes=True)
    return dispute


def accept_dispute(session: Session, client: StripeClient, dispute_id: str, *, by: str) -> Dispute:
    """Leave the money to the buyer. There is no way back. Pressed twice, Stripe is asked under the same key. Raises
    NotFound, DisputeClosed or Unavailable."""
    with transaction(session):
        dispute = _lock_open_dispute(session, dispute_id)
        if rules.is_inquiry(dispute.status):
            raise DisputeClosed(
                "An inquiry moves no money, so there is nothing to accept. Answer it, or send a refund."
            )
    client.close_dispute(dispute.stripe_id)
    with transaction(session):
        dispute.handled_by = by
        _record_staff_act(session, "dispute_accepted", dispute, before=dispute.status)
    refresh_order(session, client, dispute.payment.session_id, with_all_changes=True)
    return dispute


def _record_staff_act(session: Session, kind: str, dispute: Dispute, *, before: str) -> None:
    """Into the log of staff acts. What was written for the bank stays out of it."""
    record_event(
        session,
        kind,
        account_id=dispute.account_id,
        subject=dispute.public_id,
        before={"status": before},
        after={"status": dispute.status},
    )


def _lock_open_dispute(session: Session, dispute_id: str) -> Dispute:
    """As it is now, with its payment; its order is locked until the transaction ends, as every sync locks it."""
    query = select(Dispute).where(Dispute.public_id == dispute_id)
    query = query.options(joinedload(Dispute.order), joinedload(Dispute.payment))
    query = query.execution_options(populate_existing=True)
    dispute = session.scalar(query)
    if dispute is None:
        raise NotFound("There is no such dispute.")
    lock_order(session, dispute.order.public_id)
    dispute = session.scalars(query).one()
    if rules.is_over(dispute.status):
        raise DisputeClosed("The bank has decided this dispute, so nothing can be sent any more.")
    if rules.is_with_bank(dispute.status):
        raise DisputeClosed("This was submitted, and the bank is reading it. It takes one answer.")
    return dispute
