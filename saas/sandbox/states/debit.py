"""A bank debit's end, days after the session was completed."""

from __future__ import annotations

from saas.sandbox.cards import Decline
from saas.sandbox.states.invoice import write_invoice
from saas.sandbox.states.news import change, tell
from saas.sandbox.states.pay import ask_again, fail_charge, succeed
from saas.sandbox.world import World

NO_FUNDS = Decline("payment_method_customer_decline", None, "The customer's bank account could not be debited.")


def settle_debit(world: World, session_id: str) -> None:
    """The debit succeeds or fails, as the account number decided."""
    session = world.store.get("checkout.session", session_id)
    intent = world.store.get("payment_intent", session["payment_intent"])
    charge = world.store.get("charge", intent["latest_charge"])
    if charge["status"] != "pending":
        return
    if world.memo(charge["id"])["outcome"] == "pays_later":
        succeed(world, intent, charge)
        change(world, session, payment_status="paid")
        write_invoice(world, session)
        tell(world, "checkout.session.async_payment_succeeded", session)
        return
    method = world.store.get("payment_method", charge["payment_method"])
    fail_charge(world, charge, NO_FUNDS)
    ask_again(world, intent, method, NO_FUNDS, charge["id"])
    tell(world, "checkout.session.async_payment_failed", session)
