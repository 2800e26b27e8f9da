"""Paying: an order and an attempt are written down, then Stripe opens its page; and giving an order up."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_public_id
from saas.orders.actions import giving
from saas.orders.actions.settling import settle
from saas.orders.gateway.asking import StripeBusy, StripeRefused
from saas.orders.gateway.calls import Gateway, OpenedCheckout
from saas.orders.models.orders import Checkout, Order
from saas.orders.queries import orders
from saas.orders.queries.orders import attempts, checkout_under_way, has_access, live_checkout, locked_order, open_order
from saas.orders.rules import offer
from saas.orders.rules.offer import OFFER, Kind, Wanted
from saas.orders.rules.states import LIVE_ATTEMPTS, AttemptState, Fact, State, after

log = structlog.get_logger()
SESSION_LIFE = timedelta(hours=23)
# Stripe refuses a session that would end within 30 minutes; an attempt older than that cannot be sent again.
SHORTEST_LIFE = timedelta(minutes=31)
# Where Stripe's page leads back to without a payment.
BACK = {Kind.SELF: "/checkout", Kind.GIFT: "/gift", Kind.SEATS: "/seats"}
BUSY_TRIES = 4
BUSY_PAUSE = 0.4


class AlreadyPaid(Refusal):
    """There is nothing to pay any more."""


class UnderReview(Refusal):
    """What Stripe reported does not fit the order; paying again would make it worse."""


class OnItsWay(Refusal):
    """A bank was asked for the money and has not sent it yet; paying again would take it twice."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What the house has switched on at Stripe: tax worked out by address, and invoices beside receipts."""

    has_tax: bool = False
    has_invoices: bool = False


PLAIN, FOR_ONESELF = Extras(), Wanted()


def start_checkout(
    session: Session,
    gateway: Gateway,
    *,
    email: str,
    base_url: str,
    wanted: Wanted = FOR_ONESELF,
    extras: Extras = PLAIN,
) -> str:
    """The address of Stripe's page for this account's one open order of the kind wanted.

    The order and the attempt are kept before Stripe is asked. Pressing again, or from another tab, reaches the same
    session. Raises AlreadyPaid, UnderReview or OnItsWay, or Unavailable with the order kept.
    """
    _look_again(session, gateway, wanted)
    checkout = _prepare_attempt(session, wanted, extras, email=email, base_url=base_url)
    if checkout.url:
        return checkout.url
    opened = _open(session, gateway, checkout)
    with transaction(session):
        session.refresh(checkout)
        if checkout.state == AttemptState.CREATING:
            checkout.session_id, checkout.url, checkout.state = opened.session_id, opened.url, AttemptState.OPEN
    return opened.url


def cancel(session: Session, gateway: Gateway, order_id: str) -> Order:
    """Give an unpaid order up. Its page at Stripe is closed first; one that was paid in that moment counts as paid.
    Raises Missing, OnItsWay, or StripeUnavailable with the order as it was."""
    order = orders.order(session, order_id)
    if order is None:
        raise NotFound("There is no such order.")
    for session_id in [one.session_id for one in order.checkouts if one.state in LIVE_ATTEMPTS and one.session_id]:
        if not gateway.close_checkout(session_id):
            settle(session, gateway, session_id)
    with transaction(session):
        held = locked_order(session, order_id)
        if held.state == State.PROCESSING:
            raise OnItsWay("Your bank has been asked for the money, so the order cannot be given up any more.")
        held.state = after(State(held.state), Fact.CANCELED)
        if held.state == State.CANCELED:
            _end_attempts(session, held)
    return held


def _end_attempts(session: Session, order: Order) -> None:
    live = update(Checkout).where(Checkout.order_id == order.id, Checkout.state.in_(LIVE_ATTEMPTS))
    session.execute(live.values(state=AttemptState.EXPIRED))


def _look_again(session: Session, gateway: Gateway, wanted: Wanted) -> None:
    """Before offering Stripe's page again, ask whether it was paid or ended meanwhile. A page for another number of
    seats is closed: it would ask for the wrong amount."""
    checkout = checkout_under_way(session, wanted.kind)
    if checkout is None or not checkout.session_id:
        return
    try:
        order = settle(session, gateway, checkout.session_id)
        if order.state == State.PAID and wanted.kind is not Kind.SELF:
            raise AlreadyPaid(
                "This was paid a moment ago, so nothing more is asked for.",
                next_label="See the order", next_href=f"/orders/{order.public_id}",
            )  # fmt: skip
        if order.quantity != wanted.quantity and checkout.state == AttemptState.OPEN:
            gateway.close_checkout(checkout.session_id)
            settle(session, gateway, checkout.session_id)
    except NotFound:
        if checkout.state in LIVE_ATTEMPTS:
            _give_up(session, checkout)  # or nobody could ever pay this order


def _prepare_attempt(session: Session, wanted: Wanted, extras: Extras, *, email: str, base_url: str) -> Checkout:
    with transaction(session):
        # Two presses at once wait here for each other instead of making two orders.
        session.execute(select(Account.id).where(Account.id == session.info["scope"]).with_for_update(key_share=True))
        held = open_order(session, wanted.kind, lock=True)
        # Only now: it may have been paid while we waited for it.
        _refuse_second(session, wanted.kind)
        order = held or _new_order(session, email, wanted)
        order.quantity, order.amount_cents = wanted.quantity, order.unit_cents * wanted.quantity
        if wanted.kind is Kind.GIFT:
            giving.promise_gift(session, order, wanted)
        live = live_checkout(session, wanted.kind)
        if live is not None and live.state == AttemptState.CREATING and live.expires_at - clock.now() < SHORTEST_LIFE:
            live.state, live = AttemptState.FAILED, None
            session.flush()
        return live or _new_attempt(session, order, base_url, extras)


def _refuse_second(session: Session, kind: Kind) -> None:
    states = orders.states(session, kind)
    if kind is Kind.SELF and has_access(session):
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


def _new_order(session: Session, email: str, wanted: Wanted) -> Order:
    order = Order(
        kind=wanted.kind, unit_cents=OFFER.amount_cents, amount_cents=OFFER.amount_cents, currency=OFFER.currency,
        email=email, state=State.PENDING,
    )  # fmt: skip
    session.add(order)
    session.flush()
    return order


def _new_attempt(session: Session, order: Order, base_url: str, extras: Extras) -> Checkout:
    number = attempts(session, order.id) + 1
    key = f"checkout:{order.public_id}-{number}-{new_public_id(6)}"
    expires_at = clock.now().replace(microsecond=0) + SESSION_LIFE
    parameters = _parameters(order, key, int(expires_at.timestamp()), base_url) | _switched_on(order, extras)
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
    kind = Kind(order.kind)
    product = {"name": offer.LINES[kind], "description": offer.DESCRIPTIONS[kind]}
    price = {"currency": order.currency, "unit_amount": order.unit_cents, "product_data": product}
    item: dict[str, Any] = {"price_data": price, "quantity": order.quantity}
    if kind is Kind.SEATS:
        item["adjustable_quantity"] = {"enabled": True, "minimum": offer.LEAST_SEATS, "maximum": offer.MOST_SEATS}
    return {
        "mode": "payment",
        "line_items": [item],
        "allow_promotion_codes": True,
        # Stripe fills the braces in; they must arrive unescaped.
        "success_url": f"{base_url}/checkout/return?session_id={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{base_url}{BACK[kind]}",
        "client_reference_id": order.public_id,
        "customer_email": order.email,
        "metadata": marks,
        # A session's metadata is not copied to its payment.
        "payment_intent_data": {"description": f"{OFFER.name}, order {order.public_id}", "metadata": marks},
        "adaptive_pricing": {"enabled": False},
        "expires_at": expires_at,
    }


def _switched_on(order: Order, extras: Extras) -> dict[str, Any]:
    more: dict[str, Any] = {"automatic_tax": {"enabled": True}} if extras.has_tax else {}
    if extras.has_invoices:
        data = {"description": f"{OFFER.name}, order {order.public_id}", "metadata": {"order_id": order.public_id}}
        more["invoice_creation"] = {"enabled": True, "invoice_data": data}
    return more


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
