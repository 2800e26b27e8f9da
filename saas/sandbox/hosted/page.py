"""Showing a session: the form while it is open, what became of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template
from werkzeug.wrappers import Response

from saas.sandbox.cards import ACCOUNTS, CARDS, ROUTING, TELLING
from saas.sandbox.hosted.form import needs_terms, quantity_bounds
from saas.sandbox.included import line_items
from saas.sandbox.states.reprice import given_of, place_of
from saas.sandbox.store import Thing
from saas.sandbox.timers import NOBODY, run_due_timers
from saas.sandbox.world import World

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Said:
    """What a page repeats and answers: what was typed, errors by field, and a message about the payment.

    `is_paying` is false while something else was changed: then nobody asks whether anything was charged.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    is_paying: bool = True


NOTHING = Said()


def closed(world: World, key: str, is_sending: bool = False) -> Page | None:
    """What to show instead of the form when the session is unknown, over or paid; None while it is open."""
    run_due_timers(world)
    world.asking = NOBODY
    session = world.store.find("checkout.session", key)
    if session is None:
        return render_template("unknown.html"), 404
    if session["status"] == "open":
        return None
    if session["status"] == "complete" and is_sending:
        return to_shop(session)
    return render_template("closed.html", session=session, success_url=success_url(session))


def about(world: World, key: str) -> Thing:
    session = world.store.get("checkout.session", key)
    return {"session": session, "items": line_items(world, session), "seller": world.settings.account_name}


def show(world: World, key: str, means: str, said: Said = NOTHING) -> str:
    known = about(world, key)
    session = known["session"]
    return render_template(
        "pay.html",
        **known,
        means=means,
        said=said,
        bounds={item["id"]: quantity_bounds(item) for item in known["items"]},
        given=given_of(world, session),
        place=place_of(world, session),
        needs_terms=needs_terms(session),
        cards=[(number, TELLING[outcome]) for number, outcome in CARDS.items()],
        accounts=list(ACCOUNTS.items()),
        routing=ROUTING,
    )


def address(key: str, means: str) -> str:
    return f"/c/pay/{key}/bank" if means == "bank" else f"/c/pay/{key}"


def to_shop(session: Thing) -> Response:
    return redirect(success_url(session), 303)


def success_url(session: Thing) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])
