"""What staff answer to a dispute."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_public_id
from saas.orders.actions.settling import look
from saas.orders.gateway.calls import Gateway
from saas.orders.models.disputes import Dispute
from saas.orders.rules import disputes as rules

# Stripe takes no empty text, so this stands where an earlier draft said something that was taken back.
UNSAID = "Not given."


class Closed(Refusal):
    """The bank has decided; nothing can be sent any more."""


def send_evidence(
    session: Session, gateway: Gateway, dispute_id: str, evidence: dict[str, str], *, submit: bool, by: str
) -> Dispute:
    """Keep what staff wrote and hand it to Stripe, as a draft or, with `submit`, to the bank: that is once for good.
    Raises Closed, Missing, StripeUnavailable, StripeRefused; what was written is kept in every case but the first."""
    case, session_id = _open_case(session, dispute_id)
    if rules.is_with_bank(case.status):
        raise Closed("This was submitted, and the bank is reading it. It takes one answer.")
    before = json.loads(case.evidence) if case.evidence else {}
    with transaction(session):
        case.evidence, case.handled_by = json.dumps(evidence), by
    said = {name: words or UNSAID for name, words in evidence.items() if words or before.get(name)}
    wanted = {"evidence": said, "submit": submit}
    gateway.send_evidence(case.stripe_id, wanted, f"evidence:{case.public_id}:{new_public_id()}")
    look(session, gateway, session_id)
    return case


def accept_dispute(session: Session, gateway: Gateway, dispute_id: str, *, by: str) -> Dispute:
    """Leave the money to the buyer. There is no way back."""
    case, session_id = _open_case(session, dispute_id)
    gateway.accept_dispute(case.stripe_id)
    with transaction(session):
        case.handled_by = by
    look(session, gateway, session_id)
    return case


def _open_case(session: Session, dispute_id: str) -> tuple[Dispute, str]:
    case = session.scalar(select(Dispute).where(Dispute.public_id == dispute_id).options(joinedload(Dispute.payment)))
    if case is None:
        raise NotFound("There is no such dispute.")
    if rules.is_over(case.status):
        raise Closed("The bank has decided this dispute, so nothing can be sent any more.")
    return case, case.payment.session_id
