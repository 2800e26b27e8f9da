"""Bring an order up to date with Stripe: read its Checkout Session, then apply everything that became of its payment.

The return page, a kept event, the sweep and every page about to say "not paid" all come through `refresh_order`. It can
run any number of times, in any order, by many at once: a state moves only by its table, a payment and a ledger entry are
written once, and a letter has a key that names it for good.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import new_public_id
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.shop.alerts.actions import raise_alert
from saas.shop.disputes import letters as dispute_letters
from saas.shop.disputes import rules as dispute_rules
from saas.shop.disputes.models import Dispute
from saas.shop.ledger.actions import record_entries
from saas.shop.orders import letters as order_letters
from saas.shop.orders.models import Checkout, Order, Payment
from saas.shop.orders.offer import DELETED_ADDRESS, Kind
from saas.shop.orders.rules import (
    ENDED_STATES,
    OPEN_STATES,
    AttemptState,
    ExpectedCheckout,
    Fact,
    OrderState,
    checkout_fact,
    find_mismatch,
    next_state,
)
from saas.shop.refunds.actions import REFUND_DUPLICATE, close_refund_requests, new_refund, transition_refund
from saas.shop.refunds.models import Refund
from saas.shop.refunds.rules import RETURNED_STATES, RefundReason, RefundSource, state_from_stripe
from saas.shop.seats.actions import SYNC_SEATS
from saas.shop.stripe.client import StripeClient
from saas.shop.stripe.snapshots import CheckoutSnapshot, DisputeSnapshot, RefundSnapshot

CLOSE_CHECKOUT = Job("close_checkout", MONEY)


def refresh_order(session: Session, client: StripeClient, session_id: str, *, with_all_changes: bool = False) -> Order:
    """Ask Stripe about one Checkout Session and apply the answer. `with_all_changes` lists refunds and disputes also
    where the charge does not show any. Raises NotFound where Stripe or we know no such session."""
    snapshot = client.retrieve_checkout(session_id, with_all_changes=with_all_changes)
    with transaction(session):
        return apply_checkout(session, snapshot, livemode=client.livemode)


def apply_checkout(session: Session, snapshot: CheckoutSnapshot, *, livemode: bool) -> Order:
    """Apply what a session says to its order, which is locked. Inside the caller's transaction. Raises NotFound."""
    order = _lock_order_of_session(session, snapshot)
    expected = ExpectedCheckout(order.unit_cents, order.currency, livemode, Kind(order.kind))
    before = OrderState(order.state)
    fact = _update_attempt(session, order, snapshot, checkout_fact(snapshot, expected))
    if snapshot.has_money or fact is Fact.PAID_IN_FULL:
        payment = _record_payment(session, order, snapshot)
        record_entries(session, order, snapshot.iter_balance_transactions())
        sync_refunds(session, order, payment, snapshot.refunds)
        sync_disputes(session, order, payment, snapshot.disputes, snapshot.read_at)
        session.flush()
    _save_final_terms(order, snapshot, before, fact)
    order.state = next_state(next_state(before, fact), _money_fact(session, order))
    if fact is Fact.MISMATCH:
        sentence = find_mismatch(snapshot, expected) or ""
        raise_alert(session, f"mismatch:{snapshot.session_id}", sentence, order.public_id)
    if fact is Fact.PAID_IN_FULL and order.paid_at is None and before in OPEN_STATES:
        _mark_paid(session, order, snapshot)
    if order.state != before:
        _follow_state_change(session, order, snapshot, before)
    return order


def _lock_order_of_session(session: Session, snapshot: CheckoutSnapshot) -> Order:
    """By the session or, if its id was not stored yet, by the reference we sent along."""
    order_id = session.scalar(select(Checkout.order_id).where(Checkout.session_id == snapshot.session_id))
    is_it = Order.id == order_id if order_id else Order.public_id == snapshot.order_reference
    order = session.scalar(select(Order).where(is_it).with_for_update().execution_options(populate_existing=True))
    if order is None:
        raise NotFound("There is no order for this payment.")
    return order


def _update_attempt(session: Session, order: Order, snapshot: CheckoutSnapshot, fact: Fact) -> Fact:
    """Store what became of the attempt. Returns the fact about the order: NOTHING where it is old news, or where the bank
    of another attempt has still to answer."""
    checkout = session.scalar(
        select(Checkout)
        .where(Checkout.order_id == order.id)
        .where((Checkout.session_id == snapshot.session_id) | (Checkout.idempotency_key == snapshot.attempt_key))
    )
    if checkout is None:
        return fact
    checkout.session_id = snapshot.session_id
    if fact in (Fact.STARTED, Fact.FAILED) and checkout.state == AttemptState.BOUNCED:
        return Fact.NOTHING
    if snapshot.status in ("complete", "expired"):
        checkout.state = AttemptState.BOUNCED if fact is Fact.FAILED else AttemptState(snapshot.status)
    return Fact.NOTHING if fact is Fact.FAILED and _is_other_attempt_pending(session, checkout) else fact


def _is_other_attempt_pending(session: Session, checkout: Checkout) -> bool:
    """Whether another attempt of the same order is complete, and its money may still come."""
    query = select(Checkout.id).where(
        Checkout.order_id == checkout.order_id,
        Checkout.id != checkout.id,
        Checkout.state == AttemptState.COMPLETE,
    )
    return session.scalar(query.limit(1)) is not None


def _record_payment(session: Session, order: Order, snapshot: CheckoutSnapshot) -> Payment:
    """Once per payment intent. A second payment for the order raises an alert and queues its refund."""
    stripe_id = snapshot.payment_intent_id or snapshot.session_id
    payment = session.scalar(select(Payment).where(Payment.stripe_id == stripe_id))
    if payment is not None:
        return payment
    is_duplicate = session.scalar(select(Payment.id).where(Payment.order_id == order.id).limit(1)) is not None
    payment = Payment(
        order_id=order.id,
        account_id=order.account_id,
        stripe_id=stripe_id,
        charge_id=snapshot.charge_id,
        session_id=snapshot.session_id,
        amount_cents=snapshot.amount_total,
        currency=snapshot.currency,
        is_duplicate=is_duplicate,
    )
    session.add(payment)
    session.flush()
    if is_duplicate:
        sentence = f"paid a second time through {snapshot.session_id}: refund it as a duplicate"
        raise_alert(session, f"duplicate:{snapshot.session_id}", sentence, order.public_id)
        enqueue(session, REFUND_DUPLICATE, f"duplicate:{stripe_id}", order.public_id, stripe_id)
    return payment


def _save_final_terms(order: Order, snapshot: CheckoutSnapshot, before: OrderState, fact: Fact) -> None:
    """The quantity and the discount are what the buyer last chose on Stripe's page."""
    if fact is Fact.PAID_IN_FULL and before in (*OPEN_STATES, OrderState.CANCELED):
        order.quantity, order.amount_cents = snapshot.quantity, snapshot.amount_subtotal
        order.discount_cents, order.tax_cents = snapshot.amount_discount, snapshot.amount_tax
        order.promotion_code = snapshot.promotion_code


def _money_fact(session: Session, order: Order) -> Fact:
    """What refunds and disputes make of the order: everything that was paid has gone back, or a bank decides."""
    paid = sum(session.scalars(select(Payment.amount_cents).where(Payment.order_id == order.id)))
    returned = select(Refund.amount_cents).where(Refund.order_id == order.id, Refund.state.in_(RETURNED_STATES))
    if paid and sum(session.scalars(returned)) >= paid:
        return Fact.REFUNDED_IN_FULL
    return dispute_rules.disputes_fact(session.scalars(select(Dispute.status).where(Dispute.order_id == order.id)))


def _mark_paid(session: Session, order: Order, snapshot: CheckoutSnapshot) -> None:
    order.paid_at = clock.now()
    # A page of the same order that is still open elsewhere could be paid as well.
    others = select(Checkout.session_id).where(
        Checkout.order_id == order.id,
        Checkout.state == AttemptState.OPEN,
        Checkout.session_id != snapshot.session_id,
    )
    for session_id in session.scalars(others):
        enqueue(session, CLOSE_CHECKOUT, f"close:{session_id}", session_id)
    if order.email != DELETED_ADDRESS:
        order_letters.queue_receipt(session, order)


def _follow_state_change(session: Session, order: Order, snapshot: CheckoutSnapshot, before: OrderState) -> None:
    """What a new state causes: alerts, and changes to what other accounts hold of the order."""
    if order.state == OrderState.PAID and order.email == DELETED_ADDRESS:
        sentence = f"paid through {snapshot.session_id} after the account was deleted: refund it"
        raise_alert(session, f"deleted:{snapshot.session_id}", sentence, order.public_id)
    if order.state == OrderState.NEEDS_REVIEW and before is OrderState.CANCELED:
        sentence = f"paid through {snapshot.session_id} after it was given up: refund it"
        raise_alert(session, f"late:{snapshot.session_id}", sentence, order.public_id)
    order.ended_at = clock.now() if order.state in ENDED_STATES else None
    if order.ended_at:
        close_refund_requests(session, order)
    if order.kind != Kind.SELF:
        enqueue(session, SYNC_SEATS, f"follow:{order.public_id}:{new_public_id()}", order.public_id)


def sync_refunds(session: Session, order: Order, payment: Payment, snapshots: tuple[RefundSnapshot, ...]) -> None:
    """Apply what Stripe lists of a payment's refunds. Inside the caller's transaction, which has locked the order. A
    refund that we never asked for was begun in Stripe's dashboard and gets a row."""
    for snapshot in snapshots:
        refund = _find_refund(session, payment, snapshot) or _add_dashboard_refund(session, order, payment, snapshot)
        refund.stripe_id, refund.failure = snapshot.stripe_id, snapshot.failure_reason
        transition_refund(session, refund, state_from_stripe(snapshot.status), order)


def _find_refund(session: Session, payment: Payment, snapshot: RefundSnapshot) -> Refund | None:
    """Our own row: by Stripe's id, or, if the answer to our call was lost, by the reference we sent along. A reference is
    only believed for a row of the same payment."""
    refund = session.scalar(select(Refund).where(Refund.stripe_id == snapshot.stripe_id))
    if refund is not None or not snapshot.refund_reference:
        return refund
    return session.scalar(
        select(Refund).where(
            Refund.public_id == snapshot.refund_reference,
            Refund.payment_id == payment.id,
            Refund.stripe_id.is_(None),
        )
    )


def _add_dashboard_refund(session: Session, order: Order, payment: Payment, snapshot: RefundSnapshot) -> Refund:
    reason = snapshot.reason or RefundReason.REQUESTED
    refund = new_refund(order, payment, snapshot.amount_cents, RefundSource.STRIPE, reason=reason)
    session.add(refund)
    session.flush()
    return refund


def sync_disputes(
    session: Session, order: Order, payment: Payment, snapshots: tuple[DisputeSnapshot, ...], read_at: float
) -> None:
    """Apply what Stripe shows of a payment's disputes. Inside the caller's transaction, which has locked the order. A
    reading that began (`read_at`, epoch seconds) before the one we hold changes nothing: every change sends an event, so
    a later reading brings it."""
    reading_began = datetime.fromtimestamp(read_at, UTC) if read_at else clock.now()
    for snapshot in snapshots:
        dispute = session.scalar(select(Dispute).where(Dispute.stripe_id == snapshot.stripe_id))
        if dispute is None:
            dispute = _open_dispute(session, order, payment, snapshot)
        elif dispute.seen_at > reading_began or not dispute_rules.can_replace(dispute.status, snapshot.status):
            continue
        dispute.seen_at = reading_began
        _update_dispute(session, order, dispute, snapshot)


def _open_dispute(session: Session, order: Order, payment: Payment, snapshot: DisputeSnapshot) -> Dispute:
    dispute = Dispute(
        order_id=order.id,
        account_id=order.account_id,
        payment_id=payment.id,
        stripe_id=snapshot.stripe_id,
        amount_cents=snapshot.amount_cents,
        currency=snapshot.currency,
        reason=snapshot.reason,
        status=snapshot.status,
        opened_at=datetime.fromtimestamp(snapshot.created, UTC),
    )
    session.add(dispute)
    session.flush()
    is_inquiry = dispute_rules.is_inquiry(snapshot.status)
    cause = "a bank asks about a payment" if is_inquiry else "a payment is disputed"
    sentence = f"{cause}: answer before {_format_due(snapshot)}"
    raise_alert(session, f"dispute:{snapshot.stripe_id}", sentence, order.public_id)
    if not is_inquiry and order.email != DELETED_ADDRESS:
        dispute_letters.queue_dispute_opened(session, order, dispute)
    return dispute


def _update_dispute(session: Session, order: Order, dispute: Dispute, snapshot: DisputeSnapshot) -> None:
    was_over = dispute_rules.is_over(dispute.status) and dispute.closed_at is not None
    dispute.status, dispute.reason, dispute.amount_cents = snapshot.status, snapshot.reason, snapshot.amount_cents
    dispute.due_at = datetime.fromtimestamp(snapshot.due, UTC) if snapshot.due else None
    dispute.is_charge_refundable, dispute.has_evidence = snapshot.is_charge_refundable, snapshot.has_evidence
    dispute.submissions = snapshot.submissions
    if dispute_rules.is_over(snapshot.status) and not was_over:
        dispute.closed_at = clock.now()
        key = f"dispute_over:{snapshot.stripe_id}:{snapshot.status}"
        raise_alert(session, key, _describe_ending(snapshot), order.public_id)
        if not dispute_rules.is_inquiry(snapshot.status) and order.email != DELETED_ADDRESS:
            dispute_letters.queue_dispute_closed(session, order, dispute)


def _describe_ending(snapshot: DisputeSnapshot) -> str:
    if snapshot.status in dispute_rules.LOST:
        return "a dispute is lost: the bank keeps the money, and access has ended"
    is_won = snapshot.status in dispute_rules.WON
    return "a dispute is over: the money stays here" if is_won else "an inquiry is closed"


def _format_due(snapshot: DisputeSnapshot) -> str:
    return f"{datetime.fromtimestamp(snapshot.due, UTC):%Y-%m-%d}" if snapshot.due else "the date in Stripe's dashboard"
