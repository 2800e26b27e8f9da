"""What a session comes to: items, less a discount, plus tax. Whole cents, spread over the items without a rest."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from saas.sandbox.store import Thing

LEAST_CHARGE = 50  # cents; nothing smaller but zero can be charged


def discount_cents(coupon: Thing, subtotal: int) -> int:
    """What a coupon takes off: its percent rounded half up, or its amount, never more than there is."""
    if coupon["percent_off"] is not None:
        return _rounded(Decimal(subtotal) * Decimal(str(coupon["percent_off"])) / 100)
    return min(int(coupon["amount_off"]), subtotal)


def shares(amount: int, weights: list[int]) -> list[int]:
    """`amount` in parts as heavy as their weights; they add up, for each is the growth of a running total."""
    whole = sum(weights)
    parts: list[int] = []
    seen = given = 0
    for weight in weights:
        seen += weight
        reached = amount * seen // whole if whole else 0
        parts.append(reached - given)
        given = reached
    return parts


def tax_cents(amount: int, percent: int, *, is_inclusive: bool) -> int:
    """The tax on an amount, or the tax within it."""
    return _rounded(Decimal(amount) * percent / (100 + percent if is_inclusive else 100))


def is_inclusive(item: Thing) -> bool:
    return bool(item["price"]["tax_behavior"] == "inclusive")


def settle(session: Thing, items: list[Thing], discounted: set[str], coupon: Thing | None, tax_percent: int) -> None:
    """Write the sums into the items and the session. `discounted` are the ids of items the coupon is for."""
    for item in items:
        item["amount_subtotal"] = item["price"]["unit_amount"] * item["quantity"]
    eligible = [item["amount_subtotal"] if item["id"] in discounted else 0 for item in items]
    cut = discount_cents(coupon, sum(eligible)) if coupon else 0
    for item, part in zip(items, shares(cut, eligible), strict=True):
        left = item["amount_subtotal"] - part
        tax = tax_cents(left, tax_percent, is_inclusive=is_inclusive(item))
        item.update(amount_discount=part, amount_tax=tax, amount_total=left if is_inclusive(item) else left + tax)
    sums = {name: sum(item[name] for item in items) for name in ("amount_discount", "amount_tax")}
    session["amount_subtotal"] = sum(item["amount_subtotal"] for item in items)
    session["amount_total"] = sum(item["amount_total"] for item in items)
    session["total_details"] = {"amount_shipping": 0, **sums}


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
