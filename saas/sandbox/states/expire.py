"""A session ends unpaid: its time is over, or the shop closed it."""

from __future__ import annotations

from saas.sandbox.api.changes import get_object
from saas.sandbox.refusals import ApiRefusal
from saas.sandbox.states.news import change, tell
from saas.sandbox.store import Thing
from saas.sandbox.world import World


def require_open(world: World, session_id: str) -> Thing:
    """The session, if it can still be paid or expired."""
    session = get_object(world, "checkout.session", session_id)
    if session["status"] != "open":
        raise ApiRefusal(
            'Only Checkout Sessions with a status in ["open"] can be expired or paid.'
            f" This Checkout Session has a status of `{session['status']}`.",
            settled=True,
        )
    return session


def expire(world: World, session_id: str) -> Thing:
    """Close an open session; ApiRefusal (400) when it is complete or expired already."""
    session = require_open(world, session_id)
    _cancel_intent(world, session)
    change(world, session, status="expired", url=None)
    tell(world, "checkout.session.expired", session)
    return session


def drop_intent(world: World, session: Thing) -> None:
    """Nothing is due any more: an intent of an earlier try is canceled and forgotten."""
    _cancel_intent(world, session)
    change(world, session, payment_intent=None)


def _cancel_intent(world: World, session: Thing) -> None:
    if session["payment_intent"]:
        intent = world.store.get("payment_intent", session["payment_intent"])
        change(world, intent, status="canceled", canceled_at=world.clock.now(), next_action=None)
        tell(world, "payment_intent.canceled", intent)


def expire_in_time(world: World, session_id: str) -> None:
    """The timer's version: a session completed meanwhile stays as it is."""
    if world.store.get("checkout.session", session_id)["status"] == "open":
        expire(world, session_id)
