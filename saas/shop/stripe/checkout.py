"""Start a purchase, and cancel one that is not paid.

The order and the attempt are committed before Stripe is asked, with the parameters frozen in the attempt's row. So an
answer that is lost is asked for again with exactly the same bytes under the same key, and leads to the same session.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from saas.accounts.models import Account
from saas.kernel import clock
from saas.kernel.db import transaction
from saas.kernel.errors import NotFound, Refusal
from saas.kernel.ids import new_public_id
from saas.shop.orders.models import Checkout, Order
from saas.shop.orders.offer import (
    APP_TAG,
    MAX_SEATS,
    MIN_SEATS,
    OFFER,
    PRODUCT_DESCRIPTIONS,
    PRODUCT_NAMES,
    Cart,
    Kind,
)
from saas.shop.orders.queries import (
    count_attempts,
    find_checkout_in_progress,
    find_live_checkout,
    find_open_order,
    has_access,
    list_states,
    lock_order,
)
from saas.shop.orders.rules import LIVE_ATTEMPTS, AttemptState, Fact, OrderState, next_state
from saas.shop.seats.actions import save_gift_seat
from saas.shop.stripe.client import StripeBusy, StripeClient, StripeRefused
from saas.shop.stripe.snapshots import CreatedCheckout
from saas.shop.stripe.sync import refresh_order

log = structlog.get_logger()
SESSION_LIFETIME = timedelta(hours=23)
# Stripe refuses a session that would end within 30 minutes; an attempt older than that cannot be sent again.
MIN_LIFETIME = timedelta(minutes=31)
# Where Stripe's page leads back to without a payment.
CANCEL_PATHS = {Kind.SELF: "/checkout", Kind.GIFT: "/gift", Kind.SEATS: "/seats"}
BUSY_TRIES = 4
BUSY_PAUSE = 0.4


class AlreadyPaid(Refusal):
    """There is nothing to pay any more."""


class UnderReview(Refusal):
    """What Stripe reported does not match the order; paying again would make it worse."""


class PaymentProcessing(Refusal):
    """A bank was asked for the money and has not sent it yet; paying again would take it twice."""


@dataclass(frozen=True, slots=True)
class CheckoutOptions:
    """What is switched on in our Stripe account: tax by address, and invoices beside receipts."""

    has_tax: bool = False
    has_invoices: bool = False


OWN_PLAN, NO_OPTIONS = Cart(), CheckoutOptions()


def create_checkout(
    session: Session,
    client: StripeClient,
    *,
    email: str,
    base_url: str,
    cart: Cart = OWN_PLAN,
    options: CheckoutOptions = NO_OPTIONS,
) -> str:
    """The address of Stripe's page for this account's one open order of the cart's kind.

    Pressing again, or from another tab, reaches the same session. Raises AlreadyPaid, UnderReview or PaymentProcessing,
    or Unavailable with the order kept.
    """
    _refresh_last_attempt(session, client, cart)
    checkout = _prepare_attempt(session, cart, options, email=email, base_url=base_url)
    if checkout.url:
        return checkout.url
    created = _create_session(session, client, checkout)
    with transaction(session):
        session.refresh(checkout)
        if checkout.state == AttemptState.CREATING:
            checkout.session_id, checkout.url, checkout.state = created.session_id, created.url, AttemptState.OPEN
    return created.url


def cancel_order(session: Session, client: StripeClient, order_id: str) -> Order:
    """Cancel an unpaid order. Its page at Stripe is closed first; one that was paid in that moment counts as paid.

    Raises NotFound, PaymentProcessing, or StripeUnavailable with the order as it was.
    """
    closed: set[str] = set()
    while True:
        with transaction(session):
            order = lock_order(session, order_id)
            live = session.scalars(
                select(Checkout).where(Checkout.order_id == order.id, Checkout.state.in_(LIVE_ATTEMPTS))
            ).all()
            # Another tab may have opened a page since the last round: nothing is canceled while one can be paid.
            still_open = {checkout.session_id for checkout in live if checkout.session_id} - closed
            if not still_open:
                if order.state == OrderState.PROCESSING:
                    raise PaymentProcessing(
                        "Your bank has been asked for the money, so the order cannot be given up any more."
                    )
                order.state = next_state(OrderState(order.state), Fact.CANCELED)
                if order.state == OrderState.CANCELED:
                    for checkout in live:
                        checkout.state = AttemptState.EXPIRED
                return order
        for session_id in still_open:
            if not client.expire_checkout(session_id):
                refresh_order(session, client, session_id)
        closed |= still_open


def _refresh_last_attempt(session: Session, client: StripeClient, cart: Cart) -> None:
    """Before leading to Stripe's page again, ask whether it was paid or has ended meanwhile. A page for another number
    of seats is closed: it would ask for the wrong amount."""
    checkout = find_checkout_in_progress(session, cart.kind)
    if checkout is None or not checkout.session_id:
        return
    try:
        order = refresh_order(session, client, checkout.session_id)
        if order.state == OrderState.PAID and cart.kind is not Kind.SELF:
            raise AlreadyPaid(
                "This was paid a moment ago, so nothing more is asked for.",
                next_label="See the order",
                next_href=f"/orders/{order.public_id}",
            )
        if order.quantity != cart.quantity and checkout.state == AttemptState.OPEN:
            client.expire_checkout(checkout.session_id)
            refresh_order(session, client, checkout.session_id)
    except NotFound:
        if checkout.state in LIVE_ATTEMPTS:
            _mark_failed(session, checkout)  # or nobody could ever pay this order


def _prepare_attempt(session: Session, cart: Cart, options: CheckoutOptions, *, email: str, base_url: str) -> Checkout:
    with transaction(session):
        # Two presses at once wait here for each other instead of making two orders.
        session.execute(select(Account.id).where(Account.id == session.info["scope"]).with_for_update(key_share=True))
        order = find_open_order(session, cart.kind, lock=True)
        # Only now: it may have been paid while we waited for the lock.
        _refuse_second_purchase(session, cart.kind)
        order = order or _new_order(session, email, cart)
        order.quantity, order.amount_cents = cart.quantity, order.unit_cents * cart.quantity
        if cart.kind is Kind.GIFT:
            save_gift_seat(session, order, cart)
        live = find_live_checkout(session, cart.kind)
        if live is not None and live.state == AttemptState.CREATING and live.expires_at - clock.now() < MIN_LIFETIME:
            live.state, live = AttemptState.FAILED, None
            session.flush()
        return live or _new_attempt(session, order, base_url, options)


def _refuse_second_purchase(session: Session, kind: Kind) -> None:
    if kind is Kind.SELF and has_access(session):
        raise AlreadyPaid(
            "You have already paid. Your plan is open.", next_label="Open the dashboard", next_href="/dashboard"
        )
    states = list_states(session, kind)
    if OrderState.PROCESSING in states:
        raise PaymentProcessing(
            "Your bank was asked for the money and it is on its way, so there is nothing to pay again.",
            next_label="See your order",
            next_href="/orders",
        )
    if OrderState.NEEDS_REVIEW in states:
        raise UnderReview(
            "The payment that reached us does not match your order, so a person is looking at it. Nothing more is charged "
            "meanwhile.",
            next_label="See your order",
            next_href="/orders",
        )


def _new_order(session: Session, email: str, cart: Cart) -> Order:
    order = Order(
        kind=cart.kind,
        unit_cents=OFFER.amount_cents,
        amount_cents=OFFER.amount_cents,
        currency=OFFER.currency,
        email=email,
        state=OrderState.PENDING,
    )
    session.add(order)
    session.flush()
    return order


def _new_attempt(session: Session, order: Order, base_url: str, options: CheckoutOptions) -> Checkout:
    number = count_attempts(session, order.id) + 1
    key = f"checkout:{order.public_id}-{number}-{new_public_id(6)}"
    expires_at = clock.now().replace(microsecond=0) + SESSION_LIFETIME
    parameters = _session_parameters(order, key, int(expires_at.timestamp()), base_url)
    parameters |= _optional_parameters(order, options)
    checkout = Checkout(
        order_id=order.id,
        account_id=order.account_id,
        number=number,
        idempotency_key=key,
        parameters=json.dumps(parameters),
        expires_at=expires_at,
    )
    session.add(checkout)
    session.flush()
    return checkout


def _session_parameters(order: Order, key: str, expires_at: int, base_url: str) -> dict[str, Any]:
    """What Stripe is sent. Only identifiers go into metadata; nothing a person wrote ever does."""
    metadata = {"app": APP_TAG, "order_id": order.public_id, "attempt": key}
    kind = Kind(order.kind)
    product = {"name": PRODUCT_NAMES[kind], "description": PRODUCT_DESCRIPTIONS[kind]}
    price = {"currency": order.currency, "unit_amount": order.unit_cents, "product_data": product}
    item: dict[str, Any] = {"price_data": price, "quantity": order.quantity}
    if kind is Kind.SEATS:
        item["adjustable_quantity"] = {"enabled": True, "minimum": MIN_SEATS, "maximum": MAX_SEATS}
    return {
        "mode": "payment",
        "line_items": [item],
        "allow_promotion_codes": True,
        # Stripe fills the braces in; they must arrive unescaped.
        "success_url": f"{base_url}/checkout/return?session_id={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{base_url}{CANCEL_PATHS[kind]}",
        "client_reference_id": order.public_id,
        "customer_email": order.email,
        "metadata": metadata,
        # A session's metadata is not copied to its payment.
        "payment_intent_data": {"description": f"{OFFER.name}, order {order.public_id}", "metadata": metadata},
        "adaptive_pricing": {"enabled": False},
        "expires_at": expires_at,
    }


def _optional_parameters(order: Order, options: CheckoutOptions) -> dict[str, Any]:
    parameters: dict[str, Any] = {"automatic_tax": {"enabled": True}} if options.has_tax else {}
    if options.has_invoices:
        data = {"description": f"{OFFER.name}, order {order.public_id}", "metadata": {"order_id": order.public_id}}
        parameters["invoice_creation"] = {"enabled": True, "invoice_data": data}
    return parameters


def _create_session(session: Session, client: StripeClient, checkout: Checkout) -> CreatedCheckout:
    """Ask Stripe with exactly what was stored. A lost answer leaves the attempt as it is, to be asked for again."""
    for _ in range(BUSY_TRIES):
        try:
            return client.create_checkout(json.loads(checkout.parameters), checkout.idempotency_key)
        except StripeBusy:
            time.sleep(BUSY_PAUSE)
        except StripeRefused:
            log.exception("stripe refused a checkout", attempt=checkout.idempotency_key)
            _mark_failed(session, checkout)
            raise
    raise StripeBusy("Stripe is still opening your payment page.")


def _mark_failed(session: Session, checkout: Checkout) -> None:
    with transaction(session):
        checkout.state = AttemptState.FAILED
