"""What is known about orders. Reads only; in an owned session every answer is about that account alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from saas.orders import rules
from saas.orders.models import Checkout, Order, Payment, StripeEvent
from saas.orders.rules import AttemptState, State

OPEN = (State.PENDING, State.PROCESSING)


_STATES = select(Order.state)


def states(session: Session) -> list[State]:
    return [State(state) for state in session.scalars(_STATES)]


def has_access(session: Session) -> bool:
    """Derived from orders every time: a refund ends it with no second write."""
    return any(rules.gives_access(state) for state in states(session))


def open_order(session: Session) -> Order | None:
    return session.scalar(select(Order).where(Order.state.in_(OPEN)))


def unfinished_order(session: Session) -> Order | None:
    """The order that is open, or that a person is looking at: the one to speak of before asking for money."""
    return session.scalar(
        select(Order).where(Order.state.in_((*OPEN, State.NEEDS_REVIEW))).order_by(Order.id.desc()).limit(1)
    )


def live_checkout(session: Session) -> Checkout | None:
    """The attempt of the open order that can still be paid, if there is one."""
    return session.scalar(
        select(Checkout)
        .join(Order, (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id))
        .where(Order.state.in_(OPEN), Checkout.state.in_(rules.LIVE_ATTEMPTS))
    )


def checkout_under_way(session: Session) -> Checkout | None:
    """The newest attempt of the open order about which Stripe may have news: live, or a bank's answer is awaited."""
    awaited = (Order.state == State.PROCESSING) & (Checkout.state == AttemptState.COMPLETE)
    return session.scalar(
        select(Checkout)
        .join(Order, (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id))
        .where(Order.state.in_(OPEN), Checkout.state.in_(rules.LIVE_ATTEMPTS) | awaited)
        .order_by(Checkout.number.desc())
        .limit(1)
    )


def attempts(session: Session, order_id: int) -> int:
    return session.scalar(select(func.count(Checkout.id)).where(Checkout.order_id == order_id)) or 0


def orders(session: Session) -> Sequence[Order]:
    """Newest first, with their payments."""
    return session.scalars(select(Order).options(selectinload(Order.payments)).order_by(Order.id.desc())).all()


def order(session: Session, public_id: str) -> Order | None:
    return session.scalar(
        select(Order)
        .where(Order.public_id == public_id)
        .options(selectinload(Order.payments), selectinload(Order.checkouts))
    )


def session_of_payment(session: Session, stripe_id: str) -> str | None:
    """The Checkout Session that a payment intent came from, where we hold the payment."""
    return session.scalar(select(Payment.session_id).where(Payment.stripe_id == stripe_id))


def session_of_attempt(session: Session, key: str) -> str | None:
    """The Checkout Session of one attempt: where the money did not fit, we hold no payment."""
    return session.scalar(select(Checkout.session_id).where(Checkout.idempotency_key == key))


def is_handled(session: Session, event_id: str) -> bool:
    return session.scalar(select(StripeEvent.id).where(StripeEvent.event_id == event_id)) is not None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One row of the staff's list."""

    public_id: str
    email: str
    state: str
    amount_cents: int
    created_at: datetime
    flag: str


def latest(session: Session, *, find: str = "", limit: int = 50) -> list[OrderLine]:
    """Newest orders; `find` is the start of an order's id or an email address, or Stripe's whole id of a
    session, a payment or a charge."""
    columns = select(Order.public_id, Order.email, Order.state, Order.amount_cents, Order.created_at, Order.flag)
    if find:
        by_session = select(Checkout.order_id).where(Checkout.session_id == find)
        by_payment = select(Payment.order_id).where((Payment.stripe_id == find) | (Payment.charge_id == find))
        columns = columns.where(
            Order.public_id.startswith(find, autoescape=True)
            | Order.email.startswith(find.lower(), autoescape=True)
            | Order.id.in_(by_session)
            | Order.id.in_(by_payment)
        )
    return [OrderLine(*row) for row in session.execute(columns.order_by(Order.id.desc()).limit(limit))]


def inbox(session: Session, limit: int = 50) -> Sequence[StripeEvent]:
    return session.scalars(select(StripeEvent).order_by(StripeEvent.id.desc()).limit(limit)).all()
