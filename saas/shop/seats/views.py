"""Plans for somebody else: the pages that offer a gift or seats, buying and handing them out, and claiming one.

`seat_offers` and `claims` are open to everybody, `seats` to who is signed in. The secret in a claim link is the
permission; it is logged nowhere, and no other site learns it.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from saas.accounts import guards
from saas.kernel.errors import NotFound, Unavailable
from saas.kernel.tenancy import unscoped
from saas.shop.context import checkout_options, claim_links, get_own_order, site_url, stripe_client
from saas.shop.orders.models import Order
from saas.shop.orders.offer import MAX_SEATS, MIN_SEATS, Kind
from saas.shop.orders.queries import has_access
from saas.shop.pages.orders import render_order_page
from saas.shop.seats import actions
from saas.shop.seats.forms import GiftForm, RecipientForm, SeatsForm
from saas.shop.seats.queries import find_claimable_plan, find_unfinished_cart
from saas.shop.stripe.checkout import create_checkout
from saas.web.limits import limiter
from saas.web.session import db, staff_engine

seat_offers = Blueprint("seat_offers", __name__)
seats = Blueprint("seats", __name__)
seats.before_request(guards.require_sign_in)
claims = Blueprint("claims", __name__)
OFFER_PAGES = {Kind.GIFT: "shop/seats/gift.html", Kind.SEATS: "shop/seats/seats.html"}


@seat_offers.get("/gift")
def show_gift() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return _render_offer(Kind.GIFT, None, is_signed_in=False)
    guards.require_sign_in()
    order, cart = find_unfinished_cart(db(), Kind.GIFT)
    form = GiftForm(email=cart.recipient_email, giver_name=cart.giver_name, words=cart.words)
    return _render_offer(Kind.GIFT, form, order=order)


@seat_offers.get("/seats")
def show_seats() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return _render_offer(Kind.SEATS, None, is_signed_in=False)
    guards.require_sign_in()
    order, cart = find_unfinished_cart(db(), Kind.SEATS)
    return _render_offer(Kind.SEATS, SeatsForm(quantity=str(max(cart.quantity, MIN_SEATS))), order=order)


@seats.post("/gift")
@limiter.limit("20 per minute")
def buy_gift() -> ResponseReturnValue:
    return _buy(Kind.GIFT, GiftForm())


@seats.post("/seats")
@limiter.limit("20 per minute")
def buy_seats() -> ResponseReturnValue:
    return _buy(Kind.SEATS, SeatsForm())


def _buy(kind: Kind, form: GiftForm | SeatsForm) -> ResponseReturnValue:
    """To Stripe's page, or back to the form with everything that was typed."""
    if not form.validate():
        return _render_offer(kind, form), 422
    email, options = guards.current_person().email, checkout_options()
    try:
        url = create_checkout(db(), stripe_client(), email=email, base_url=site_url(), cart=form.cart, options=options)
    except Unavailable:
        return _render_offer(kind, form, is_away=True), 503
    return redirect(url, 303)


def _render_offer(
    kind: Kind,
    form: GiftForm | SeatsForm | None,
    *,
    order: Order | None = None,
    is_signed_in: bool = True,
    is_away: bool = False,
) -> str:
    return render_template(
        OFFER_PAGES[kind],
        form=form,
        order=order,
        is_signed_in=is_signed_in,
        is_away=is_away,
        min_seats=MIN_SEATS,
        max_seats=MAX_SEATS,
    )


@seats.post("/orders/<public_id>/gift-link")
@limiter.limit("20 per minute")
def renew_gift_link(public_id: str) -> ResponseReturnValue:
    """The link is in this answer and nowhere else."""
    try:
        link = actions.renew_gift_link(db(), claim_links(), public_id)
    except actions.NoSeatLeft as refusal:
        return render_order_page(get_own_order(public_id), refusal=refusal.sentence), 422
    return render_order_page(get_own_order(public_id), link=link)


@seats.post("/orders/<public_id>/seats")
@limiter.limit("60 per minute")
def hand_out_seat(public_id: str) -> ResponseReturnValue:
    """The link of one seat; mailed too, where an address was typed."""
    order, form = get_own_order(public_id), RecipientForm()
    if not form.validate():
        return render_order_page(order, errors=form.field_errors, typed=form.typed_values), 422
    try:
        link = actions.hand_out_seat(db(), claim_links(), public_id, form.email.data)
    except (actions.NoSeatLeft, actions.TooManyLetters) as refusal:
        page = render_order_page(get_own_order(public_id), refusal=refusal.sentence, typed=form.typed_values)
        return page, 422
    return render_order_page(get_own_order(public_id), link=link, typed={"given": form.email.data})


@claims.get("/claim/<token>")
@limiter.limit("30 per minute")
def show(token: str) -> ResponseReturnValue:
    """Anybody may look: nothing is used up by it, and mail programs open links by themselves."""
    with unscoped(staff_engine(), "claim: a link names a seat, not an account") as session:
        plan = find_claimable_plan(session, token)
    if plan is None:
        return _private_response(render_template("shop/seats/claim_over.html"), 404)
    is_signed_in = current_user.is_authenticated
    if is_signed_in:
        guards.require_sign_in()
    has_plan = is_signed_in and has_access(db())
    page = render_template(
        "shop/seats/claim.html", token=token, plan=plan, is_signed_in=is_signed_in, has_plan=has_plan
    )
    return _private_response(page)


@claims.post("/claim/<token>")
@limiter.limit("10 per minute")
def create(token: str) -> ResponseReturnValue:
    answer = guards.require_sign_in()
    if answer is not None:
        return answer
    with unscoped(staff_engine(), "claim: a link names a seat, not an account") as session:
        try:
            actions.claim_seat(session, guards.current_person().account_id, token)
        except NotFound:
            return _private_response(render_template("shop/seats/claim_over.html"), 404)
    return redirect("/intake", 303)


def _private_response(page: str, status: int = 200) -> Response:
    """A page whose address no other site learns."""
    answer = make_response(page, status)
    # The site alone, without the path: the CSRF check over HTTPS wants that much.
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
