"""Orders, attempts and access. In an account's session every answer is about that account alone."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from saas.kernel.errors import NotFound
from saas.shop.orders.models import Checkout, Order, Payment
from saas.shop.orders.offer import Kind
from saas.shop.orders.rules import LIVE_ATTEMPTS, OPEN_STATES, AttemptState, OrderState, gives_access
from saas.shop.seats.models import Claim

_OWN_STATES = select(Order.state).where(Order.kind == Kind.SELF)
_ACTIVE_CLAIMS = select(Claim.id).where(Claim.ended_at.is_(None)).limit(1)
_ORDER_OF_CHECKOUT = (Order.id == Checkout.order_id) & (Order.account_id == Checkout.account_id)


def has_access(session: Session) -> bool:
    """Derived every time from the account's own orders and from the seats it claimed, and stored nowhere: a refund ends
    access without a second write."""
    if any(gives_access(OrderState(state)) for state in session.scalars(_OWN_STATES)):
        return True
    return session.scalar(_ACTIVE_CLAIMS) is not None


def account_has_access(session: Session, account_id: int) -> bool:
    """The same about one account, in a session over all of them."""
    states = session.scalars(_OWN_STATES.where(Order.account_id == account_id))
    if any(gives_access(OrderState(state)) for state in states):
        return True
    return session.scalar(_ACTIVE_CLAIMS.where(Claim.account_id == account_id)) is not None


def list_states(session: Session, kind: Kind = Kind.SELF) -> list[OrderState]:
    return [OrderState(state) for state in session.scalars(select(Order.state).where(Order.kind == kind))]


def find_order(session: Session, public_id: str) -> Order | None:
    """With its payments and attempts."""
    return session.scalar(
        select(Order)
        .where(Order.public_id == public_id)
        .options(selectinload(Order.payments), selectinload(Order.checkouts))
    )


def lock_order(session: Session, public_id: str) -> Order:
    """The order as it is now, locked until the transaction ends. Raises NotFound."""
    query = select(Order).where(Order.public_id == public_id).with_for_update()
    order = session.scalar(query.execution_options(populate_existing=True))
    if order is None:
        raise NotFound("There is no such order.")
    return order


def find_open_order(session: Session, kind: Kind = Kind.SELF, *, lock: bool = False) -> Order | None:
    """The order of this kind that can still be paid. With `lock` it is locked until the transaction ends, and read anew."""
    query = select(Order).where(Order.kind == kind, Order.state.in_(OPEN_STATES))
    locking = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locking if lock else query)


def find_unfinished_order(session: Session, kind: Kind = Kind.SELF) -> Order | None:
    """The order that is open, or under review by staff: the one to mention before asking for money."""
    unfinished = Order.state.in_((*OPEN_STATES, OrderState.NEEDS_REVIEW))
    return session.scalar(select(Order).where(Order.kind == kind, unfinished).order_by(Order.id.desc()).limit(1))


def find_order_of_session(session: Session, session_id: str) -> Order | None:
    """The account's own order that a Checkout Session was created for."""
    query = select(Order).join(Checkout, _ORDER_OF_CHECKOUT)
    return session.scalar(query.where(Checkout.session_id == session_id))


def find_live_checkout(session: Session, kind: Kind = Kind.SELF) -> Checkout | None:
    """The attempt of the open order that can still be paid, if there is one."""
    return session.scalar(
        select(Checkout)
        .join(Order, _ORDER_OF_CHECKOUT)
        .where(Order.kind == kind, Order.state.in_(OPEN_STATES), Checkout.state.in_(LIVE_ATTEMPTS))
    )


def find_checkout_in_progress(session: Session, kind: Kind = Kind.SELF) -> Checkout | None:
    """The newest attempt of the open order about which Stripe may have news: live, or a bank's answer is awaited."""
    awaited = (Order.state == OrderState.PROCESSING) & (Checkout.state == AttemptState.COMPLETE)
    return session.scalar(
        select(Checkout)
        .join(Order, _ORDER_OF_CHECKOUT)
        .where(Order.kind == kind, Order.state.in_(OPEN_STATES), Checkout.state.in_(LIVE_ATTEMPTS) | awaited)
        .order_by(Checkout.number.desc())
        .limit(1)
    )


def count_attempts(session: Session, order_id: int) -> int:
    return session.scalar(select(func.count(Checkout.id)).where(Checkout.order_id == order_id)) or 0


def find_session_of_payment(session: Session, stripe_id: str) -> str | None:
    """The Checkout Session that a payment intent came from, where we hold the payment."""
    return session.scalar(select(Payment.session_id).where(Payment.stripe_id == stripe_id))


def find_session_of_attempt(session: Session, idempotency_key: str) -> str | None:
    """The Checkout Session of one attempt: where the money did not match, there is no payment to find it by."""
    return session.scalar(select(Checkout.session_id).where(Checkout.idempotency_key == idempotency_key))
