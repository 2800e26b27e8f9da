"""What a dispute's status means. Pure.

In a dispute the buyer's bank takes the money back and decides; in an inquiry (`warning_…`) it only asks, and no money
moves. Statuses are Stripe's open words.
"""

from __future__ import annotations

from collections.abc import Iterable

from saas.shop.orders.rules import Fact

INQUIRY_PREFIX = "warning_"
LOST, WON = ("lost",), ("won", "prevented")
OVER = (*LOST, *WON, "warning_closed")
NEEDS_ANSWER = ("needs_response", "warning_needs_response", "appeal_needs_response")
WITH_BANK = ("under_review", "warning_under_review", "appeal_under_review")


def is_inquiry(status: str) -> bool:
    return status.startswith(INQUIRY_PREFIX)


def is_over(status: str) -> bool:
    return status in OVER


def is_with_bank(status: str) -> bool:
    """Answered: the bank takes one answer and is reading it."""
    return status.endswith("under_review")


def submitted_status(status: str) -> str:
    """The status Stripe gives a dispute once evidence was submitted: needs_response → under_review."""
    return status.removesuffix("needs_response") + "under_review" if status in NEEDS_ANSWER else status


def blocks_refund(status: str, *, is_charge_refundable: bool) -> bool:
    """While a bank decides, a refund would pay the buyer twice; an inquiry can still be answered with a refund."""
    if is_inquiry(status):
        return not is_over(status) and not is_charge_refundable
    return not is_over(status) or status in LOST


def disputes_fact(statuses: Iterable[str]) -> Fact:
    """What all disputes of an order say together: one that was lost outweighs an open one, which outweighs a win."""
    disputes = [status for status in statuses if not is_inquiry(status)]
    if any(status in LOST for status in disputes):
        return Fact.DISPUTE_LOST
    if any(not is_over(status) for status in disputes):
        return Fact.DISPUTED
    return Fact.DISPUTE_WON if disputes else Fact.NOTHING


def can_replace(status: str, new_status: str) -> bool:
    """Whether a status that was read may replace the one we hold. Each reading is of now, so only one that another
    reading has overtaken is refused: a dispute that is over opens again by an appeal alone."""
    return not is_over(status) or is_over(new_status) or new_status.startswith("appeal_")
