"""What is sold: a plan for oneself, a plan as a gift, or several seats for an organization.

The only place for the price, the product names and the tag that marks our objects at Stripe. Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# The `app` entry in the metadata of everything we create at Stripe. An object without it belongs to another shop.
APP_TAG = "careercanopy"
# Stands in `orders.email` once the account was deleted: no letter is queued to such an order.
DELETED_ADDRESS = "deleted"


@dataclass(frozen=True, slots=True)
class Offer:
    """`amount_cents` is the price of one plan, paid once, in `currency` (ISO code, lower case as Stripe writes it).

    A buyer can ask for a refund within `refund_days` of paying. What was written in the plan is kept for `kept_days`
    after the refund, so that it can be exported.
    """

    name: str
    description: str
    amount_cents: int
    currency: str
    refund_days: int
    kept_days: int


# Pages show this price, an order freezes it, and the sync with Stripe checks what was paid against the frozen price.
OFFER = Offer("CareerCanopy plan", "A plan built from your answers. Paid once.", 7900, "usd", 30, 30)


class Kind(StrEnum):
    """What an order buys."""

    SELF = "self"
    GIFT = "gift"  # one seat for somebody else, refundable until it is claimed
    SEATS = "seats"  # several, for an organization to hand out


MIN_SEATS, MAX_SEATS = 2, 500
PRODUCT_NAMES = {
    Kind.SELF: OFFER.name,
    Kind.GIFT: f"{OFFER.name}, as a gift",
    Kind.SEATS: f"{OFFER.name}, a seat",
}
PRODUCT_DESCRIPTIONS = {
    Kind.SELF: OFFER.description,
    Kind.GIFT: "One plan for somebody else. You get a link that works once.",
    Kind.SEATS: "Plans to hand out. Each link works once; you never see what a person writes.",
}


def allowed_quantities(kind: Kind) -> range:
    """How many plans a paid order of this kind can hold."""
    return range(MIN_SEATS, MAX_SEATS + 1) if kind is Kind.SEATS else range(1, 2)


@dataclass(frozen=True, slots=True)
class Cart:
    """What somebody is about to buy. The recipient of a gift and the giver's words are never sent to Stripe."""

    kind: Kind = Kind.SELF
    quantity: int = 1
    recipient_email: str = ""
    giver_name: str = ""
    words: str = ""
