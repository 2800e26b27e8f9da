"""How an order's seats are counted, and what some of them cost. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeatCount:
    """`on_hold` seats are being refunded and cannot be claimed meanwhile."""

    bought: int
    given: int
    claimed: int
    on_hold: int

    @property
    def left(self) -> int:
        """Not handed out yet."""
        return self.bought - self.given - self.on_hold

    @property
    def unclaimed(self) -> int:
        """Neither claimed nor being refunded."""
        return self.bought - self.claimed - self.on_hold


def share_cents(paid_cents: int, quantity: int, seats: int) -> int:
    """What `seats` of `quantity` cost, of what was really paid. Rounded down, except that all of them are all of it."""
    return paid_cents * seats // quantity if quantity else 0
