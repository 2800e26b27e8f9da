"""How a refund and a dispute move, as tables."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from saas.shop.disputes import rules as disputing
from saas.shop.orders.rules import Fact
from saas.shop.refunds.rules import (
    RefundState,
    can_transition,
    deletion_day,
    last_refund_day,
    remaining_cents,
    state_from_stripe,
)
from saas.shop.seats.rules import SeatCount, share_cents

REQUESTED, DECLINED, SUBMITTED = RefundState.REQUESTED, RefundState.DECLINED, RefundState.SUBMITTED
PENDING, ACTION, SUCCEEDED = RefundState.PENDING, RefundState.REQUIRES_ACTION, RefundState.SUCCEEDED
FAILED, CANCELED = RefundState.FAILED, RefundState.CANCELED
NEWS = {
    REQUESTED: {SUBMITTED, DECLINED, CANCELED},
    SUBMITTED: {PENDING, ACTION, SUCCEEDED, FAILED, CANCELED},
    PENDING: {ACTION, SUCCEEDED, FAILED, CANCELED},
    ACTION: {PENDING, SUCCEEDED, FAILED, CANCELED},
    SUCCEEDED: {FAILED},
    DECLINED: set(),
    FAILED: set(),
    CANCELED: set(),
}


@pytest.mark.parametrize(("state", "to"), list(product(RefundState, RefundState)))
def test_a_refund_moves_by_the_table_alone(state: RefundState, to: RefundState) -> None:
    assert can_transition(state, to) is (to in NEWS[state])


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", PENDING),
        ("succeeded", SUCCEEDED),
        ("failed", FAILED),
        ("canceled", CANCELED),
        ("requires_action", ACTION),
        ("something_new", PENDING),
        ("requested", PENDING),
        ("declined", PENDING),
    ],
)
def test_stripes_word_is_ours_and_an_unknown_one_is_not_lost(status: str, state: RefundState) -> None:
    assert state_from_stripe(status) is state


@pytest.mark.parametrize(
    ("paid", "spoken_for", "left"), [(7900, 0, 7900), (7900, 2000, 5900), (7900, 7900, 0), (0, 100, 0)]
)
def test_what_may_go_back_is_never_below_nothing(paid: int, spoken_for: int, left: int) -> None:
    assert remaining_cents(paid, spoken_for) == left


def test_a_buyer_has_thirty_days_and_what_was_written_thirty_more() -> None:
    assert last_refund_day(date(2026, 11, 1)) == date(2026, 12, 1)
    assert deletion_day(date(2026, 12, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("status", "is_charge_refundable", "blocks"),
    [
        ("needs_response", False, True),
        ("under_review", False, True),
        ("needs_response", True, True),
        ("lost", False, True),
        ("won", False, False),
        ("prevented", False, False),
        ("warning_needs_response", True, False),
        ("warning_needs_response", False, True),
        ("warning_closed", False, False),
        ("appeal_under_review", False, True),
        ("a_new_word", False, True),
    ],
)
def test_a_refund_waits_while_a_bank_decides(status: str, is_charge_refundable: bool, blocks: bool) -> None:
    assert disputing.blocks_refund(status, is_charge_refundable=is_charge_refundable) is blocks


@pytest.mark.parametrize(
    ("statuses", "fact"),
    [
        ((), Fact.NOTHING),
        (("warning_needs_response",), Fact.NOTHING),
        (("warning_closed",), Fact.NOTHING),
        (("needs_response",), Fact.DISPUTED),
        (("under_review",), Fact.DISPUTED),
        (("won",), Fact.DISPUTE_WON),
        (("prevented",), Fact.DISPUTE_WON),
        (("lost",), Fact.DISPUTE_LOST),
        (("won", "needs_response"), Fact.DISPUTED),
        (("won", "lost"), Fact.DISPUTE_LOST),
        (("warning_closed", "won"), Fact.DISPUTE_WON),
        (("a_new_word",), Fact.DISPUTED),
    ],
)
def test_the_gravest_dispute_of_an_order_speaks_for_it(statuses: tuple[str, ...], fact: Fact) -> None:
    assert disputing.disputes_fact(statuses) is fact


@pytest.mark.parametrize(
    ("held", "seen", "is_news"),
    [
        ("needs_response", "under_review", True),
        ("under_review", "won", True),
        ("won", "under_review", False),
        ("lost", "needs_response", False),
        ("lost", "appeal_needs_response", True),
        ("lost", "won", True),
        ("warning_needs_response", "needs_response", True),
    ],
)
def test_a_dispute_that_is_over_opens_by_an_appeal_alone(held: str, seen: str, is_news: bool) -> None:
    assert disputing.can_replace(held, seen) is is_news


@pytest.mark.parametrize(
    ("paid", "quantity", "seats", "cents"),
    [
        (15800, 2, 1, 7900),
        (15800, 2, 2, 15800),
        (10000, 3, 1, 3333),
        (10000, 3, 3, 10000),
        (0, 5, 2, 0),
        (100, 0, 0, 0),
    ],
)
def test_a_seat_costs_its_share_of_what_was_really_paid(paid: int, quantity: int, seats: int, cents: int) -> None:
    assert share_cents(paid, quantity, seats) == cents


def test_seats_that_are_given_back_are_not_left_to_hand_out() -> None:
    assert SeatCount(bought=10, given=4, claimed=3, held=2).left == 4
