"""What Stripe shows of disputes, done to our rows, and what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.orders import mail
from saas.orders.actions.alerting import raise_alert
from saas.orders.models.disputes import Dispute
from saas.orders.models.orders import Order, Payment
from saas.orders.rules import disputes as rules
from saas.orders.rules.offer import DELETED_ADDRESS
from saas.orders.rules.seen import DisputeSeen


def follow(session: Session, order: Order, payment: Payment, disputes: tuple[DisputeSeen, ...], at: float) -> None:
    """Inside the caller's transaction, which holds the order. A reading that began (`at`, epoch seconds) before the one
    that is kept changes nothing: every change is told, so a later one tells it."""
    asked_at = datetime.fromtimestamp(at, UTC) if at else clock.now()
    for seen in disputes:
        held = session.scalar(select(Dispute).where(Dispute.stripe_id == seen.stripe_id))
        case = held or _opened(session, order, payment, seen)
        if held is None or (held.seen_at <= asked_at and rules.may_replace(held.status, seen.status)):
            case.seen_at = asked_at
            _update(session, order, case, seen)


def _opened(session: Session, order: Order, payment: Payment, seen: DisputeSeen) -> Dispute:
    case = Dispute(
        order_id=order.id, account_id=order.account_id, payment_id=payment.id, stripe_id=seen.stripe_id,
        amount_cents=seen.amount_cents, currency=seen.currency, reason=seen.reason, status=seen.status,
        opened_at=datetime.fromtimestamp(seen.created, UTC),
    )  # fmt: skip
    session.add(case)
    session.flush()
    what = "a bank asks about a payment" if rules.is_inquiry(seen.status) else "a payment is disputed"
    raise_alert(session, f"dispute:{seen.stripe_id}", f"{what}: answer before {_day(seen)}", order.public_id)
    if not rules.is_inquiry(seen.status) and order.email != DELETED_ADDRESS:
        mail.queue_disputed(session, order, case)
    return case


def _update(session: Session, order: Order, case: Dispute, seen: DisputeSeen) -> None:
    was_over = rules.is_over(case.status) and case.closed_at is not None
    case.status, case.reason, case.amount_cents = seen.status, seen.reason, seen.amount_cents
    case.due_at = datetime.fromtimestamp(seen.due, UTC) if seen.due else None
    case.is_charge_refundable, case.has_evidence = seen.is_charge_refundable, seen.has_evidence
    case.submissions = seen.submissions
    if rules.is_over(seen.status) and not was_over:
        case.closed_at = clock.now()
        raise_alert(session, f"dispute_over:{seen.stripe_id}:{seen.status}", _ending(seen), order.public_id)
        if not rules.is_inquiry(seen.status) and order.email != DELETED_ADDRESS:
            mail.queue_dispute_over(session, order, case)


def _ending(seen: DisputeSeen) -> str:
    if seen.status in rules.LOST:
        return "a dispute is lost: the bank keeps the money, and access has ended"
    return "a dispute is over: the money stays here" if seen.status in rules.WON else "an inquiry is closed"


def _day(seen: DisputeSeen) -> str:
    return f"{datetime.fromtimestamp(seen.due, UTC):%Y-%m-%d}" if seen.due else "the date in Stripe's dashboard"
