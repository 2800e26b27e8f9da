"""Orders, attempts and access. In an owned session every answer is about that account alone."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from saas.kernel.errors import NotFound
from saas.orders.models.orders import Checkout, Order, Payment
from saas.orders.models.seats import Claim
from saas.orders.rules.offer import Kind
from saas.orders.rules.states import LIVE_ATTEMPTS, OPEN, AttemptState, State, gives_access

_OWN_STATES = select(Order.state).where(Order.kind == Kind.SELF)
_CLAIMS = select(Claim.id).where(Claim.ended_at.is_(None)).limit(1)


def states(session: Session, kind: Kind = Kind.SELF) -> list[State]:
    return [State(state) for state in session.scalars(select(Order.state).where(Order.kind == kind))]


def has_access(session: Session) -> bool:
    """Derived every time from what was bought for oneself and from seats that were claimed: a refund ends it with no
    second write."""
    if any(gives_access(State(state)) for state in session.scalars(_OWN_STATES)):
        return True
    return session.scalar(_CLAIMS) is not None


def account_has_access(session: Session, account_id: int) -> bool:
    """The same about one account, in a session over all of them."""
    states = session.scalars(_OWN_STATES.where(Order.account_id == account_id))
    if any(gives_access(State(state)) for state in states):
        return True
    return session.scalar(_CLAIMS.where(Claim.account_id == account_id)) is not None


def open_order(session: Session, kind: Kind = Kind.SELF, *, lock: bool = False) -> Order | None:
    """With `lock` it is held until the transaction ends, and is as it is now."""
    wanted = select(Order).where(Order.kind == kind, Order.state.in_(OPEN))
    held = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(held if lock else wanted)


def unfinished_order(session: Session, kind: Kind = Kind.SELF) -> Order | None:
    """The order that is open, or that a person is looking at: the one to speak of before asking for money."""
    unfinished = Order.state.in_((*OPEN, State.NEEDS_REVIEW))
    return session.scalar(select(Order).where(Order.kind == kind, unfinished).order_by(Order.id.desc()).limit(1))


def locked_order(session: Session, public_id: str) -> Order:
    """The order, held until the transaction ends, as it is now. Raises Missing."""
    wanted = select(Order).where(Order.public_id == public_id).with_for_update()
    order = session.scalar(wanted.execution_options(populate_existing=True))
    if order is None:
        raise NotFound("There is no such order.")
    return order


_ITS_ORDER = (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id)


def live_checkout(session: Session, kind: Kind = Kind.SELF) -> Checkout | None:
    """The attempt of the open order that can still be paid, if there is one."""
    return session.scalar(
        select(Checkout)
        .join(Order, _ITS_ORDER)
        .where(Order.kind == kind, Order.state.in_(OPEN), Checkout.state.in_(LIVE_ATTEMPTS))
    )


def checkout_under_way(session: Session, kind: Kind = Kind.SELF) -> Checkout | None:
    """The newest attempt of the open order about which Stripe may have news: live, or a bank's answer is awaited."""
    awaited = (Order.state == State.PROCESSING) & (Checkout.state == AttemptState.COMPLETE)
    return session.scalar(
        select(Checkout)
        .join(Order, _ITS_ORDER)
        .where(Order.kind == kind, Order.state.in_(OPEN), Checkout.state.in_(LIVE_ATTEMPTS) | awaited)
        .order_by(Checkout.number.desc())
        .limit(1)
    )


def attempts(session: Session, order_id: int) -> int:
    return session.scalar(select(func.count(Checkout.id)).where(Checkout.order_id == order_id)) or 0


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
