"""A dispute: the buyer's bank asks for the money back. An inquiry only asks, and moves no money."""

from __future__ import annotations

from saas.orders.rules.states import Fact

INQUIRY = "warning_"
LOST, WON = ("lost",), ("won", "prevented")
OVER = (*LOST, *WON, "warning_closed")
NEEDS_ANSWER = ("needs_response", "warning_needs_response", "appeal_needs_response")


def is_inquiry(status: str) -> bool:
    return status.startswith(INQUIRY)


def is_over(status: str) -> bool:
    return status in OVER


def is_with_bank(status: str) -> bool:
    """Answered; the bank takes one answer and is reading it."""
    return status.endswith("under_review")


def blocks_refund(status: str, *, is_charge_refundable: bool) -> bool:
    """While a bank decides, sending the money back would pay twice; an inquiry may still be answered that way."""
    if is_inquiry(status):
        return not is_over(status) and not is_charge_refundable
    return not is_over(status) or status in LOST


def fact_of(statuses: tuple[str, ...]) -> Fact:
    """What all disputes of an order say together: one that was lost outweighs one that is open, and that one a win."""
    real = [status for status in statuses if not is_inquiry(status)]
    if any(status in LOST for status in real):
        return Fact.DISPUTE_LOST
    if any(not is_over(status) for status in real):
        return Fact.DISPUTED
    return Fact.DISPUTE_WON if real else Fact.NOTHING


def may_replace(held: str, seen: str) -> bool:
    """Whether a status that was read is to be kept. Each reading is of now, so only one that another reading has
    overtaken is refused: a dispute that is over opens again by an appeal alone."""
    return not is_over(held) or is_over(seen) or seen.startswith("appeal_")
