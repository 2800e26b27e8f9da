"""What the shop says about a dispute, and what becomes of it in time.

Magic words in `uncategorized_text`, as Stripe's test mode has them: winning_evidence, losing_evidence,
and escalate_inquiry_evidence, which turns an inquiry into a chargeback.
"""

from __future__ import annotations

from saas.sandbox.states.dispute import CLOSED, UNDER_REVIEW, close_dispute, escalate, require_unfinished
from saas.sandbox.states.news import change
from saas.sandbox.store import Thing
from saas.sandbox.world import World

VERDICTS = {"winning_evidence": "won", "losing_evidence": "lost"}
ESCALATING = "escalate_inquiry_evidence"


def keep_evidence(world: World, dispute: Thing, evidence: Thing, *, is_submitted: bool) -> Thing:
    """Merge evidence into a dispute. Submitted, it goes to the bank; staged, it stays with the shop."""
    require_unfinished(dispute)
    merged = dispute["evidence"] | {name: value or None for name, value in evidence.items()}
    merged["enhanced_evidence"] = evidence.get("enhanced_evidence") or dispute["evidence"]["enhanced_evidence"]
    details = dispute["evidence_details"] | {"has_evidence": any(merged.values())}
    status = dispute["status"]
    if is_submitted:
        details |= {"submission_count": details["submission_count"] + 1, "submission_method": "manual"}
        status = UNDER_REVIEW.get(status, status)
        if merged["uncategorized_text"] in (*VERDICTS, ESCALATING):
            world.later(world.settings.dispute_delay, "decide_dispute", dispute["id"])
    return change(world, dispute, "charge.dispute.updated", evidence=merged, evidence_details=details, status=status)


def decide(world: World, dispute_id: str) -> None:
    """The bank's verdict on the magic words; one decided meanwhile stays as it is."""
    dispute = world.store.get("dispute", dispute_id)
    if dispute["status"] in CLOSED:
        return
    word = dispute["evidence"]["uncategorized_text"]
    if not dispute["status"].startswith("warning"):
        close_dispute(world, dispute, VERDICTS.get(word, "lost"))
    elif word == ESCALATING:
        escalate(world, dispute)
    else:
        close_dispute(world, dispute, "warning_closed")


def overdue(world: World, dispute_id: str) -> None:
    """Nobody answered in time: a chargeback is lost, an inquiry closes."""
    dispute = world.store.get("dispute", dispute_id)
    if dispute["status"] not in ("needs_response", "warning_needs_response"):
        return
    change(world, dispute, evidence_details=dispute["evidence_details"] | {"past_due": True})
    close_dispute(world, dispute, "lost" if dispute["status"] == "needs_response" else "warning_closed")
