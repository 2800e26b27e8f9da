"""The verbs of buying. Each is one transaction; calls to Stripe stand between transactions, never inside one."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import Missing, Refusal
from saas.kernel.ids import new_public_id
from saas.orders import mail, queries, rules
from saas.orders.gateway import Gateway, OpenedCheckout, StripeBusy, StripeRefused
from saas.orders.models import Checkout, Order, Payment
from saas.orders.rules import OFFER, AttemptState, CheckoutSeen, Fact, State

log = structlog.get_logger()
SESSION_LIFE = timedelta(hours=23)
# Stripe refuses a session that would end within 30 minutes; an attempt older than that cannot be sent again.
SHORTEST_LIFE = timedelta(minutes=31)
BUSY_TRIES = 4
BUSY_PAUSE = 0.4


class AlreadyPaid(Refusal):
    """There is nothing to pay any more."""


class UnderReview(Refusal):
    """What Stripe reported does not fit the order; paying again would make it worse."""


class OnItsWay(Refusal):
    """A bank was asked for the money and has not sent it yet; paying again would take it twice."""


def start_checkout(session: Session, gateway: Gateway, *, email: str, base_url: str) -> str:
    """The address of Stripe's page for this account's one open order.

    The order and the attempt are kept before Stripe is asked. Pressing again, or from another tab, reaches the same
    session. Raises AlreadyPaid, UnderReview or OnItsWay, or Unavailable with the order kept.
    """
    _look_again(session, gateway)
    checkout = _prepare_attempt(session, email=email, base_url=base_url)
    if checkout.url:
        return checkout.url
    opened = _open(session, gateway, checkout)
    with transaction(session):
        session.refresh(checkout)
        if checkout.state == AttemptState.CREATING:
            checkout.session_id, checkout.url, checkout.state = opened.session_id, opened.url, AttemptState.OPEN
    return opened.url


def settle(session: Session, gateway: Gateway, session_id: str) -> Order:
    """Bring one order up to date with Stripe. Safe to call any number of times, from either door."""
    seen = gateway.read_checkout(session_id)
    with transaction(session):
        return apply(session, seen, livemode=gateway.livemode)


def apply(session: Session, seen: CheckoutSeen, *, livemode: bool) -> Order:
    """What a session says, done to its order. Inside the caller's transaction; locks the order."""
    order = _locked(session, seen)
    expected = rules.Expected(order.amount_cents, order.currency, livemode)
    fact = rules.fact_of(seen, expected)
    _mark_attempt(session, order, seen)
    before = State(order.state)
    if fact in (Fact.PAID_IN_FULL, Fact.REFUNDED_IN_FULL):
        _keep_payment(session, order, seen)
    order.state = rules.after(before, _of_the_whole_order(session, order, seen, fact))
    if fact is Fact.MISMATCH:
        _flag(order, rules.mismatch(seen, expected) or "")
    if before == State.REFUNDED and fact is Fact.PAID_IN_FULL:
        _flag(order, f"the refund of {seen.session_id} failed: send the money another way")
    _tell(session, order, seen, before)
    return order


def _tell(session: Session, order: Order, seen: CheckoutSeen, before: State) -> None:
    """What follows from a new state: the letter for it, or a flag where there is nobody left to write to."""
    if order.state == State.PAID and before != State.PAID:
        order.paid_at = clock.now()
        if order.email == rules.DELETED_ADDRESS:
            _flag(order, f"paid through {seen.session_id} after the account was deleted: refund it")
        else:
            mail.queue_receipt(session, order)
    if order.state == State.REFUNDED and before != State.REFUNDED and order.email != rules.DELETED_ADDRESS:
        mail.queue_refunded(session, order, seen.amount_refunded)


def _look_again(session: Session, gateway: Gateway) -> None:
    """Before offering Stripe's page again, ask whether it was paid or ended meanwhile."""
    checkout = queries.checkout_under_way(session)
    if checkout is None or not checkout.session_id:
        return
    try:
        settle(session, gateway, checkout.session_id)
    except Missing:
        if checkout.state in rules.LIVE_ATTEMPTS:
            _give_up(session, checkout)  # or nobody could ever pay this order


def _prepare_attempt(session: Session, *, email: str, base_url: str) -> Checkout:
    with transaction(session):
        # Two presses at once wait here for each other instead of making two orders.
        session.execute(select(Account.id).where(Account.id == session.info["scope"]).with_for_update())
        _refuse_second(session)
        order = queries.open_order(session) or _new_order(session, email)
        live = queries.live_checkout(session)
        if live is not None and live.state == AttemptState.CREATING and live.expires_at - clock.now() < SHORTEST_LIFE:
            live.state, live = AttemptState.FAILED, None
            session.flush()
        return live or _new_attempt(session, order, base_url)


def _refuse_second(session: Session) -> None:
    states = queries.states(session)
    if any(rules.gives_access(state) for state in states):
        raise AlreadyPaid(
            "You have already paid. Your plan is open.", next_label="Open the dashboard", next_href="/dashboard"
        )
    if State.PROCESSING in states:
        raise OnItsWay(
            "Your bank was asked for the money and it is on its way, so there is nothing to pay again.",
            next_label="See your order", next_href="/orders",
        )  # fmt: skip
    if State.NEEDS_REVIEW in states:
        raise UnderReview(
            "The payment that reached us does not match your order, so a person is looking at it. Nothing more is charged meanwhile.",
            next_label="See your order", next_href="/orders",
        )  # fmt: skip


def _new_order(session: Session, email: str) -> Order:
    order = Order(amount_cents=OFFER.amount_cents, currency=OFFER.currency, email=email, state=State.PENDING)
    session.add(order)
    session.flush()
    return order


def _new_attempt(session: Session, order: Order, base_url: str) -> Checkout:
    number = queries.attempts(session, order.id) + 1
    key = f"checkout:{order.public_id}-{number}-{new_public_id(6)}"
    expires_at = clock.now().replace(microsecond=0) + SESSION_LIFE
    parameters = _parameters(order, key, int(expires_at.timestamp()), base_url)
    checkout = Checkout(
        order_id=order.id, account_id=order.account_id, number=number, idempotency_key=key,
        parameters=json.dumps(parameters), expires_at=expires_at,
    )  # fmt: skip
    session.add(checkout)
    session.flush()
    return checkout


def _parameters(order: Order, key: str, expires_at: int, base_url: str) -> dict[str, Any]:
    """What Stripe is sent. Only identifiers go into metadata; nothing a person told us ever does."""
    marks = {"app": "careercanopy", "order_id": order.public_id, "attempt": key}
    product = {"name": OFFER.name, "description": OFFER.description}
    price = {"currency": order.currency, "unit_amount": order.amount_cents, "product_data": product}
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        # Stripe fills the braces in; they must arrive unescaped.
        "success_url": f"{base_url}/checkout/return?session_id={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{base_url}/checkout",
        "client_reference_id": order.public_id,
        "customer_email": order.email,
        "metadata": marks,
        # A session's metadata is not copied to its payment.
        "payment_intent_data": {"description": f"{OFFER.name}, order {order.public_id}", "metadata": marks},
        "adaptive_pricing": {"enabled": False},
        "expires_at": expires_at,
    }


def _open(session: Session, gateway: Gateway, checkout: Checkout) -> OpenedCheckout:
    """Ask Stripe with exactly what was stored. A lost answer leaves the attempt as it is, to be asked again."""
    for _ in range(BUSY_TRIES):
        try:
            return gateway.open_checkout(json.loads(checkout.parameters), checkout.idempotency_key)
        except StripeBusy:
            time.sleep(BUSY_PAUSE)
        except StripeRefused:
            log.exception("stripe refused a checkout", attempt=checkout.idempotency_key)
            _give_up(session, checkout)
            raise
    raise StripeBusy("Stripe is still opening your payment page.")


def _give_up(session: Session, checkout: Checkout) -> None:
    with transaction(session):
        checkout.state = AttemptState.FAILED


def _locked(session: Session, seen: CheckoutSeen) -> Order:
    """The order of the session, by the session or, if its id was not kept yet, by the reference we sent along."""
    held = session.scalar(select(Checkout.order_id).where(Checkout.session_id == seen.session_id))
    wanted = Order.id == held if held else Order.public_id == seen.order_reference
    order = session.scalar(select(Order).where(wanted).with_for_update().execution_options(populate_existing=True))
    if order is None:
        raise Missing("There is no order for this payment.")
    return order


def _mark_attempt(session: Session, order: Order, seen: CheckoutSeen) -> None:
    checkout = session.scalar(
        select(Checkout)
        .where(Checkout.order_id == order.id)
        .where((Checkout.session_id == seen.session_id) | (Checkout.idempotency_key == seen.attempt_key))
    )
    if checkout is None:
        return
    checkout.session_id = seen.session_id
    if seen.status in ("complete", "expired"):
        checkout.state = AttemptState(seen.status)


def _keep_payment(session: Session, order: Order, seen: CheckoutSeen) -> None:
    stripe_id = seen.payment_intent_id or seen.session_id
    if session.scalar(select(Payment.id).where(Payment.stripe_id == stripe_id)):
        return
    earlier = session.scalar(select(Payment.id).where(Payment.order_id == order.id).limit(1))
    if earlier:
        _flag(order, f"paid a second time through {seen.session_id}: refund it as a duplicate")
    session.add(
        Payment(
            order_id=order.id, account_id=order.account_id, stripe_id=stripe_id, charge_id=seen.charge_id,
            session_id=seen.session_id, amount_cents=seen.amount_total, currency=seen.currency,
            is_duplicate=earlier is not None,
        )
    )  # fmt: skip
    session.flush()


def _of_the_whole_order(session: Session, order: Order, seen: CheckoutSeen, fact: Fact) -> Fact:
    """Where an order was paid twice, giving one payment back leaves it paid."""
    if fact is not Fact.REFUNDED_IN_FULL:
        return fact
    another = select(Payment.id).where(Payment.order_id == order.id, Payment.session_id != seen.session_id)
    return Fact.NOTHING if session.scalar(another.limit(1)) else fact


def _flag(order: Order, why: str) -> None:
    log.error("order needs a person", order=order.public_id, why=why)
    if why not in order.flag:
        order.flag = f"{order.flag}\n{why}".strip()
