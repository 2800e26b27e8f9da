"""Plans for somebody else: buying a gift or seats, and handing them out."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts import guards
from saas.kernel.errors import Unavailable
from saas.orders.actions.giving import NoSeat, give_seat, renew_gift_link
from saas.orders.actions.paying import start_checkout
from saas.orders.forms import AddressForm, GiftForm, SeatsForm
from saas.orders.models.orders import Order
from saas.orders.queries import buyers
from saas.orders.rules.offer import LEAST_SEATS, MOST_SEATS, Kind
from saas.orders.views.account import page
from saas.orders.views.doors import extras, gateway, house_address, offers, own_order, shop
from saas.web.security import limiter
from saas.web.session import db

PAGES = {Kind.GIFT: "orders/gift.html", Kind.SEATS: "orders/seats.html"}


@offers.get("/gift")
def gift() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return _offer(Kind.GIFT, None, is_known=False)
    guards.require_sign_in()
    order, wanted = buyers.last_wanted(db(), Kind.GIFT)
    form = GiftForm(email=wanted.recipient_email, giver_name=wanted.giver_name, words=wanted.words)
    return _offer(Kind.GIFT, form, order=order)


@offers.get("/seats")
def seats() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return _offer(Kind.SEATS, None, is_known=False)
    guards.require_sign_in()
    order, wanted = buyers.last_wanted(db(), Kind.SEATS)
    return _offer(Kind.SEATS, SeatsForm(quantity=str(max(wanted.quantity, LEAST_SEATS))), order=order)


@shop.post("/gift")
@limiter.limit("20 per minute")
def buy_gift() -> ResponseReturnValue:
    return _buy(Kind.GIFT, GiftForm())


@shop.post("/seats")
@limiter.limit("20 per minute")
def buy_seats() -> ResponseReturnValue:
    return _buy(Kind.SEATS, SeatsForm())


@shop.post("/orders/<public_id>/gift-link")
@limiter.limit("20 per minute")
def renew_link(public_id: str) -> ResponseReturnValue:
    """The link is in this answer and nowhere else."""
    try:
        link = renew_gift_link(db(), house_address(), public_id)
    except NoSeat as refusal:
        return page(own_order(public_id), refusal=refusal.sentence), 422
    return page(own_order(public_id), link=link)


@shop.post("/orders/<public_id>/seats")
@limiter.limit("60 per minute")
def give(public_id: str) -> ResponseReturnValue:
    """The link of one seat; mailed too, where an address was typed."""
    order, form = own_order(public_id), AddressForm()
    if not form.validate():
        return page(order, errors=form.faults, typed=form.typed), 422
    try:
        link = give_seat(db(), house_address(), public_id, form.email.data)
    except NoSeat as refusal:
        return page(own_order(public_id), refusal=refusal.sentence, typed=form.typed), 422
    return page(own_order(public_id), link=link, typed={"given": form.email.data})


def _buy(kind: Kind, form: GiftForm | SeatsForm) -> ResponseReturnValue:
    """To Stripe's page, or back to the form with everything that was typed."""
    if not form.validate():
        return _offer(kind, form), 422
    try:
        address = start_checkout(
            db(),
            gateway(),
            email=guards.current_person().email,
            base_url=house_address(),
            wanted=form.wanted,
            extras=extras(),
        )
    except Unavailable:
        return _offer(kind, form, is_down=True), 503
    return redirect(address, 303)


def _offer(
    kind: Kind, form: GiftForm | SeatsForm | None, *, order: Order | None = None, is_known: bool = True, is_down: bool = False
) -> str:  # fmt: skip
    return render_template(
        PAGES[kind], form=form, order=order, is_known=is_known, is_down=is_down, least=LEAST_SEATS, most=MOST_SEATS
    )
