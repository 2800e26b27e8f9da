"""The payment page: `/c/pay/<session>`, the bank's question, and a receipt."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from saas.sandbox.cards import ACCOUNTS, CARDS, ROUTING, TELLING, spaced
from saas.sandbox.expand import line_items
from saas.sandbox.hosted.form import (
    Filled,
    needs_terms,
    read_bank_form,
    read_card_form,
    read_free_form,
)
from saas.sandbox.money import price_text
from saas.sandbox.states.pay import Outcome, pay, prove
from saas.sandbox.store import Thing
from saas.sandbox.timers import NOBODY, run_due_timers
from saas.sandbox.world import World

Page = str | tuple[str, int] | AnyResponse


def hosted_views(world: World) -> Blueprint:
    views = Blueprint("hosted", __name__)
    views.add_app_template_filter(price_text, "price")
    views.add_app_template_filter(spaced, "spaced")

    @views.get("/c/pay/<key>", defaults={"means": "card"})
    @views.get("/c/pay/<key>/bank", defaults={"means": "bank"})
    def pay_page(key: str, means: str) -> Page:
        with world.lock:
            return _closed(world, key) or _page(world, key, means, request.args)

    @views.post("/c/pay/<key>", defaults={"means": "card"})
    @views.post("/c/pay/<key>/bank", defaults={"means": "bank"})
    def pay_now(key: str, means: str) -> Page:
        with world.lock:
            return _closed(world, key, is_sending=True) or _try_to_pay(world, key, means)

    @views.get("/c/pay/<key>/authenticate")
    def question_page(key: str) -> Page:
        with world.lock:
            return _closed(world, key) or render_template("question.html", **_about(world, key))

    @views.post("/c/pay/<key>/authenticate")
    def answer_question(key: str) -> Page:
        with world.lock:
            return _closed(world, key, is_sending=True) or _answered(world, key)

    @views.get("/receipts/<key>")
    def receipt(key: str) -> Page:
        with world.lock:
            charge = world.store.find("charge", key) or abort(404)
            return render_template("receipt.html", charge=charge, seller=world.settings.account_name)

    return views


def _closed(world: World, key: str, is_sending: bool = False) -> Page | None:
    """What to show instead of the form when the session is unknown, over or paid; None while it is open."""
    run_due_timers(world)
    world.asking = NOBODY
    session = world.store.find("checkout.session", key)
    if session is None:
        return render_template("unknown.html"), 404
    if session["status"] == "open":
        return None
    if session["status"] == "complete" and is_sending:
        return _to_shop(session)
    return render_template("closed.html", session=session, success_url=_success_url(session))


def _about(world: World, key: str) -> Thing:
    session = world.store.get("checkout.session", key)
    return {"session": session, "items": line_items(world, session), "seller": world.settings.account_name}


def _page(
    world: World, key: str, means: str, typed: Thing, errors: dict[str, str] | None = None, message: str = ""
) -> str:
    about = _about(world, key)
    return render_template(
        "pay.html",
        **about,
        means=means,
        typed=typed,
        errors=errors or {},
        message=message,
        needs_terms=needs_terms(about["session"]),
        cards=[(number, TELLING[outcome]) for number, outcome in CARDS.items()],
        accounts=list(ACCOUNTS.items()),
        routing=ROUTING,
    )


def _try_to_pay(world: World, key: str, means: str) -> Page:
    filled = _read(world, key, means)
    if filled.errors:
        return _page(world, key, means, request.form, filled.errors)
    return _after(world, key, means, pay(world, key, filled.means, filled.buyer))


def _answered(world: World, key: str) -> Page:
    return _after(world, key, "card", prove(world, key, request.form.get("answer") == "complete"))


def _read(world: World, key: str, means: str) -> Filled:
    session = world.store.get("checkout.session", key)
    if session["amount_total"] == 0:
        return read_free_form(request.form, session)
    if means == "bank":
        return read_bank_form(request.form, session)
    return read_card_form(request.form, session, _today(world))


def _today(world: World) -> date:
    return datetime.fromtimestamp(world.clock.now(), UTC).date()


def _after(world: World, key: str, means: str, outcome: Outcome) -> Page:
    if outcome.kind == "asks_first":
        return redirect(f"/c/pay/{key}/authenticate", 303)
    if outcome.kind == "declined":
        return _page(world, key, means, request.form, message=outcome.message)
    return _to_shop(world.store.get("checkout.session", key))


def _to_shop(session: Thing) -> AnyResponse:
    return redirect(_success_url(session), 303)


def _success_url(session: Thing) -> str:
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])
