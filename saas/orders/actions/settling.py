"""`settle`: one room behind all doors. What Stripe says of a session, with everything that became of its payment, is done
to the order; any number of times, in any order, by many at once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound
from saas.kernel.ids import new_public_id
from saas.kernel.jobs import MONEY, Job, enqueue
from saas.orders import mail
from saas.orders.actions import disputes_seen, refunds_seen
from saas.orders.actions.alerting import raise_alert
from saas.orders.actions.booking import book, entries_of
from saas.orders.gateway.calls import Gateway
from saas.orders.models.disputes import Dispute
from saas.orders.models.orders import Checkout, Order, Payment
from saas.orders.models.refunds import Refund
from saas.orders.rules import disputes, states
from saas.orders.rules.offer import DELETED_ADDRESS, Kind
from saas.orders.rules.refunds import RETURNED
from saas.orders.rules.seen import CheckoutSeen, Expected, mismatch
from saas.orders.rules.states import AttemptState, Fact, State, after, fact_of

CLOSE_CHECKOUT, FOLLOW_ORDER = Job("close_checkout", MONEY), Job("follow_order", MONEY)
REFUND_DUPLICATE = Job("refund_duplicate", MONEY)


def settle(session: Session, gateway: Gateway, session_id: str) -> Order:
    """Bring one order up to date with Stripe. Safe to call any number of times, from any door."""
    seen = gateway.read_checkout(session_id)
    with transaction(session):
        return apply(session, seen, livemode=gateway.livemode)


def look(session: Session, gateway: Gateway, session_id: str) -> Order:
    """The same with all refunds and disputes, also where the charge does not show any."""
    seen = gateway.read_checkout(session_id, whole=True)
    with transaction(session):
        return apply(session, seen, livemode=gateway.livemode)


def apply(session: Session, seen: CheckoutSeen, *, livemode: bool) -> Order:
    """What a session says, done to its order. Inside the caller's transaction; locks the order."""
    order = _locked(session, seen)
    expected = Expected(order.unit_cents, order.currency, livemode, Kind(order.kind))
    before = State(order.state)
    fact = _mark_attempt(session, order, seen, fact_of(seen, expected))
    if seen.has_money or fact is Fact.PAID_IN_FULL:
        payment = _keep_payment(session, order, seen)
        book(session, order, entries_of(seen))
        refunds_seen.follow(session, order, payment, seen.refunds)
        disputes_seen.follow(session, order, payment, seen.disputes, seen.asked_at)
        session.flush()
    _keep_terms(order, seen, before, fact)
    order.state = after(after(before, fact), _standing(session, order))
    if fact is Fact.MISMATCH:
        raise_alert(session, f"mismatch:{seen.session_id}", mismatch(seen, expected) or "", order.public_id)
    _tell(session, order, seen, before, fact)
    return order


def _standing(session: Session, order: Order) -> Fact:
    """What refunds and disputes make of the order: everything that was paid for it has gone back, or a bank decides."""
    paid = sum(session.scalars(select(Payment.amount_cents).where(Payment.order_id == order.id)))
    went_back = select(Refund.amount_cents).where(Refund.order_id == order.id, Refund.state.in_(RETURNED))
    if paid and sum(session.scalars(went_back)) >= paid:
        return Fact.REFUNDED_IN_FULL
    return disputes.fact_of(tuple(session.scalars(select(Dispute.status).where(Dispute.order_id == order.id))))


def _keep_terms(order: Order, seen: CheckoutSeen, before: State, fact: Fact) -> None:
    """How many there are and what came off the price is the buyer's last word on Stripe's page."""
    if fact is Fact.PAID_IN_FULL and before in (*states.OPEN, State.CANCELED):
        order.quantity, order.amount_cents = seen.quantity, seen.amount_subtotal
        order.discount_cents, order.tax_cents = seen.amount_discount, seen.amount_tax
        order.promotion_code = seen.promotion_code


def _tell(session: Session, order: Order, seen: CheckoutSeen, before: State, fact: Fact) -> None:
    """What follows from a new state: letters, and what other accounts hold of the order."""
    if fact is Fact.PAID_IN_FULL and order.paid_at is None and before in states.OPEN:
        order.paid_at = clock.now()
        _close_others(session, order, seen)
        if order.email != DELETED_ADDRESS:
            mail.queue_receipt(session, order)
    if order.state == before:
        return
    if order.state == State.PAID and order.email == DELETED_ADDRESS:
        late = f"paid through {seen.session_id} after the account was deleted: refund it"
        raise_alert(session, f"deleted:{seen.session_id}", late, order.public_id)
    if order.state == State.NEEDS_REVIEW and before is State.CANCELED:
        late = f"paid through {seen.session_id} after it was given up: refund it"
        raise_alert(session, f"late:{seen.session_id}", late, order.public_id)
    order.ended_at = clock.now() if order.state in states.ENDED else None
    if order.ended_at:
        refunds_seen.close_request(session, order)
    if order.kind != Kind.SELF:
        enqueue(session, FOLLOW_ORDER, f"follow:{order.public_id}:{new_public_id()}", order.public_id)


def _close_others(session: Session, order: Order, seen: CheckoutSeen) -> None:
    """A page that is still open elsewhere could be paid as well."""
    others = select(Checkout.session_id).where(
        Checkout.order_id == order.id, Checkout.state == AttemptState.OPEN, Checkout.session_id != seen.session_id
    )
    for session_id in session.scalars(others):
        enqueue(session, CLOSE_CHECKOUT, f"close:{session_id}", session_id)


def _locked(session: Session, seen: CheckoutSeen) -> Order:
    """The order of the session, by the session or, if its id was not kept yet, by the reference we sent along."""
    held = session.scalar(select(Checkout.order_id).where(Checkout.session_id == seen.session_id))
    wanted = Order.id == held if held else Order.public_id == seen.order_reference
    order = session.scalar(select(Order).where(wanted).with_for_update().execution_options(populate_existing=True))
    if order is None:
        raise NotFound("There is no order for this payment.")
    return order


def _mark_attempt(session: Session, order: Order, seen: CheckoutSeen, fact: Fact) -> Fact:
    """Keep what became of the attempt. What it says of the order: nothing where that is old news, or where the bank of
    another attempt is still to answer."""
    checkout = session.scalar(
        select(Checkout)
        .where(Checkout.order_id == order.id)
        .where((Checkout.session_id == seen.session_id) | (Checkout.idempotency_key == seen.attempt_key))
    )
    if checkout is None:
        return fact
    checkout.session_id = seen.session_id
    if fact in (Fact.STARTED, Fact.FAILED) and checkout.state == AttemptState.BOUNCED:
        return Fact.NOTHING
    if seen.status in ("complete", "expired"):
        checkout.state = AttemptState.BOUNCED if fact is Fact.FAILED else AttemptState(seen.status)
    return Fact.NOTHING if fact is Fact.FAILED and _is_awaited(session, checkout) else fact


def _is_awaited(session: Session, checkout: Checkout) -> bool:
    """Whether another attempt of the same order is complete, and its money may still come."""
    others = (
        Checkout.order_id == checkout.order_id,
        Checkout.id != checkout.id,
        Checkout.state == AttemptState.COMPLETE,
    )
    return session.scalar(select(Checkout.id).where(*others).limit(1)) is not None


def _keep_payment(session: Session, order: Order, seen: CheckoutSeen) -> Payment:
    stripe_id = seen.payment_intent_id or seen.session_id
    held = session.scalar(select(Payment).where(Payment.stripe_id == stripe_id))
    if held is not None:
        return held
    is_second = session.scalar(select(Payment.id).where(Payment.order_id == order.id).limit(1)) is not None
    payment = Payment(
        order_id=order.id, account_id=order.account_id, stripe_id=stripe_id, charge_id=seen.charge_id,
        session_id=seen.session_id, amount_cents=seen.amount_total, currency=seen.currency, is_duplicate=is_second,
    )  # fmt: skip
    session.add(payment)
    session.flush()
    if is_second:
        twice = f"paid a second time through {seen.session_id}: refund it as a duplicate"
        raise_alert(session, f"duplicate:{seen.session_id}", twice, order.public_id)
        enqueue(session, REFUND_DUPLICATE, f"duplicate:{stripe_id}", order.public_id, stripe_id)
    return payment
