"""Line items of a session and what they come to: items, less a discount, plus tax. Whole cents throughout.

The sums follow what the buyer changes: quantities, a promotion code, the postal code for the tax. Sales tax is much
simplified: one rate in the East of the United States, none elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from saas.sandbox.resources.events import update_object
from saas.sandbox.resources.objects import api_object
from saas.sandbox.state import Sandbox
from saas.sandbox.store import Json

MIN_CHARGE_CENTS = 50  # nothing smaller can be charged, but a session may come to zero
TAX_PERCENT = 5
# First digits of ZIP codes: New England and New York, the Middle Atlantic.
TAXED_ZIPS = ("0", "1", "2")
RATE_ID = "txr_1SandboxSalesTaxOfTheEast"
RATE_CREATED_AT = 1_767_225_600  # 2026-01-01 UTC


def get_line_items(sandbox: Sandbox, session: Json) -> list[Json]:
    """A session's items, in the order in which they were requested."""
    return [sandbox.store.get("item", key) for key in sandbox.get_note(session["id"]).get("items", [])]


def make_line_item(sandbox: Sandbox, params: Json, price: Json, name: str) -> Json:
    """A line item with its whole price, as the API sends it. `write_totals` writes its sums."""
    adjustable = params.get("adjustable_quantity")
    return api_object(
        "item",
        id=sandbox.ids.new("item"),
        adjustable_quantity=adjustable and {"maximum": None, "minimum": None, **adjustable},
        amount_discount=0,
        amount_subtotal=0,
        amount_tax=0,
        amount_total=0,
        currency=price["currency"],
        description=name,
        metadata=params.get("metadata") or {},
        price=price,
        quantity=params["quantity"],
    )


def discount_cents(coupon: Json, subtotal: int) -> int:
    """What a coupon takes off: its percent, rounded half up, or its amount, and never more than the subtotal."""
    if coupon["percent_off"] is not None:
        return _round(Decimal(subtotal) * Decimal(str(coupon["percent_off"])) / 100)
    return min(int(coupon["amount_off"]), subtotal)


def split_cents(amount: int, weights: list[int]) -> list[int]:
    """`amount` split in proportion to the weights. The parts add up: each is the growth of a running total."""
    total_weight = sum(weights)
    parts: list[int] = []
    weight_so_far = amount_so_far = 0
    for weight in weights:
        weight_so_far += weight
        reached = amount * weight_so_far // total_weight if total_weight else 0
        parts.append(reached - amount_so_far)
        amount_so_far = reached
    return parts


def tax_cents(amount: int, percent: int, *, is_inclusive: bool) -> int:
    """The tax on an amount, or the tax within it."""
    return _round(Decimal(amount) * percent / (100 + percent if is_inclusive else 100))


def is_tax_inclusive(item: Json) -> bool:
    return bool(item["price"]["tax_behavior"] == "inclusive")


def write_totals(session: Json, items: list[Json], discounted: set[str], coupon: Json | None, tax_percent: int) -> None:
    """Write the sums into the items and the session. `discounted` has the ids of the items that the coupon is for."""
    for item in items:
        item["amount_subtotal"] = item["price"]["unit_amount"] * item["quantity"]
    eligible = [item["amount_subtotal"] if item["id"] in discounted else 0 for item in items]
    discount_amount = discount_cents(coupon, sum(eligible)) if coupon else 0
    for item, part in zip(items, split_cents(discount_amount, eligible), strict=True):
        left = item["amount_subtotal"] - part
        tax = tax_cents(left, tax_percent, is_inclusive=is_tax_inclusive(item))
        item.update(amount_discount=part, amount_tax=tax, amount_total=left if is_tax_inclusive(item) else left + tax)
    sums = {name: sum(item[name] for item in items) for name in ("amount_discount", "amount_tax")}
    session["amount_subtotal"] = sum(item["amount_subtotal"] for item in items)
    session["amount_total"] = sum(item["amount_total"] for item in items)
    session["total_details"] = {"amount_shipping": 0, **sums}


def _round(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def tax_percent_at(postal_code: str | None) -> int:
    return TAX_PERCENT if (postal_code or "").startswith(TAXED_ZIPS) else 0


def tax_rate(percent: int, *, is_inclusive: bool) -> Json:
    return api_object(
        "tax_rate",
        id=RATE_ID,
        active=False,  # a rate that automatic tax found; nobody can choose it
        country="US",
        created=RATE_CREATED_AT,
        display_name="Sales tax",
        effective_percentage=float(percent),
        inclusive=is_inclusive,
        jurisdiction="The East",
        jurisdiction_level="state",
        livemode=False,
        metadata={},
        percentage=float(percent),
        rate_type="percentage",
        tax_type="sales_tax",
    )


@dataclass(frozen=True, slots=True)
class AppliedDiscount:
    """A discount on a session: its coupon, and the promotion code that brought it, if any."""

    coupon: Json
    code: Json | None = None


def get_discount(sandbox: Sandbox, session: Json) -> AppliedDiscount | None:
    if not session["discounts"]:
        return None
    discount = sandbox.store.get("discount", sandbox.get_note(session["id"])["discount"])
    code = discount["promotion_code"]
    coupon = sandbox.store.find("coupon", discount["source"]["coupon"]) or sandbox.get_note(discount["id"])["coupon"]
    return AppliedDiscount(coupon, sandbox.store.get("promotion_code", code) if code else None)


def compute_totals(sandbox: Sandbox, session: Json, items: list[Json], discount: AppliedDiscount | None) -> None:
    """Write the sums without storing them: the caller may still refuse."""
    discounted_ids = {item["id"] for item in items if discount and _applies_to(sandbox, discount.coupon, item)}
    write_totals(session, items, discounted_ids, discount.coupon if discount else None, _tax_percent(sandbox, session))


def update_totals(sandbox: Sandbox, session: Json) -> None:
    """Compute the sums again and store them, also in the intent if there is one."""
    items = get_line_items(sandbox, session)
    compute_totals(sandbox, session, items, get_discount(sandbox, session))
    for item in items:
        sandbox.save(item)
    sandbox.save(session)
    if session["payment_intent"]:
        intent = sandbox.store.get("payment_intent", session["payment_intent"])
        update_object(sandbox, intent, amount=session["amount_total"])


def _applies_to(sandbox: Sandbox, coupon: Json, item: Json) -> bool:
    """A coupon may be limited to some products."""
    products = sandbox.get_note(f"coupon:{coupon['id']}").get("products")
    return not products or item["price"]["product"] in products


def _tax_percent(sandbox: Sandbox, session: Json) -> int:
    if not session["automatic_tax"]["enabled"]:
        return 0
    return tax_percent_at(get_postal_code(sandbox, session))


def get_postal_code(sandbox: Sandbox, session: Json) -> str | None:
    """The postal code that the buyer gave, if any."""
    code: str | None = sandbox.get_note(session["id"]).get("postal_code")
    return code


def set_postal_code(sandbox: Sandbox, session: Json, postal_code: str) -> None:
    sandbox.set_note(session["id"], sandbox.get_note(session["id"]) | {"postal_code": postal_code})
    update_object(sandbox, session, automatic_tax=session["automatic_tax"] | {"status": "complete"})
    update_totals(sandbox, session)


def set_quantity(sandbox: Sandbox, session: Json, item: Json, quantity: int) -> None:
    update_object(sandbox, item, quantity=quantity)
    update_totals(sandbox, session)
