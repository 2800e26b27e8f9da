"""What a dispute's status means."""

from __future__ import annotations

import pytest

from saas.shop.disputes import rules
from saas.shop.orders.rules import Fact


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
def test_a_dispute_blocks_refunds_while_a_bank_decides(status: str, is_charge_refundable: bool, blocks: bool) -> None:
    assert rules.blocks_refund(status, is_charge_refundable=is_charge_refundable) is blocks


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
def test_the_worst_dispute_decides_the_fact(statuses: tuple[str, ...], fact: Fact) -> None:
    assert rules.disputes_fact(statuses) is fact


@pytest.mark.parametrize(
    ("status", "new_status", "is_news"),
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
def test_a_closed_dispute_reopens_by_an_appeal_alone(status: str, new_status: str, is_news: bool) -> None:
    assert rules.can_replace(status, new_status) is is_news


@pytest.mark.parametrize(
    ("status", "submitted"),
    [
        ("needs_response", "under_review"),
        ("warning_needs_response", "warning_under_review"),
        ("appeal_needs_response", "appeal_under_review"),
        ("under_review", "under_review"),
        ("lost", "lost"),
    ],
)
def test_submitting_leads_to_the_status_stripe_will_give(status: str, submitted: str) -> None:
    assert rules.submitted_status(status) == submitted
