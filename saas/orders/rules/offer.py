"""What is sold: one plan for oneself, one as a gift, or several seats for an organization."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Offer:
    """`amount_cents` once for each plan, in `currency` (ISO, lower case as Stripe writes it). A buyer may have it back
    within `refund_days`; what was written is kept for `kept_days` after that, for taking along."""

    name: str
    description: str
    amount_cents: int
    currency: str
    refund_days: int
    kept_days: int


# The one truth for the price: pages show it, an order freezes it, settling checks it.
OFFER = Offer("CareerCanopy plan", "A plan built from your answers. Paid once.", 7900, "usd", 30, 30)

# What stands in the place of an address once its account was deleted.
DELETED_ADDRESS = "deleted"


class Kind(StrEnum):
    SELF = "self"
    GIFT = "gift"  # one seat for somebody else, refundable until it is claimed
    SEATS = "seats"  # several, for an organization to hand out


LEAST_SEATS, MOST_SEATS = 2, 500
LINES = {
    Kind.SELF: OFFER.name,
    Kind.GIFT: f"{OFFER.name}, as a gift",
    Kind.SEATS: f"{OFFER.name}, a seat",
}
DESCRIPTIONS = {
    Kind.SELF: OFFER.description,
    Kind.GIFT: "One plan for somebody else. You get a link that works once.",
    Kind.SEATS: "Plans to hand out. Each link works once; you never see what a person writes.",
}


def quantities(kind: Kind) -> range:
    """How many plans an order of this kind may hold when it is paid."""
    return range(LEAST_SEATS, MOST_SEATS + 1) if kind is Kind.SEATS else range(1, 2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to buy. A gift may name whom it is for; none of that is ever sent to Stripe."""

    kind: Kind = Kind.SELF
    quantity: int = 1
    recipient_email: str = ""
    giver_name: str = ""
    words: str = ""
