"""A buyer presses pay: the session is completed, stays open after a decline, or asks the bank first."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from saas.sandbox.cards import DECLINES, Account, Card, Decline
from saas.sandbox.objects.charge import approved, declined, make_charge
from saas.sandbox.objects.intent import make_intent
from saas.sandbox.objects.payment_method import make_payment_method
from saas.sandbox.states.complete import complete
from saas.sandbox.states.expire import drop_intent, require_open
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.redeem import still_fits
from saas.sandbox.states.reprice import place_of
from saas.sandbox.store import Thing
from saas.sandbox.world import World

UNUSABLE = "discount_unusable"  # the outcome's code when a discount no longer fits
UNPROVEN = Decline(
    "payment_intent_authentication_failure",
    None,
    "We are unable to authenticate your payment method. Choose a different payment method and try again.",
)
# What a card's number brings on after it was charged: timers by outcome.
TROUBLE = {"disputed": "open_dispute", "inquired": "open_dispute", "warned": "warn"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kind` is paid, processing, free, declined or asks_first; `message` is for the buyer."""

    kind: str
    message: str = ""
    code: str | None = None


def pay(world: World, session_id: str, means: Card | Account | None, buyer: Thing) -> Outcome:
    """Try to pay an open session. `buyer` has `email` and `name`; no means are needed when nothing is due.

    ApiRefusal when it is not open.
    """
    session = require_open(world, session_id)
    problem = still_fits(world, session)
    if problem:
        return Outcome("declined", problem, UNUSABLE)
    buyer = buyer | {"postal_code": place_of(world, session)}
    if means is None or session["amount_total"] == 0:
        drop_intent(world, session)
        complete(world, session, buyer, "no_payment_required")
        return Outcome("free")
    intent = _intent_of(world, session)
    method = world.new("payment_method", make_payment_method(world, means, buyer))
    change(world, intent, payment_method=method["id"])
    if means.outcome == "asks_first":
        return _ask_first(world, session, intent, means, buyer)
    return _take(world, session, intent, means, buyer)


def prove(world: World, session_id: str, is_proven: bool) -> Outcome:
    """The buyer answered the 3-D Secure question."""
    session = require_open(world, session_id)
    asked = world.memo(f"asks:{session_id}")
    intent = _intent_of(world, session)
    if not asked or intent["status"] != "requires_action":
        return Outcome("declined", "There is no payment waiting for your confirmation.")
    means = Card(**asked["card"])
    if is_proven:
        return _take(world, session, intent, means, asked["buyer"])
    method = world.store.get("payment_method", intent["payment_method"])
    return _give_back(world, intent, method, UNPROVEN, charge=None)


def _intent_of(world: World, session: Thing) -> Thing:
    if session["payment_intent"]:
        return world.store.get("payment_intent", session["payment_intent"])
    intent = world.new("payment_intent", make_intent(world, session))
    change(world, session, payment_intent=intent["id"])
    tell(world, "payment_intent.created", intent)
    return intent


def _ask_first(world: World, session: Thing, intent: Thing, means: Card | Account, buyer: Thing) -> Outcome:
    world.keep_memo(f"asks:{session['id']}", {"card": asdict(means), "buyer": buyer})
    url = f"{world.address}/c/pay/{session['id']}/authenticate"
    step = {"redirect_to_url": {"return_url": session["url"], "url": url}, "type": "redirect_to_url"}
    change(world, intent, status="requires_action", next_action=step)
    tell(world, "payment_intent.requires_action", intent)
    return Outcome("asks_first")


def _take(world: World, session: Thing, intent: Thing, means: Card | Account, buyer: Thing) -> Outcome:
    method = world.store.get("payment_method", intent["payment_method"])
    charge = world.new("charge", make_charge(world, intent, method, means))
    world.keep_memo(charge["id"], {"outcome": means.outcome})
    change(world, intent, latest_charge=charge["id"], next_action=None, last_payment_error=None)
    if means.outcome in DECLINES:
        reason = DECLINES[means.outcome]
        return _decline(world, intent, charge, method, reason)
    if isinstance(means, Account):
        return _debit(world, session, intent, charge, buyer)
    succeed(world, intent, charge)
    complete(world, session, buyer, "paid")
    return Outcome("paid")


def succeed(world: World, intent: Thing, charge: Thing) -> None:
    """The money is taken; its balance transaction follows a little later."""
    outcome = approved()
    change(
        world, charge, status="succeeded", paid=True, captured=True, outcome=outcome,
        amount_captured=charge["amount"],
    )  # fmt: skip
    tell(world, "charge.succeeded", charge)
    change(world, intent, status="succeeded", amount_received=charge["amount"])
    tell(world, "payment_intent.succeeded", intent)
    world.later(world.settings.balance_delay, "book_charge", charge["id"])
    trouble = TROUBLE.get(world.memo(charge["id"])["outcome"])
    if trouble:
        world.later(world.settings.dispute_delay, trouble, charge["id"])


def _debit(world: World, session: Thing, intent: Thing, charge: Thing, buyer: Thing) -> Outcome:
    change(world, intent, status="processing")
    tell(world, "payment_intent.processing", intent)
    tell(world, "charge.pending", charge)
    complete(world, session, buyer, "unpaid")
    world.later(world.settings.bank_delay, "settle_debit", session["id"])
    return Outcome("processing")


def _decline(world: World, intent: Thing, charge: Thing, method: Thing, reason: Decline) -> Outcome:
    fail_charge(world, charge, reason)
    return _give_back(world, intent, method, reason, charge["id"])


def fail_charge(world: World, charge: Thing, reason: Decline) -> None:
    outcome = declined(reason.decline_code or reason.code)
    change(
        world, charge, status="failed", outcome=outcome,
        failure_code=reason.code, failure_message=reason.message,
    )  # fmt: skip
    tell(world, "charge.failed", charge)


def _give_back(world: World, intent: Thing, method: Thing, reason: Decline, charge: str | None) -> Outcome:
    """The intent waits for another payment method; the session stays open."""
    ask_again(world, intent, method, reason, charge)
    return Outcome("declined", reason.message, reason.decline_code or reason.code)


def ask_again(world: World, intent: Thing, method: Thing, reason: Decline, charge: str | None) -> None:
    error = {
        "type": "card_error",
        "code": reason.code,
        "message": reason.message,
        "payment_method": dict(method),
        **({"charge": charge} if charge else {}),
        **({"decline_code": reason.decline_code} if reason.decline_code else {}),
    }
    change(
        world, intent, status="requires_payment_method", payment_method=None, next_action=None,
        last_payment_error=error,
    )  # fmt: skip
    tell(world, "payment_intent.payment_failed", intent)
