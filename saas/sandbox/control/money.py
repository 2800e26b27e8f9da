"""What the bank and the shop's own dashboard do, out of the API's sight: disputes, refunds, warnings, payouts."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object
from saas.sandbox.objects.dispute import REASONS
from saas.sandbox.refusals import ApiRefusal, missing_parameter, no_such
from saas.sandbox.states.dispute import CLOSED, close_dispute, escalate, open_dispute, review
from saas.sandbox.states.payout import pay_out
from saas.sandbox.states.refund import cancel_refund, fail_refund, hold_refund, refund, succeed_refund
from saas.sandbox.states.warning import warn
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def add_dispute(world: World, body: Thing) -> Thing:
    """{charge or payment_intent, reason?: fraudulent, inquiry?: false, amount?}: a dispute, now."""
    reason = body.get("reason", "fraudulent")
    if reason not in REASONS:
        raise ApiRefusal(f"Invalid reason: must be one of {', '.join(REASONS)}", param="reason")
    charge = _charge(world, body)
    return open_dispute(
        world, charge, reason=reason, is_inquiry=bool(body.get("inquiry", False)), amount=body.get("amount")
    )


def move_dispute(world: World, body: Thing, key: str) -> Thing:
    """{status: under_review, needs_response (of an inquiry: it becomes a chargeback), or how it ends:
    won, lost, warning_closed, prevented}."""
    dispute = get_object(world, "dispute", key)
    status = body.get("status")
    if status == "under_review":
        return review(world, dispute)
    if status == "needs_response" and dispute["status"].startswith("warning_"):
        escalate(world, dispute)
        return dispute
    if status not in CLOSED:
        raise ApiRefusal(f"Invalid status: must be one of under_review, {', '.join(CLOSED)}", param="status")
    return close_dispute(world, dispute, status)


def add_refund(world: World, body: Thing) -> Thing:
    """{payment_intent or charge, amount?, reason?}: as in the dashboard, without metadata or key."""
    known = ("payment_intent", "charge", "amount", "reason")
    return refund(world, {name: body[name] for name in known if name in body})


def move_refund(world: World, body: Thing, key: str) -> Thing:
    """{status: succeeded, failed, requires_action or canceled; reason? of a failure}: its later fate, now."""
    get_object(world, "refund", key)
    moves = {"succeeded": succeed_refund, "requires_action": hold_refund, "canceled": cancel_refund}
    status = body.get("status")
    if status == "failed":
        fail_refund(world, key, body.get("reason", "expired_or_canceled_card"))
    elif status in moves:
        moves[status](world, key)
    else:
        raise ApiRefusal(f"Invalid status: must be one of failed, {', '.join(moves)}", param="status")
    return world.store.get("refund", key)


def add_warning(world: World, body: Thing) -> Thing:
    """{charge or payment_intent}: an early fraud warning."""
    return warn(world, _charge(world, body)["id"])


def add_payout(world: World, body: Thing) -> Thing:
    """{currency?: usd, everything?: false}: pay out what is available, or everything."""
    return pay_out(world, body.get("currency", "usd"), is_everything=bool(body.get("everything", False)))


def _charge(world: World, body: Thing) -> Thing:
    if "charge" not in body and "payment_intent" not in body:
        raise missing_parameter("charge")
    key = body.get("charge")
    if key is None:
        intent = world.store.find("payment_intent", body["payment_intent"])
        key = intent["latest_charge"] if intent else body["payment_intent"]
    charge = world.store.find("charge", key) if key else None
    if charge is None:
        raise no_such("charge", str(key))
    return charge
