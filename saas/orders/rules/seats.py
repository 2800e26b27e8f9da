"""Seats: plans that were bought for somebody else, and whom they belong to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """How an order's seats stand. `held` ones are being refunded and cannot be claimed meanwhile."""

    bought: int
    given: int
    claimed: int
    held: int

    @property
    def left(self) -> int:
        """Not handed out yet."""
        return self.bought - self.given - self.held


def share_cents(paid_cents: int, quantity: int, seats: int) -> int:
    """What `seats` of `quantity` cost, of what was really paid. Rounded down, except that all of them are all of it."""
    return paid_cents * seats // quantity if quantity else 0
