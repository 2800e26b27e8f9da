"""Money goes back: at once, after a while, or not after all."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object, get_referenced
from saas.sandbox.objects.refund import make_refund
from saas.sandbox.refusals import (
    ApiRefusal,
    invalid_integer,
    missing_parameter,
)
from saas.sandbox.states.entry import enter
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.warning import calm
from saas.sandbox.store import Thing
from saas.sandbox.world import World

A_MONTH = 30 * 24 * 3600


def refund(world: World, asked: Thing) -> Thing:
    """Refund the charge of `charge` or `payment_intent`; `amount` in cents, all that is left by default."""
    charge = _charge_of(world, asked)
    _require_refundable(world, charge)
    amount = _allowed_amount(charge, asked)
    made = world.new("refund", make_refund(world, charge, amount, asked))
    outcome = world.memo(charge["id"]).get("outcome")
    if outcome == "refund_pends":
        change(world, made, pending_reason="processing")
        world.later(world.settings.refund_delay, "succeed_refund", made["id"])
    else:
        _pay_back(world, made, charge)
    if outcome == "refund_fails":
        world.later(world.settings.refund_delay, "fail_refund", made["id"])
    _count(world, charge, amount)
    tell(world, "refund.created", made)
    tell(world, "charge.refunded", charge)
    if charge["refunded"]:
        calm(world, charge)
    return made


def succeed_refund(world: World, refund_id: str) -> None:
    made = world.store.get("refund", refund_id)
    before = made["status"]
    if before not in ("pending", "requires_action"):
        return
    for name in ("pending_reason", "next_action"):
        made.pop(name, None)
    _pay_back(world, made, world.store.get("charge", made["charge"]))
    tell(world, "refund.updated", made, {"status": before})


def fail_refund(world: World, refund_id: str, reason: str = "expired_or_canceled_card") -> None:
    """The bank sent the money back: the charge counts as not refunded again."""
    made = world.store.get("refund", refund_id)
    if made["status"] not in ("pending", "requires_action", "succeeded"):
        return
    before = made["status"]
    for name in ("pending_reason", "next_action"):
        made.pop(name, None)
    charge = world.store.get("charge", made["charge"])
    if before == "succeeded":
        entry = enter(world, "refund_failure", made, made["amount"])
        change(world, made, failure_balance_transaction=entry["id"])
    change(world, made, status="failed", failure_reason=reason)
    _count(world, charge, -made["amount"])
    tell(world, "refund.updated", made, {"status": before})
    tell(world, "refund.failed", made)


def hold_refund(world: World, refund_id: str) -> Thing:
    """A pending refund waits for the buyer: they were asked by e-mail where the money should go."""
    made = world.store.get("refund", refund_id)
    if made["status"] != "pending":
        raise ApiRefusal(f"A refund with a status of {made['status']} cannot wait for the buyer.")
    made.pop("pending_reason", None)
    now = world.clock.now()
    sent = {"email_sent_at": now, "email_sent_to": "buyer@example.test"}
    details = {"email_sent": sent, "expires_at": now + A_MONTH}
    step = {"type": "display_details", "display_details": details}
    return change(world, made, "refund.updated", status="requires_action", next_action=step)


def cancel_refund(world: World, refund_id: str) -> Thing:
    """Only a refund waiting for the buyer's act can be canceled."""
    made = get_object(world, "refund", refund_id)
    if made["status"] != "requires_action":
        raise ApiRefusal(f"You cannot cancel a refund with a status of {made['status']}.", settled=True)
    _count(world, world.store.get("charge", made["charge"]), -made["amount"])
    made.pop("next_action", None)
    return change(world, made, "refund.updated", status="canceled")


def _pay_back(world: World, made: Thing, charge: Thing) -> None:
    source = made | {"description": f"REFUND FOR CHARGE ({charge['description'] or charge['id']})"}
    entry = enter(world, "refund", source, -made["amount"])
    change(world, made, status="succeeded", balance_transaction=entry["id"])


def _count(world: World, charge: Thing, amount: int) -> None:
    total = charge["amount_refunded"] + amount
    change(world, charge, amount_refunded=total, refunded=total == charge["amount"])


def _charge_of(world: World, asked: Thing) -> Thing:
    if "charge" in asked:
        charge = get_referenced(world, "charge", asked["charge"], "charge")
    elif "payment_intent" in asked:
        charge = _charge_of_intent(world, asked["payment_intent"])
    else:
        raise missing_parameter("payment_intent")
    if charge["status"] != "succeeded":
        raise ApiRefusal(f"This charge ({charge['id']}) has not succeeded.", settled=True)
    return charge


def _charge_of_intent(world: World, intent_id: str) -> Thing:
    intent = get_referenced(world, "payment_intent", intent_id, "payment_intent")
    if intent["status"] != "succeeded":
        raise ApiRefusal(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            settled=True,
        )
    return world.store.get("charge", intent["latest_charge"])


def _require_refundable(world: World, charge: Thing) -> None:
    """An inquiry or a case the shop won leaves the money with the shop, who may give it back."""
    key = world.memo(charge["id"]).get("dispute")
    if key and not world.store.get("dispute", key)["is_charge_refundable"]:
        raise ApiRefusal(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
            settled=True,
        )


def _allowed_amount(charge: Thing, asked: Thing) -> int:
    left: int = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise ApiRefusal(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            settled=True,
        )
    amount: int = asked.get("amount", left)
    if amount < 1:
        raise invalid_integer("amount", amount)
    if amount > left:
        raise ApiRefusal(
            f"Refund amount (${amount / 100:.2f}) is greater than unrefunded amount on charge (${left / 100:.2f})",
            param="amount",
            settled=True,
        )
    return amount
