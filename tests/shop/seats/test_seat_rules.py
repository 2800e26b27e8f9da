"""How seats are counted, and what some of them cost."""

from __future__ import annotations

import pytest

from saas.shop.seats.rules import SeatCount, share_cents


@pytest.mark.parametrize(
    ("paid_cents", "quantity", "seats", "cents"),
    [
        (15800, 2, 1, 7900),
        (15800, 2, 2, 15800),
        (10000, 3, 1, 3333),
        (10000, 3, 3, 10000),
        (0, 5, 2, 0),
        (100, 0, 0, 0),
    ],
)
def test_a_seat_costs_its_share_of_the_payment(paid_cents: int, quantity: int, seats: int, cents: int) -> None:
    assert share_cents(paid_cents, quantity, seats) == cents


def test_seats_being_refunded_are_not_left_to_hand_out() -> None:
    assert SeatCount(bought=10, given=4, claimed=3, on_hold=2).left == 4
