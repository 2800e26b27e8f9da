"""Coupons, the codes that lead to them, and the discount one becomes on a session."""

from __future__ import annotations

from saas.sandbox.objects.blank import api_object, blank
from saas.sandbox.store import Thing
from saas.sandbox.world import World

COUPON_TEXTS = ("amount_off", "duration_in_months", "max_redemptions", "name", "redeem_by")
CODE_TEXTS = ("customer", "expires_at", "max_redemptions")


def make_coupon(world: World, asked: Thing) -> Thing:
    """A coupon nobody used yet. Its `applies_to` is sent only when expanded, so it is kept apart."""
    percent = asked.get("percent_off")
    return api_object(
        "coupon",
        **{name: asked[name] for name in COUPON_TEXTS if name in asked},
        id=asked.get("id") or world.ids.new("coupon"),
        created=world.clock.now(),
        currency=asked["currency"].lower() if "amount_off" in asked else None,
        duration=asked.get("duration", "once"),
        livemode=False,
        metadata=asked.get("metadata") or {},
        percent_off=float(percent) if percent is not None else None,
        times_redeemed=0,
        valid=True,
    )


def make_promotion_code(world: World, asked: Thing) -> Thing:
    limits = asked.get("restrictions", {})
    return api_object(
        "promotion_code",
        **{name: asked[name] for name in CODE_TEXTS if name in asked},
        id=world.ids.new("promotion_code"),
        active=asked.get("active", True),
        code=asked.get("code") or world.ids.letters(8).upper(),
        created=world.clock.now(),
        livemode=False,
        metadata=asked.get("metadata") or {},
        promotion={"coupon": asked["promotion"]["coupon"], "type": "coupon"},
        restrictions=blank("promotion_code.restrictions", **{"first_time_transaction": False, **limits}),
        times_redeemed=0,
    )


def make_discount(world: World, session_id: str, coupon: str, code: str | None) -> Thing:
    return api_object(
        "discount",
        id=world.ids.new("discount"),
        checkout_session=session_id,
        promotion_code=code,
        source={"coupon": coupon, "type": "coupon"},
        start=world.clock.now(),
    )
