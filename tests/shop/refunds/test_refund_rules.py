"""The states of a refund, and how much can be refunded until when."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from saas.shop.refunds.rules import (
    RefundState,
    can_transition,
    deletion_day,
    last_refund_day,
    remaining_cents,
    state_from_stripe,
)

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
def test_refund_states_move_by_the_table_alone(state: RefundState, to: RefundState) -> None:
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
def test_an_unknown_status_of_stripes_is_pending(status: str, state: RefundState) -> None:
    assert state_from_stripe(status) is state


@pytest.mark.parametrize(
    ("paid_cents", "reserved_cents", "left_cents"), [(7900, 0, 7900), (7900, 2000, 5900), (7900, 7900, 0), (0, 100, 0)]
)
def test_the_refundable_amount_is_never_negative(paid_cents: int, reserved_cents: int, left_cents: int) -> None:
    assert remaining_cents(paid_cents, reserved_cents) == left_cents


def test_a_request_has_thirty_days_and_content_is_kept_thirty_more() -> None:
    assert last_refund_day(date(2026, 11, 1)) == date(2026, 12, 1)
    assert deletion_day(date(2026, 12, 1)) == date(2026, 12, 31)
