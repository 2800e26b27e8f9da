"""A cardholder's bank disputes a charge: money is withdrawn, evidence weighed, the case closed.

needs_response → under_review → won (funds come back) or lost; an inquiry (warning_needs_response →
warning_under_review → warning_closed) moves no money unless it becomes a chargeback. `prevented` ends
a case before it counts. The other arrows are in `states.evidence`.
"""

from __future__ import annotations

from saas.sandbox.objects.dispute import DISPUTE_FEE, make_dispute
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.entry import enter
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.refund import fail_refund
from saas.sandbox.states.warning import calm
from saas.sandbox.store import Thing
from saas.sandbox.world import World

CLOSED = ("won", "lost", "warning_closed", "prevented")
UNDER_REVIEW = {"needs_response": "under_review", "warning_needs_response": "warning_under_review"}


def open_dispute(
    world: World, charge: Thing, *, reason: str = "fraudulent", is_inquiry: bool = False, amount: int | None = None
) -> Thing:
    """Dispute a charge, by default what was not refunded of it. ApiRefusal when it cannot be.

    A bank does not know of refunds that are on their way: it may dispute a charge that was refunded, and take the
    money a second time. Where all was refunded the dispute is about the whole charge.
    """
    _require_disputable(world, charge)
    left = charge["amount"] - charge["amount_refunded"] or charge["amount"]
    disputed = left if amount is None else amount
    if not 0 < disputed <= charge["amount"]:
        raise ApiRefusal("A dispute is about at least one cent and at most the whole charge.", param="amount")
    made = world.new("dispute", make_dispute(world, charge, disputed, reason, is_inquiry=is_inquiry))
    world.keep_memo(charge["id"], world.memo(charge["id"]) | {"dispute": made["id"]})
    change(world, charge, disputed=True)
    if is_inquiry:
        tell(world, "charge.dispute.created", made)
    else:
        _withdraw(world, made)
        tell(world, "charge.dispute.created", made)
        tell(world, "charge.dispute.funds_withdrawn", made)
        _stop_refunds(world, charge)
    calm(world, charge)
    due = made["evidence_details"]["due_by"] - world.clock.moment()
    world.later(due, "overdue_dispute", made["id"])
    return made


def dispute_in_time(world: World, charge_id: str) -> None:
    """The test card's version: its number decided whether the bank only asks."""
    charge = world.store.get("charge", charge_id)
    if charge["disputed"]:
        return
    is_inquiry = world.memo(charge_id)["outcome"] == "inquired"
    open_dispute(world, charge, reason="general" if is_inquiry else "fraudulent", is_inquiry=is_inquiry)


def escalate(world: World, dispute: Thing) -> None:
    """An inquiry becomes a chargeback: now the money goes."""
    _withdraw(world, dispute)
    if "payment_method_details" in dispute:
        dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
    change(world, dispute, "charge.dispute.updated", status="needs_response", is_charge_refundable=False)
    tell(world, "charge.dispute.funds_withdrawn", dispute)


def close_dispute(world: World, dispute: Thing, outcome: str) -> Thing:
    """End a case as `outcome`, one of CLOSED. ApiRefusal (400) when it ended before."""
    require_unfinished(dispute)
    change(world, dispute, status=outcome, is_charge_refundable=outcome != "lost")
    if outcome != "lost" and dispute["balance_transactions"]:
        _reinstate(world, dispute)
        tell(world, "charge.dispute.funds_reinstated", dispute)
    tell(world, "charge.dispute.closed", dispute)
    return dispute


def review(world: World, dispute: Thing) -> Thing:
    """The bank weighs the evidence. A case under review already stays so."""
    require_unfinished(dispute)
    return change(
        world, dispute, "charge.dispute.updated", status=UNDER_REVIEW.get(dispute["status"], dispute["status"])
    )


def require_unfinished(dispute: Thing) -> None:
    if dispute["status"] in CLOSED:
        raise ApiRefusal(f"This dispute is already closed: its status is `{dispute['status']}`.", settled=True)


def _require_disputable(world: World, charge: Thing) -> None:
    if charge["status"] != "succeeded":
        raise ApiRefusal("Only a succeeded charge can be disputed.", param="charge")
    key = world.memo(charge["id"]).get("dispute")
    if key and world.store.get("dispute", key)["status"] not in CLOSED:
        raise ApiRefusal(f"This charge is disputed already ({key}).", param="charge")


def _withdraw(world: World, dispute: Thing) -> None:
    source = dispute | {"description": f"Chargeback withdrawal for {dispute['charge']}"}
    entry = enter(world, "dispute", source, -dispute["amount"], DISPUTE_FEE)
    change(world, dispute, balance_transactions=[*dispute["balance_transactions"], entry])


def _reinstate(world: World, dispute: Thing) -> None:
    """The amount comes back; since June 2025 the fee stays with Stripe, whatever the outcome."""
    source = dispute | {"description": f"Chargeback reversal for {dispute['charge']}"}
    entry = enter(world, "dispute_reversal", source, dispute["amount"])
    change(world, dispute, balance_transactions=[*dispute["balance_transactions"], entry])


def _stop_refunds(world: World, charge: Thing) -> None:
    """The bank took the money first: what was still on its way back fails."""
    for each in world.store.all("refund"):
        if each["charge"] == charge["id"] and each["status"] == "pending":
            fail_refund(world, each["id"], "charge_for_pending_refund_disputed")
