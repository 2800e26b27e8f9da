"""Codes and coupons: who may use one, putting it on a session, taking it off, counting its use."""

from __future__ import annotations

from saas.sandbox.included import line_items
from saas.sandbox.money import price_text
from saas.sandbox.objects.coupon import make_discount
from saas.sandbox.states.news import change
from saas.sandbox.states.reprice import Given, add_up, given_of, reprice
from saas.sandbox.store import Thing
from saas.sandbox.totals import LEAST_CHARGE
from saas.sandbox.world import World

UNKNOWN = "This code is not valid."
EXPIRED = "This code has expired."
USED_UP = "This code has been used as often as it may be."


def code_named(world: World, text: str) -> Thing | None:
    """The code of this text, whatever its case: the active one, else the newest that once was."""
    named = [each for each in world.store.newest("promotion_code") if each["code"].casefold() == text.casefold()]
    return next((each for each in named if each["active"]), named[0] if named else None)


def given_by(world: World, code: Thing) -> Given | None:
    """A code with its coupon, unless the coupon was deleted."""
    coupon = world.store.find("coupon", code["promotion"]["coupon"])
    return Given(coupon, code) if coupon else None


def why_not(world: World, session: Thing, subtotal: int, given: Given) -> str | None:
    """A sentence for the buyer when the discount cannot be used on this session; None when it can."""
    now = world.clock.now()
    limits = [given.coupon, given.code] if given.code else [given.coupon]
    ends = [end for each in limits for end in (each.get("redeem_by"), each.get("expires_at")) if end]
    if any(end <= now for end in ends):
        return EXPIRED
    if any(each["max_redemptions"] and each["times_redeemed"] >= each["max_redemptions"] for each in limits):
        return USED_UP
    if given.coupon["currency"] not in (None, session["currency"]):
        return f"This code is for orders in {given.coupon['currency'].upper()}."
    return _why_not_code(world, session, subtotal, given.code) if given.code else None


def _why_not_code(world: World, session: Thing, subtotal: int, code: Thing) -> str | None:
    if not code["active"]:
        return UNKNOWN
    if code["customer"] not in (None, session["customer"]):
        return "This code is for another customer."
    least, currency = code["restrictions"]["minimum_amount"], code["restrictions"]["minimum_amount_currency"]
    if least and (subtotal < least or currency != session["currency"]):
        return f"This code is for orders of {price_text(least, currency)} or more."
    if code["restrictions"]["first_time_transaction"] and _bought_before(world, session):
        return "This code is for a first order only."
    return None


def _bought_before(world: World, session: Thing) -> bool:
    """Known only of a buyer the session already knows."""
    email, customer = session["customer_email"], session["customer"]
    return any(
        charge["paid"]
        and ((customer and charge["customer"] == customer) or (email and charge["billing_details"]["email"] == email))
        for charge in world.store.newest("charge")
    )


def enter_code(world: World, session: Thing, text: str) -> str | None:
    """Put a typed code on an open session; a sentence when it does not fit, and nothing changed."""
    code = code_named(world, text.strip())
    given = given_by(world, code) if code else None
    if given is None:
        return UNKNOWN
    problem = why_not(world, session, session["amount_subtotal"], given) or _too_little(world, session, given)
    if problem:
        return problem
    put_on(world, session, given)
    reprice(world, session)
    return None


def _too_little(world: World, session: Thing, given: Given) -> str | None:
    """Tried on copies: between nothing and the least charge, no card can be charged."""
    trial, items = dict(session), [dict(item) for item in line_items(world, session)]
    add_up(world, trial, items, given)
    if 0 < trial["amount_total"] < LEAST_CHARGE:
        return f"This code would leave less than {price_text(LEAST_CHARGE, 'usd')}, too little to charge."
    return None


def put_on(world: World, session: Thing, given: Given) -> None:
    """The session carries the discount from here; its sums are the caller's to add up."""
    code: str | None = given.code["id"] if given.code else None
    discount = world.new("discount", make_discount(world, session["id"], given.coupon["id"], code))
    world.keep_memo(discount["id"], {"coupon": given.coupon})  # a coupon deleted meanwhile still counts here
    world.keep_memo(session["id"], world.memo(session["id"]) | {"discount": discount["id"]})
    shown = {"coupon": None if code else given.coupon["id"], "promotion_code": code}
    change(world, session, discounts=[shown])


def take_off(world: World, session: Thing) -> None:
    change(world, session, discounts=[])
    reprice(world, session)


def still_fits(world: World, session: Thing) -> str | None:
    """A sentence when the discount no longer fits. A typed code is taken off then; one of the shop's stays."""
    given = given_of(world, session)
    problem = given and why_not(world, session, session["amount_subtotal"], given)
    if problem and session["allow_promotion_codes"]:
        take_off(world, session)
    return problem or None


def redeem(world: World, session: Thing) -> None:
    """The session is complete: its coupon and code were used once more."""
    given = given_of(world, session)
    if given is None or world.store.find("coupon", given.coupon["id"]) is None:
        return
    for each in (given.coupon, given.code):
        if each:
            change(world, each, times_redeemed=each["times_redeemed"] + 1)
    refresh(world, given.coupon)


def refresh(world: World, coupon: Thing) -> None:
    """A coupon used up or over is not valid; codes of such a coupon, and codes used up or over, are not active."""
    change(world, coupon, valid=_is_left(world, coupon, "redeem_by"))
    for code in world.store.all("promotion_code"):
        if code["promotion"]["coupon"] == coupon["id"] and code["active"]:
            is_left = coupon["valid"] and _is_left(world, code, "expires_at")
            if not is_left:
                change(world, code, active=False)


def refresh_in_time(world: World, coupon_id: str) -> None:
    coupon = world.store.find("coupon", coupon_id)
    if coupon:
        refresh(world, coupon)


def _is_left(world: World, thing: Thing, end: str) -> bool:
    is_over = thing[end] is not None and thing[end] <= world.clock.now()
    return not is_over and (not thing["max_redemptions"] or thing["times_redeemed"] < thing["max_redemptions"])
