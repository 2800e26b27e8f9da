"""Discounts on sessions: who may use a code or coupon, applying it, removing it, counting its use."""

from __future__ import annotations

from saas.sandbox.formatting import format_amount
from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.line_items import (
    MIN_CHARGE_CENTS,
    AppliedDiscount,
    compute_totals,
    get_discount,
    get_line_items,
    update_totals,
)
from saas.sandbox.resources.objects import api_object
from saas.sandbox.resources.promotion_codes import find_code
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

UNKNOWN = "This code is not valid."
EXPIRED = "This code has expired."
USED_UP = "This code has been used as often as it may be."


def make_discount(sandbox: Sandbox, session_id: str, coupon: str, code: str | None) -> Json:
    return api_object(
        "discount",
        id=sandbox.ids.new("discount"),
        checkout_session=session_id,
        promotion_code=code,
        source={"coupon": coupon, "type": "coupon"},
        start=sandbox.clock.now(),
    )


def discount_of_code(sandbox: Sandbox, code: Json) -> AppliedDiscount | None:
    """The code with its coupon, unless the coupon was deleted."""
    coupon = sandbox.store.find("coupon", code["promotion"]["coupon"])
    return AppliedDiscount(coupon, code) if coupon else None


def find_discount_problem(sandbox: Sandbox, session: Json, subtotal: int, discount: AppliedDiscount) -> str | None:
    """A sentence for the buyer when the discount cannot be used on this session; None when it can."""
    now = sandbox.clock.now()
    limits = [discount.coupon, discount.code] if discount.code else [discount.coupon]
    ends = [end for each in limits for end in (each.get("redeem_by"), each.get("expires_at")) if end]
    if any(end <= now for end in ends):
        return EXPIRED
    if any(each["max_redemptions"] and each["times_redeemed"] >= each["max_redemptions"] for each in limits):
        return USED_UP
    if discount.coupon["currency"] not in (None, session["currency"]):
        return f"This code is for orders in {discount.coupon['currency'].upper()}."
    return _find_code_problem(sandbox, session, subtotal, discount.code) if discount.code else None


def _find_code_problem(sandbox: Sandbox, session: Json, subtotal: int, code: Json) -> str | None:
    if not code["active"]:
        return UNKNOWN
    if code["customer"] not in (None, session["customer"]):
        return "This code is for another customer."
    minimum, currency = code["restrictions"]["minimum_amount"], code["restrictions"]["minimum_amount_currency"]
    if minimum and (subtotal < minimum or currency != session["currency"]):
        return f"This code is for orders of {format_amount(minimum, currency)} or more."
    if code["restrictions"]["first_time_transaction"] and _has_bought_before(sandbox, session):
        return "This code is for a first order only."
    return None


def _has_bought_before(sandbox: Sandbox, session: Json) -> bool:
    """Known only of a buyer whom the session knows already."""
    email, customer = session["customer_email"], session["customer"]
    return any(
        charge["paid"]
        and ((customer and charge["customer"] == customer) or (email and charge["billing_details"]["email"] == email))
        for charge in sandbox.store.newest_first("charge")
    )


def apply_code(sandbox: Sandbox, session: Json, text: str) -> str | None:
    """Apply a typed code to an open session. Returns a sentence, and changes nothing, when it cannot be used."""
    code = find_code(sandbox, text.strip())
    discount = discount_of_code(sandbox, code) if code else None
    if discount is None:
        return UNKNOWN
    problem = find_discount_problem(sandbox, session, session["amount_subtotal"], discount) or _leaves_too_little(
        sandbox, session, discount
    )
    if problem:
        return problem
    apply_discount(sandbox, session, discount)
    update_totals(sandbox, session)
    return None


def _leaves_too_little(sandbox: Sandbox, session: Json, discount: AppliedDiscount) -> str | None:
    """Computed on copies: no card can be charged with less than the minimum, except nothing."""
    trial, items = dict(session), [dict(item) for item in get_line_items(sandbox, session)]
    compute_totals(sandbox, trial, items, discount)
    if 0 < trial["amount_total"] < MIN_CHARGE_CENTS:
        return f"This code would leave less than {format_amount(MIN_CHARGE_CENTS, 'usd')}, too little to charge."
    return None


def apply_discount(sandbox: Sandbox, session: Json, discount: AppliedDiscount) -> None:
    """Add the discount to the session. The caller updates the totals."""
    code: str | None = discount.code["id"] if discount.code else None
    created = sandbox.add("discount", make_discount(sandbox, session["id"], discount.coupon["id"], code))
    # A coupon that is deleted meanwhile still counts here.
    sandbox.set_note(created["id"], {"coupon": discount.coupon})
    sandbox.set_note(session["id"], sandbox.get_note(session["id"]) | {"discount": created["id"]})
    shown = {"coupon": None if code else discount.coupon["id"], "promotion_code": code}
    update_object(sandbox, session, discounts=[shown])


def remove_discount(sandbox: Sandbox, session: Json) -> None:
    update_object(sandbox, session, discounts=[])
    update_totals(sandbox, session)


def recheck_discount(sandbox: Sandbox, session: Json) -> str | None:
    """A sentence when the discount can no longer be used. A typed code is removed then; one of the shop's stays."""
    discount = get_discount(sandbox, session)
    problem = discount and find_discount_problem(sandbox, session, session["amount_subtotal"], discount)
    if problem and session["allow_promotion_codes"]:
        remove_discount(sandbox, session)
    return problem or None


def count_redemption(sandbox: Sandbox, session: Json) -> None:
    """The session is complete: count one more use of its coupon and its code."""
    discount = get_discount(sandbox, session)
    if discount is None or sandbox.store.find("coupon", discount.coupon["id"]) is None:
        return
    for each in (discount.coupon, discount.code):
        if each:
            update_object(sandbox, each, times_redeemed=each["times_redeemed"] + 1)
    update_validity(sandbox, discount.coupon)


def update_validity(sandbox: Sandbox, coupon: Json) -> None:
    """A coupon that is used up or expired is not valid; such codes, and the codes of such a coupon, are not active."""
    update_object(sandbox, coupon, valid=_can_be_redeemed(sandbox, coupon, "redeem_by"))
    for code in sandbox.store.list_all("promotion_code"):
        if code["promotion"]["coupon"] == coupon["id"] and code["active"]:
            is_usable = coupon["valid"] and _can_be_redeemed(sandbox, code, "expires_at")
            if not is_usable:
                update_object(sandbox, code, active=False)


def update_validity_when_due(sandbox: Sandbox, coupon_id: str) -> None:
    coupon = sandbox.store.find("coupon", coupon_id)
    if coupon:
        update_validity(sandbox, coupon)


def _can_be_redeemed(sandbox: Sandbox, coupon_or_code: Json, end: str) -> bool:
    is_expired = coupon_or_code[end] is not None and coupon_or_code[end] <= sandbox.clock.now()
    limit = coupon_or_code["max_redemptions"]
    return not is_expired and (not limit or coupon_or_code["times_redeemed"] < limit)
